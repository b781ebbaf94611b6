// Arguments and results of GLiNER2. The types of results follow from the types of what a call looks for and from its
// options: names, lists or single values, texts or objects.
import type { Diagnostics } from '../../worker/session.js';
import type { Truncation } from '../results.js';
import type { BatchOptions, ChunkOptions, ExtractionBasics, WordLimit } from './extraction.js';

// What a call looks for.

/** Options of a kind of entity. */
export interface EntityTypeOptions {
  /** What the model reads beside the name. */
  description?: string;
  /** The least probability; default: that of the call. */
  threshold?: number | null;
  /** 'str': the best one or null, instead of a list. */
  dtype?: 'list' | 'str';
}

/** The kinds of entities to look for: a name, names, or names with descriptions or options. */
export type EntityTypes =
  string | readonly string[] | { readonly [name: string]: string | Readonly<EntityTypeOptions> };

/** Classes: names, or names with descriptions. */
export type ClassLabels = readonly string[] | { readonly [name: string]: string };

/** Options of a classification. */
export interface ClassificationOptions {
  /** true: all classes with at least `cls_threshold`, or the best one; default false: one class. */
  multi_label?: boolean;
  /** The least probability of a class, with `multi_label`; default 0.5. */
  cls_threshold?: number;
  /** What makes probabilities; default 'auto': softmax, or sigmoid with `multi_label`. */
  class_act?: 'auto' | 'softmax' | 'sigmoid';
  /** What the classification asks; the model reads it. */
  prompt?: string;
  /** Texts and their classes; the model reads them. */
  examples?: readonly (readonly [input: string, output: string])[];
}

/** A classification with options. */
export interface ClassificationConfig extends ClassificationOptions {
  /** The classes. */
  labels: ClassLabels;
}

/** A classification of a list. */
export interface NamedClassification extends ClassificationConfig {
  /** Its name. */
  task: string;
}

/** Classifications by their names: classes, or classes with options. */
export interface Classifications {
  /** A classification. */
  readonly [task: string]: ClassLabels | Readonly<ClassificationConfig>;
}

/** Options of a relation. */
export interface RelationTypeOptions {
  /** Accepted and not read, as in Python. */
  description?: string;
  /** The least probability of its ends; default: that of the call. */
  threshold?: number | null;
}

/** The relations to look for: a name, names, or names with descriptions or options. */
export type RelationTypes =
  string | readonly string[] | { readonly [name: string]: string | Readonly<RelationTypeOptions> };

/** Options of a structure's field. */
export interface FieldOptions {
  /** 'str': the first value or null, instead of a list. */
  dtype?: 'list' | 'str';
  /** The values that the field may have. */
  choices?: readonly string[];
  /** What the model reads beside the name. */
  description?: string;
  /** The least probability; default: that of the call. */
  threshold?: number | null;
}

/** A field with options. */
export interface FieldConfig extends FieldOptions {
  /** The field's name. */
  name: string;
}

/** A field: its name, with parts between `::` (str or list, [choice|choice], a description), or an object. */
export type Field = string | Readonly<FieldConfig>;

/** The fields of a structure, as an object. */
export interface FieldList {
  /** The fields. */
  readonly fields: readonly Field[];
}

/** Structures by their names: lists of fields. */
export interface Structures {
  /** The fields of a structure. */
  readonly [name: string]: readonly Field[] | FieldList;
}

/** What extract() looks for, as an object. */
export interface ExtractionSchema {
  /** Kinds of entities. */
  readonly entities?: EntityTypes;
  /** Classifications, by name or as a list. */
  readonly classifications?: Classifications | readonly Readonly<NamedClassification>[];
  /** Relations. */
  readonly relations?: RelationTypes;
  /** Structures. */
  readonly structures?: Structures;
}

/** Collects what extract() looks for: `model.create_schema().entities(['person']).classification(…)`. */
export interface SchemaBuilder {
  /** Adds kinds of entities. */
  entities(
    entity_types: EntityTypes,
    otherwise?: Pick<EntityTypeOptions, 'dtype' | 'threshold'>,
  ): SchemaBuilder;
  /** Adds a classification. */
  classification(task: string, labels: ClassLabels, options?: ClassificationOptions): SchemaBuilder;
  /** Adds relations. */
  relations(
    relation_types: RelationTypes,
    otherwise?: Pick<RelationTypeOptions, 'threshold'>,
  ): SchemaBuilder;
  /** Adds a structure; field() adds its fields. */
  structure(name: string): SchemaBuilder;
  /** Adds a field to the structure before it. */
  field(name: string, options?: FieldOptions): SchemaBuilder;
}

// Options of calls.

/** Options of a call on one text. */
export type ExtractionOptions = ExtractionBasics & WordLimit;
/** Options of a call on several texts. */
export type BatchExtractionOptions = ExtractionBasics & WordLimit & BatchOptions;
/** Options of a call on a long text. */
export type LongExtractionOptions = ExtractionBasics & ChunkOptions;
/** Options of a call on several long texts. */
export type BatchLongExtractionOptions = ExtractionBasics & ChunkOptions & BatchOptions;

/** Options without names that the call does not know. */
type Known<O, All> = O & { readonly [Name in Exclude<keyof O, keyof All>]: never };

// Results.

/** A text with its confidence. */
export interface ConfidentText {
  /** The text. */
  text: string;
  /** Its probability, from 0 to 1. */
  confidence: number;
}
/** A text with its place. */
export interface LocatedText {
  /** The text: `text.slice(start, end)`. */
  text: string;
  /** Where it begins, in UTF-16 code units. */
  start: number;
  /** Where it ends, exclusive. */
  end: number;
}

/** Whether an option is on: true, false, or boolean where the type does not say. */
type On<O, Name> = Name extends keyof O
  ? true extends O[Name]
    ? [O[Name]] extends [true]
      ? true
      : boolean
    : false
  : false;
type Shape<Confidence, Spans> = Confidence extends true
  ? Spans extends true
    ? ConfidentText & LocatedText
    : ConfidentText
  : Spans extends true
    ? LocatedText
    : string;

/** A part of the text: a string, or an object with what the options include. */
export type Extracted<O = object> = Shape<On<O, 'include_confidence'>, On<O, 'include_spans'>>;
/** One of a field's choices, which has no place. */
export type Chosen<O = object> = Shape<On<O, 'include_confidence'>, false>;

type NamesOf<T> = T extends string
  ? T
  : T extends readonly (infer Name)[]
    ? Name & string
    : keyof T & string;
type ConfigOf<T, Name> = Name extends keyof T ? T[Name] : unknown;
type DtypeOf<Config> = Config extends { readonly dtype?: infer Dtype }
  ? 'dtype' extends keyof Config
    ? Exclude<Dtype, undefined> | (undefined extends Dtype ? 'list' : never)
    : 'list'
  : 'list';
type OneOrList<Dtype, Value> = Dtype extends 'str' ? Value | null : Value[];

/** The result of extract_entities. */
export type ExtractedEntities<T, O> = T extends readonly []
  ? {}
  : {
      /** By kind, best first; empty where the model counts none. */
      entities: {
        [Name in NamesOf<T>]?: OneOrList<
          T extends readonly unknown[] | string ? 'list' : DtypeOf<ConfigOf<T, Name>>,
          Extracted<O>
        >;
      };
    };

/** A class with its confidence. */
export interface ConfidentLabel<Name extends string = string> {
  /** The class. */
  label: Name;
  /** Its probability, from 0 to 1. */
  confidence: number;
}
type LabelOf<Name extends string, O> = ClassShape<Name, On<O, 'include_confidence'>>;
type ClassShape<Name extends string, Confidence> = Confidence extends true
  ? ConfidentLabel<Name>
  : Name;
type ClassesOf<Config> = NamesOf<
  Config extends { readonly labels: infer Labels extends object } ? Labels : Config
>;
type ClassOrList<Multi, Value> = Multi extends true ? Value[] : Value;

/** The result of classify_text. */
export type ExtractedClasses<T, O> = {
  -readonly [Task in keyof T]: ClassOrList<
    On<T[Task], 'multi_label'>,
    LabelOf<ClassesOf<T[Task]>, O>
  >;
};

type Segments<Parts> = Parts extends `${infer First}::${infer Rest}`
  ? First | Segments<Rest>
  : Parts;
type PartsOf<F> = F extends `${string}::${infer Parts}` ? Segments<Parts> : never;
type FieldName<F> = F extends `${infer Name}::${string}`
  ? Name
  : F extends { readonly name: infer Name extends string }
    ? Name
    : F;
type HasChoices<F> = F extends string
  ? [Extract<PartsOf<F>, `[${string}]`>] extends [never]
    ? false
    : true
  : F extends { readonly choices: readonly [string, ...string[]] }
    ? true
    : F extends { readonly choices?: unknown }
      ? 'choices' extends keyof F
        ? boolean
        : false
      : false;
type FieldDtype<F> = F extends string
  ? string extends F
    ? 'list' | 'str'
    : 'list' extends PartsOf<F>
      ? 'list'
      : 'str' extends PartsOf<F>
        ? 'str'
        : HasChoices<F> extends true
          ? 'str'
          : 'list'
  : DtypeOf<F>;
type FieldValue<F, O> = OneOrList<
  FieldDtype<F>,
  HasChoices<F> extends true
    ? Chosen<O>
    : HasChoices<F> extends false
      ? Extracted<O>
      : Extracted<O> | Chosen<O>
>;
type FieldsOf<S> = S extends { readonly fields: readonly (infer F)[] }
  ? F
  : S extends readonly (infer F)[]
    ? F
    : never;
type InstanceOf<F, O> = { [One in F as FieldName<One> & string]: FieldValue<One, O> };

/** The result of extract_json. */
export type ExtractedStructures<T, O> = {
  /** Its instances; {} where the model counts none. */
  -readonly [Name in keyof T]: InstanceOf<FieldsOf<T[Name]>, O>[] | Record<string, never>;
};

/** A relation whose ends have more than a text. */
export interface RelatedTexts<End> {
  /** The one end. */
  head: End;
  /** The other end. */
  tail: End;
}
type RelationOf<End> = End extends string ? [head: string, tail: string] : RelatedTexts<End>;

/** The result of extract_relations. */
export type ExtractedRelations<T, O> = T extends readonly []
  ? {}
  : {
      /** By relation: pairs of head and tail. */
      relation_extraction: { [Name in NamesOf<T>]: RelationOf<Extracted<O>>[] };
    };

type PartOf<S, Name> = S extends { readonly [Key in Name & string]: infer Part } ? Part : never;
type IfPart<Part, Result> = [Part] extends [never] ? {} : Result;

/** The result of extract with a SchemaBuilder, whose type does not tell what it holds. */
export interface Extraction<O = object> {
  /** By kind. */
  entities?: Record<string, Extracted<O>[] | Extracted<O> | null>;
  /** By relation. */
  relation_extraction?: Record<string, RelationOf<Extracted<O>>[]>;
  /** Structures and classifications, by name. */
  [task: string]: any;
}

/** The result of extract. */
export type ExtractedAll<S, O> = S extends SchemaBuilder
  ? Extraction<O>
  : IfPart<PartOf<S, 'structures'>, ExtractedStructures<PartOf<S, 'structures'>, O>> &
      IfPart<PartOf<S, 'entities'>, ExtractedEntities<PartOf<S, 'entities'>, O>> &
      IfPart<
        PartOf<S, 'classifications'>,
        PartOf<S, 'classifications'> extends readonly unknown[]
          ? Extraction<O>
          : ExtractedClasses<PartOf<S, 'classifications'>, O>
      > &
      IfPart<PartOf<S, 'relations'>, ExtractedRelations<PartOf<S, 'relations'>, O>>;

/** A result, which also says whether words were dropped. */
type Answer<Result> = Promise<Result & Readonly<Truncation>>;
type Answers<Result> = Promise<(Result & Readonly<Truncation>)[]>;

/** The methods of GLiNER2 under their names in Python. */
export interface ExtractionCalls {
  /** Finds entities. */
  extract_entities<const T extends EntityTypes, const O extends ExtractionOptions = {}>(
    text: string,
    entity_types: T,
    options?: Known<O, ExtractionOptions> | null,
  ): Answer<ExtractedEntities<T, O>>;
  /** Finds the entities of several texts. */
  batch_extract_entities<const T extends EntityTypes, const O extends BatchExtractionOptions = {}>(
    texts: readonly string[],
    entity_types: T,
    options?: Known<O, BatchExtractionOptions> | null,
  ): Answers<ExtractedEntities<T, O>>;
  /** Finds the entities of a long text, in chunks. */
  extract_entities_long<const T extends EntityTypes, const O extends LongExtractionOptions = {}>(
    text: string,
    entity_types: T,
    options?: Known<O, LongExtractionOptions> | null,
  ): Answer<ExtractedEntities<T, O>>;
  /** Finds the entities of several long texts, in chunks. */
  batch_extract_entities_long<
    const T extends EntityTypes,
    const O extends BatchLongExtractionOptions = {},
  >(
    texts: readonly string[],
    entity_types: T,
    options?: Known<O, BatchLongExtractionOptions> | null,
  ): Answers<ExtractedEntities<T, O>>;

  /** Classifies a text. */
  classify_text<const T extends Classifications, const O extends ExtractionOptions = {}>(
    text: string,
    tasks: T,
    options?: Known<O, ExtractionOptions> | null,
  ): Answer<ExtractedClasses<T, O>>;
  /** Classifies several texts. */
  batch_classify_text<const T extends Classifications, const O extends BatchExtractionOptions = {}>(
    texts: readonly string[],
    tasks: T,
    options?: Known<O, BatchExtractionOptions> | null,
  ): Answers<ExtractedClasses<T, O>>;
  /** Classifies a long text, in chunks. */
  classify_text_long<const T extends Classifications, const O extends LongExtractionOptions = {}>(
    text: string,
    tasks: T,
    options?: Known<O, LongExtractionOptions> | null,
  ): Answer<ExtractedClasses<T, O>>;
  /** Classifies several long texts, in chunks. */
  batch_classify_text_long<
    const T extends Classifications,
    const O extends BatchLongExtractionOptions = {},
  >(
    texts: readonly string[],
    tasks: T,
    options?: Known<O, BatchLongExtractionOptions> | null,
  ): Answers<ExtractedClasses<T, O>>;

  /** Fills structures from a text. */
  extract_json<const T extends Structures, const O extends ExtractionOptions = {}>(
    text: string,
    structures: T,
    options?: Known<O, ExtractionOptions> | null,
  ): Answer<ExtractedStructures<T, O>>;
  /** Fills structures from several texts. */
  batch_extract_json<const T extends Structures, const O extends BatchExtractionOptions = {}>(
    texts: readonly string[],
    structures: T,
    options?: Known<O, BatchExtractionOptions> | null,
  ): Answers<ExtractedStructures<T, O>>;
  /** Fills structures from a long text, in chunks. */
  extract_json_long<const T extends Structures, const O extends LongExtractionOptions = {}>(
    text: string,
    structures: T,
    options?: Known<O, LongExtractionOptions> | null,
  ): Answer<ExtractedStructures<T, O>>;
  /** Fills structures from several long texts, in chunks. */
  batch_extract_json_long<
    const T extends Structures,
    const O extends BatchLongExtractionOptions = {},
  >(
    texts: readonly string[],
    structures: T,
    options?: Known<O, BatchLongExtractionOptions> | null,
  ): Answers<ExtractedStructures<T, O>>;

  /** Finds relations. */
  extract_relations<const T extends RelationTypes, const O extends ExtractionOptions = {}>(
    text: string,
    relation_types: T,
    options?: Known<O, ExtractionOptions> | null,
  ): Answer<ExtractedRelations<T, O>>;
  /** Finds the relations of several texts. */
  batch_extract_relations<
    const T extends RelationTypes,
    const O extends BatchExtractionOptions = {},
  >(
    texts: readonly string[],
    relation_types: T,
    options?: Known<O, BatchExtractionOptions> | null,
  ): Answers<ExtractedRelations<T, O>>;
  /** Finds the relations of a long text, in chunks. */
  extract_relations_long<const T extends RelationTypes, const O extends LongExtractionOptions = {}>(
    text: string,
    relation_types: T,
    options?: Known<O, LongExtractionOptions> | null,
  ): Answer<ExtractedRelations<T, O>>;
  /** Finds the relations of several long texts, in chunks. */
  batch_extract_relations_long<
    const T extends RelationTypes,
    const O extends BatchLongExtractionOptions = {},
  >(
    texts: readonly string[],
    relation_types: T,
    options?: Known<O, BatchLongExtractionOptions> | null,
  ): Answers<ExtractedRelations<T, O>>;

  /** Does all that a schema says in one pass. */
  extract<const S extends ExtractionSchema | SchemaBuilder, const O extends ExtractionOptions = {}>(
    text: string,
    schema: S,
    options?: Known<O, ExtractionOptions> | null,
  ): Answer<ExtractedAll<S, O>>;
  /** The same for several texts, with a schema for all or one for each. */
  batch_extract<
    const S extends ExtractionSchema | SchemaBuilder,
    const O extends BatchExtractionOptions = {},
  >(
    texts: readonly string[],
    schemas: S | readonly S[],
    options?: Known<O, BatchExtractionOptions> | null,
  ): Answers<ExtractedAll<S, O>>;
  /** The same for a long text, in chunks. */
  extract_long<
    const S extends ExtractionSchema | SchemaBuilder,
    const O extends LongExtractionOptions = {},
  >(
    text: string,
    schema: S,
    options?: Known<O, LongExtractionOptions> | null,
  ): Answer<ExtractedAll<S, O>>;
  /** The same for several long texts, with a schema for all or one for each. */
  batch_extract_long<
    const S extends ExtractionSchema | SchemaBuilder,
    const O extends BatchLongExtractionOptions = {},
  >(
    texts: readonly string[],
    schemas: S | readonly S[],
    options?: Known<O, BatchLongExtractionOptions> | null,
  ): Answers<ExtractedAll<S, O>>;

  /** Begins a schema for extract. */
  create_schema(): SchemaBuilder;
}

type Camel<Name> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest> & string>}`
  : Name;

/** What every GLiNER2 object has. */
export interface ExtractionParts {
  /** The encoder's configuration, with that of the model as gliner2_config. */
  readonly config: Record<string, unknown> | null;
  /** Describes the WebAssembly module, the threads, and the files that were loaded. */
  diagnostics(): Promise<Diagnostics>;
  /** Ends the worker and frees its memory. Pending calls fail. */
  dispose(): Promise<void>;
  /** The same as dispose, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** The methods of GLiNER2, each also under its name in camel case. */
export type ExtractionMethods = ExtractionParts &
  ExtractionCalls & {
    [Name in keyof ExtractionCalls as Camel<Name> & string]: ExtractionCalls[Name];
  };
