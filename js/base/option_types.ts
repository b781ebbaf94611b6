// The types of option schemas. Each option is an entry of a schema and a line in the JSDoc of its call: tsc refuses an
// option that one of the two lacks, and a kind that does not match its type.

/** One option of a call, of any type. */
export interface AnyOption {
  /** The type of the values; absent: one of the choices. */
  readonly type?:
    | ('boolean' | 'integer' | 'number' | 'string' | 'strings' | 'policy' | 'map' | 'signal')
    | ('thresholds' | 'spans' | 'labels');
  readonly choices?: readonly unknown[];
  /** The default. null: the model decides, or there is none; callers may then pass null, too. */
  readonly default: unknown;
  /** The smallest integer; absent: 1. */
  readonly min?: number;
  /** The value that null stands for. If it is absent and the default is not null, null is refused. */
  readonly nullable?: 'all' | 'default';
  /** Throws for a wrong value; absent: only the type is checked. */
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
        : { type: 'policy' | 'map' | 'thresholds' | 'spans' | 'labels' };

/** The options of a call by name, without `signal`, which every call has; T: the JSDoc type of its options. */
export type Schema<T> = {
  readonly [Name in Exclude<keyof T, 'signal'>]-?: AnyOption & Kind<NonNullable<T[Name]>>;
};

/** Options by name, of any call. */
export type AnySchema = Readonly<Record<string, AnyOption>>;
