// The description of a task, which each file of this folder exports.
import type { AnySchema } from '../base/option_types.js';
import type { Plan, Session } from '../worker/session.js';

/** A function of pipelines: args are the caller's arguments. */
export interface Method {
  /** Its options, for checks, the command line and tests of the documentation. */
  readonly options: AnySchema;
  readonly run: (session: Session, ...args: any[]) => Promise<any>;
}

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
