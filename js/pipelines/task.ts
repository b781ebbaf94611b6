// What each file here exports: one description of a task.
import type { AnySchema } from '../base/option_types.js';
import type { Plan, Session } from '../worker/session.js';

/** A function of pipelines: the arguments are its caller's. */
export interface Method {
  /** What it takes: checks, the command line and tests of the documentation read it. */
  readonly options: AnySchema;
  readonly run: (session: Session, ...args: any[]) => Promise<any>;
}

export interface Task extends Method {
  /** Also in bindings/tasks.h. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Of the model. */
  readonly head: NonNullable<Plan['head']>;
  /** Other functions that its pipelines have. */
  readonly more?: Readonly<Record<string, Method>>;
}
