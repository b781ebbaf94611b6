// deberta-wasm run: runs a pipeline on texts.
import { abortError } from '../../js/base/abort.js';
import { pipeline } from '../../js/api/pipeline.js';
import { checkOptions } from '../../js/base/options.js';
import { modelHelp, modelKinds, sourceHelp } from './load_options.js';
import { loadOptions, sourceOptions } from './model.js';
import { optionsOf, valuesFor } from './options.js';
import { ProgressLine } from './progress_line.js';
import { bulkHelp, bulkOptions, runLines } from './run_lines.js';
import { actions, checkNames, kindsOf, taskHelp, taskOptions } from './tasks.js';
import { textsOf } from './texts.js';
import { UsageError } from './usage.js';

/** @type {import('./usage.js').Command} */
export const run = {
  summary: 'run a task on texts from arguments, files or standard input',
  help: `deberta-wasm run TASK MODEL [TEXT…] [options]

Each argument TEXT, each file and each line of standard input is one text. Texts are never sent anywhere.

  --file FILE           a text (may be repeated); '-': standard input, as one text
  --stdin               each line of standard input is a text; answers are printed line by line
  --json                print a line of JSON for each text
${bulkHelp}

How the model is loaded:${modelHelp}

Where its files come from:${sourceHelp}

Tasks (also ${actions.flatMap(({ aliases }) => aliases).join(', ')}) and the options of their pipelines:
${taskHelp()}`,
  options: {
    ...sourceOptions,
    ...optionsOf(modelKinds),
    ...taskOptions(),
    file: { type: 'string', multiple: true },
    stdin: { type: 'boolean' },
    json: { type: 'boolean' },
    jsonl: { type: 'boolean' },
    ...bulkOptions,
  },
  async run([taskName, model, ...texts], values, signal) {
    if (model === undefined) throw new UsageError('expected TASK and MODEL');
    const action = actions.find(
      ({ name, aliases }) => name === taskName || aliases.includes(taskName),
    );
    if (!action) {
      const known = actions.map(({ name }) => name).join(', ');
      throw new UsageError(`unknown task ${taskName}; expected ${known}`);
    }
    checkNames(action, values);
    const load = { ...loadOptions(values), ...valuesFor(modelKinds, values), signal };
    if (values['jsonl']) {
      if (texts.length > 0) throw new UsageError('--jsonl: expected --file or standard input');
      return runLines(action, model, load, values);
    }
    const bulk = Object.keys(bulkOptions).find((name) => values[name] !== undefined);
    if (bulk) throw new UsageError(`--${bulk} needs --jsonl`);
    const { form, schema, task } = action;
    const options = { ...valuesFor(kindsOf(action), values), ...form.fixed, signal };
    checkOptions(schema, options); // before the model is loaded
    const inputs = valuesFor(form.inputs, values);
    const given = form.check(inputs);
    if (given && texts.length > 0) throw new UsageError('expected no text besides the options');
    const all = textsOf(given ?? texts, values, signal);

    /** @type {any} of any task */
    const pipe = await ProgressLine.during((progress_callback) =>
      pipeline(/** @type {any} */ (task), model, { ...load, progress_callback }),
    );
    try {
      let count = 0;
      for await (const text of all) {
        const result = await form.call(pipe, text, options, inputs);
        if (result.truncated)
          console.error(`text ${count + 1} was truncated to the model's maximum length`);
        print(form, result, values['json'], count++ === 0);
      }
      if (signal.aborted) throw abortError(signal);
    } finally {
      await pipe.dispose();
    }
  },
};

/**
 * @param {Required<import('./tasks.js').Form>} form
 * @param {any} result
 * @param {boolean} asJson
 * @param {boolean} isFirst
 */
function print(form, result, asJson, isFirst) {
  if (asJson) return console.log(JSON.stringify(form.plain(result)));
  if (!isFirst) console.log();
  for (const line of form.lines(result)) console.log(line);
}
