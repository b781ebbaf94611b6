// Platform objects in the interface: the DOM's or Node's types if a program has those, otherwise the parts of them that
// this package needs. So the declarations compile with any `lib`, and without `@types/node`. They are interfaces
// because a declaration keeps an interface's name.

type Global<Name extends string, Otherwise> = typeof globalThis extends {
  [Key in Name]: { prototype: infer Instance };
}
  ? Instance
  : Otherwise;

/** An `AbortSignal`: aborts a call or a load. */
export interface Signal extends Global<'AbortSignal', AbortSignalLike> {}

interface AbortSignalLike {
  /** Whether it was aborted. */
  readonly aborted: boolean;
  /** Why it was aborted. */
  readonly reason: any; // as in the DOM's own declaration
  /** Calls a function when it is aborted. */
  addEventListener(type: 'abort', listener: () => void, options?: object): void;
  /** Removes the function. */
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A `URL`. */
export interface Url extends Global<'URL', UrlLike> {}

interface UrlLike {
  /** The whole address. */
  readonly href: string;
  /** The whole address. */
  toString(): string;
}

/** A `File`, as a file chooser or a drop gives it. */
export interface ModelFile extends Global<'File', FileLike> {}

interface FileLike {
  /** The file's name. */
  readonly name: string;
  /** Its size in bytes. */
  readonly size: number;
  /** Its bytes. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** A part of it. */
  slice(start?: number, end?: number): unknown;
}

/** A `FileList`, as `<input type="file">` gives it. */
export interface ModelFiles {
  /** Number of files. */
  readonly length: number;
  /** One of the files. */
  item(index: number): ModelFile | null;
}

/** A `Response` of `fetch`. */
export interface FetchResponse extends Global<'Response', ResponseLike> {}

interface ResponseLike {
  /** Whether the status is 200 to 299. */
  readonly ok: boolean;
  /** The HTTP status. */
  readonly status: number;
  /** The body as a stream. */
  readonly body: unknown;
  /** The body's bytes. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** The body's text. */
  text(): Promise<string>;
}

/**
 * A `TransformStream<string, string>`. A generic class cannot be asked for like the others, but two of the platform have
 * its sides.
 */
export interface TextStream {
  /** Where the results are read. */
  readonly readable: Global<'TextDecoderStream', StreamLike>['readable'];
  /** Where the pieces are written. */
  readonly writable: Global<'TextEncoderStream', StreamLike>['writable'];
}

interface StreamLike {
  /** A `ReadableStream` of strings. */
  readonly readable: SideLike;
  /** A `WritableStream` of strings. */
  readonly writable: SideLike;
}

interface SideLike {
  /** Whether a reader or a writer has it. */
  readonly locked: boolean;
}

/** `fetch`, or a function with the same interface. */
export type Fetch = typeof globalThis extends { fetch: infer Function }
  ? Function
  : (input: string, init?: object) => Promise<FetchResponse>;
