// Platform objects that calls take or give: the DOM's or Node's types where a program has those, and else
// as much of them as this package needs. So the declarations compile with any `lib`, and without
// `@types/node`. They are interfaces since a declaration keeps an interface's name.

type Global<Name extends string, Otherwise> = typeof globalThis extends {
  [Key in Name]: { prototype: infer Instance };
}
  ? Instance
  : Otherwise;

/** An `AbortSignal`: ends a call or a load. */
export interface Signal extends Global<'AbortSignal', AbortSignalLike> {}

interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: any;
  addEventListener(type: 'abort', listener: () => void, options?: object): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A `URL`. */
export interface Url extends Global<'URL', UrlLike> {}

interface UrlLike {
  readonly href: string;
  toString(): string;
}

/** A `File`, as a file chooser or a drop gives it. */
export interface ModelFile extends Global<'File', FileLike> {}

interface FileLike {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
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
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
  arrayBuffer(): Promise<ArrayBuffer>;
  text(): Promise<string>;
}

/** `fetch`, or a function that is called as it is. */
export type Fetch = typeof globalThis extends { fetch: infer Function }
  ? Function
  : (input: string, init?: object) => Promise<FetchResponse>;
