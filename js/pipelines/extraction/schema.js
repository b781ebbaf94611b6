// What a call of GLiNER2 looks for: entities, classes, relations and structures. The forms that callers write become
// a list of tasks here; wrong ones are refused.
import { checkBoolean, checkOneOf, checkProbability, mismatch } from '../../base/checks.js';
import { DebertaError } from '../../base/errors.js';
import {
  checkDtype,
  checkName,
  checkPart,
  checkThreshold,
  choicesOf,
  classesOf,
  configsOf,
  examplesOf,
  fieldsOf,
  objectOf,
} from './schema_parts.js';

/**
 * What a task looks for: a kind of entity, a class, the head or tail of a relation, or the field of a structure.
 * @typedef {object} Label
 * @property {string} name
 * @property {string} [description]
 * @property {number | null} [threshold] null: that of the call
 * @property {'list' | 'str'} [dtype] 'str': at most one result
 * @property {string[]} [choices] the values that a field may have
 */

/**
 * How a classification chooses classes.
 * @typedef {object} Choosing
 * @property {boolean} multi_label
 * @property {number} cls_threshold
 * @property {'auto' | 'softmax' | 'sigmoid'} class_act
 */

/**
 * A task as the model reads it.
 * @typedef {object} SchemaTask
 * @property {'structure' | 'entities' | 'relation' | 'classification'} kind
 * @property {string} name
 * @property {Label[]} labels
 * @property {Choosing} [choosing] of a classification
 * @property {string} [prompt] of a classification: what it asks
 * @property {[input: string, output: string][]} [examples] of a classification
 */

/** @typedef {import('./extraction_types.js').EntityTypes} EntityTypes */
/** @typedef {import('./extraction_types.js').ClassLabels} ClassLabels */
/** @typedef {import('./extraction_types.js').RelationTypes} RelationTypes */

/** The order of tasks in the prompt and in results. @type {SchemaTask['kind'][]} */
const order = ['structure', 'entities', 'relation', 'classification'];

/** Collects what a call looks for; each method returns the schema. */
export class Schema {
  /** @type {SchemaTask[]} */
  #tasks = [];
  /** The structure that field() adds to. @type {SchemaTask | null} */
  #structure = null;

  /**
   * The tasks, in the order of the prompt.
   * @returns {SchemaTask[]}
   */
  get tasks() {
    if (this.#tasks.some(({ labels }) => labels.length === 0)) {
      throw new DebertaError('INPUT', 'structure: expected at least one field, got none');
    }
    const sorted = order.flatMap((kind) => this.#tasks.filter((task) => task.kind === kind));
    // A caller may go on with the schema while the model reads.
    return sorted.map((task) => ({ ...task, labels: [...task.labels] }));
  }

  /**
   * Adds kinds of entities.
   * @param {EntityTypes} entity_types
   * @param {{dtype?: 'list' | 'str', threshold?: number | null}} [otherwise] for kinds that do not say it themselves
   */
  entities(entity_types, otherwise) {
    const { dtype, threshold } = fieldsOf(otherwise, 'options', ['dtype', 'threshold']);
    const labels = configsOf(entity_types, 'entity_types', ['description', 'threshold', 'dtype']);
    this.#structure = null;
    if (labels.length === 0) return this;
    let task = this.#tasks.find(({ kind }) => kind === 'entities');
    if (!task) this.#tasks.push((task = { kind: 'entities', name: 'entities', labels: [] }));
    for (const { name, description, ...own } of labels) {
      const label = {
        name,
        description,
        dtype: checkDtype(own.dtype ?? dtype),
        threshold: checkThreshold(own.threshold ?? threshold),
      };
      // As in Python, a kind that is named again has its old place.
      const at = task.labels.findIndex((each) => each.name === name);
      task.labels[at < 0 ? task.labels.length : at] = label;
    }
    return this;
  }

  /**
   * Adds a classification.
   * @param {string} task its name
   * @param {ClassLabels} labels the classes
   * @param {import('./extraction_types.js').ClassificationOptions} [options]
   */
  classification(task, labels, options) {
    const names = ['multi_label', 'cls_threshold', 'class_act', 'prompt', 'examples'];
    const { multi_label, cls_threshold, class_act, prompt, examples } = fieldsOf(
      options,
      'classification',
      names,
    );
    const classes = classesOf(labels);
    this.#add({
      kind: 'classification',
      name: checkName(task, 'task'),
      labels: classes,
      choosing: {
        multi_label: checkBoolean(multi_label ?? false, 'multi_label'),
        cls_threshold: checkProbability(cls_threshold ?? 0.5, 'cls_threshold'),
        class_act: checkOneOf(class_act ?? 'auto', 'class_act', ['auto', 'softmax', 'sigmoid']),
      },
      prompt: checkPart(prompt ?? '', 'prompt'),
      examples: examplesOf(examples ?? []),
    });
    return this;
  }

  /**
   * Adds relations, each between a head and a tail.
   * @param {RelationTypes} relation_types
   * @param {{threshold?: number | null}} [otherwise] for relations that do not say it themselves
   */
  relations(relation_types, otherwise) {
    const { threshold } = fieldsOf(otherwise, 'options', ['threshold']);
    const listed = configsOf(relation_types, 'relation_types', ['description', 'threshold']);
    for (const { name, ...own } of listed) {
      // The model does not read a relation's description.
      const least = checkThreshold(own.threshold ?? threshold);
      const labels = ['head', 'tail'].map((part) => ({ name: part, threshold: least }));
      this.#add({ kind: 'relation', name: checkName(name, 'relation_types'), labels });
    }
    return this;
  }

  /**
   * Adds a structure; calls of field() add its fields.
   * @param {string} name
   */
  structure(name) {
    const task = this.#add({ kind: 'structure', name: checkName(name, 'structure'), labels: [] });
    this.#structure = task;
    return this;
  }

  /**
   * Adds a field to the structure before it.
   * @param {string} name
   * @param {import('./extraction_types.js').FieldOptions} [options]
   */
  field(name, options) {
    const names = ['dtype', 'choices', 'description', 'threshold'];
    const { dtype, choices, description, threshold } = fieldsOf(options, 'field', names);
    if (!this.#structure) throw new DebertaError('INPUT', 'field: expected after structure()');
    const { labels } = this.#structure;
    if (labels.some((each) => each.name === name)) {
      throw new DebertaError('INPUT', `field: expected each name once, got '${name}' twice`);
    }
    labels.push({
      name: checkPart(name, 'field'),
      // As in Python, an empty one is none.
      description: checkPart(description ?? '', 'description') || undefined,
      dtype: checkDtype(dtype),
      threshold: checkThreshold(threshold),
      choices: choicesOf(choices ?? []),
    });
    return this;
  }

  /**
   * @param {SchemaTask} task
   * @returns {SchemaTask}
   */
  #add(task) {
    const { kind, name } = task;
    this.#structure = null;
    // Results have these keys.
    if (name === 'entities' || (name === 'relation_extraction' && kind !== 'relation')) {
      throw new DebertaError('INPUT', `${kind}: expected another name than '${name}'`);
    }
    if (this.#tasks.some((each) => each.name === name)) {
      throw new DebertaError('INPUT', `schema: expected each name once, got '${name}' twice`);
    }
    this.#tasks.push(task);
    return task;
  }
}

const parts = ['entities', 'classifications', 'relations', 'structures'];

/**
 * @param {unknown} schema a Schema, or an object with its parts
 * @returns {SchemaTask[]}
 */
export function tasksOf(schema) {
  if (schema instanceof Schema) return schema.tasks;
  const given = fieldsOf(schema, 'schema', parts);
  if (Object.keys(given).length === 0) throw mismatch('schema', parts.join(', '), schema, 'none');
  const { entities, classifications, relations, structures } = given;
  const all = new Schema();
  if (structures) addStructures(all, structures);
  if (entities) all.entities(entities);
  if (relations) all.relations(relations);
  if (classifications) addClassifications(all, classifications);
  return all.tasks;
}

/**
 * @param {Schema} schema
 * @param {any} tasks classes by the names of tasks, or with options: {task: {labels, …}} or [{task, labels, …}]
 */
export function addClassifications(schema, tasks) {
  const listed = Array.isArray(tasks)
    ? tasks.map((each) => {
        const { task, ...config } = objectOf(each, 'tasks');
        return [task, config];
      })
    : Object.entries(objectOf(tasks, 'tasks'));
  for (const [task, config] of listed) {
    // An object without labels has the classes themselves, with descriptions.
    const hasOptions = typeof config?.labels === 'object' && config.labels !== null;
    const { labels, ...options } = hasOptions ? config : { labels: config };
    schema.classification(task, labels, options);
  }
  return schema;
}

/**
 * @param {Schema} schema
 * @param {any} structures lists of fields by the names of structures: {name: [field, …]} or {name: {fields: […]}}
 */
export function addStructures(schema, structures) {
  for (const [name, given] of Object.entries(objectOf(structures, 'structures'))) {
    const { fields } = Array.isArray(given)
      ? { fields: given }
      : fieldsOf(objectOf(given, 'structures', 'lists of fields'), 'structures', ['fields']);
    if (!Array.isArray(fields)) throw mismatch('structures', 'lists of fields', fields);
    schema.structure(name);
    for (const field of fields) {
      const { name: own, ...options } =
        typeof field === 'string' ? parsed(field) : objectOf(field, 'field');
      schema.field(own, options);
    }
  }
  return schema;
}

/**
 * A field as one string: its name, then parts between `::`: str or list, [choice|choice], or a description.
 * @param {string} field
 * @returns {import('./extraction_types.js').FieldConfig}
 */
function parsed(field) {
  const [name, ...rest] = field.split('::');
  /** @type {import('./extraction_types.js').FieldOptions} */
  const found = {};
  for (const part of rest) {
    if (part === 'str' || part === 'list') found.dtype = part;
    else if (/^\[.*\]$/s.test(part)) {
      found.choices = part
        .slice(1, -1)
        .split('|')
        .map((choice) => choice.trim());
    } else found.description = part;
  }
  // One of the choices, unless said otherwise.
  return { name, dtype: found.choices ? 'str' : 'list', ...found };
}
