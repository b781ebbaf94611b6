// What a schema says of options. Each option is an entry here and a line in the JSDoc of its call: tsc refuses one
// that either of the two lacks, and a kind that does not fit its type.

/** One option of a call, whatever its type. */
export interface AnyOption {
  /** What values are; absent: one of the choices. */
  readonly type?:
    'boolean' | 'integer' | 'number' | 'string' | 'strings' | 'policy' | 'map' | 'signal';
  readonly choices?: readonly unknown[];
  /** null: the model decides, or there is none; null may be given then, too. */
  readonly default: unknown;
  /** The smallest integer; absent: 1. */
  readonly min?: number;
  /** What null stands for; absent, with a default that is not null: null is refused. */
  readonly nullable?: 'all' | 'default';
  /** Throws for a wrong value; absent: the check of the type. */
  readonly check?: (value: unknown, name: string) => unknown;
}

/** Entries that fit an option of type T. */
type Kind<T> = [T] extends [boolean]
  ? { type: 'boolean' }
  : [T] extends [number]
    ? { type: 'integer' } | { type: 'number' }
    : [T] extends [string]
      ? string extends T
        ? { type: 'string' }
        : { choices: readonly T[] }
      : T extends readonly string[]
        ? { type: 'strings' }
        : { type: 'policy' | 'map' };

/** The options of a call by name, but for `signal`, which every call has; T: the JSDoc type of its options. */
export type Schema<T> = {
  readonly [Name in Exclude<keyof T, 'signal'>]-?: AnyOption & Kind<NonNullable<T[Name]>>;
};

/** Options by name, where it does not matter which. */
export type AnySchema = Readonly<Record<string, AnyOption>>;
