// The description of a task, which each file of this folder exports.
import type { AnySchema } from '../base/option_types.js';
import type { Plan, Session } from '../worker/session.js';

/** A function of pipelines: args are the caller's arguments. */
export interface Method {
  /** Its options, for checks, the command line and tests of the documentation. */
  readonly options: AnySchema;
  readonly run: (session: Session, ...args: any[]) => Promise<any>;
  /** What an input of streams is made of, by name; absent: 'text' alone. */
  readonly parts?: readonly string[];
  /** A part that is a list, of which the model reads each member with the other parts. */
  readonly each?: string;
  /**
   * Answers several inputs, each as run() answers it alone. Absent: run() takes a list of texts, and answers with a
   * list.
   */
  readonly many?: (session: Session, inputs: readonly Input[], options: any) => Promise<any[]>;
}

/** An input of streams: its parts by name, and what the stream's options give for all inputs. */
export type Input = Readonly<Record<string, any>>;

export interface Task extends Method {
  /** The name, also in bindings/tasks.h. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** The model's head. */
  readonly head: NonNullable<Plan['head']>;
  /** The head of other models that run it. */
  readonly otherHead?: Plan['otherHead'];
  /** Other functions of its pipelines. */
  readonly more?: Readonly<Record<string, Method>>;
}
