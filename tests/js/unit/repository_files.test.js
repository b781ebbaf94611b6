// The files that say how the project is released, reported to and worked on: they agree with package.json.
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { root } from '../../../tools/project.mjs';

const read = (name) => readFileSync(join(root, name), 'utf8');
const manifest = JSON.parse(read('package.json'));
const yamlFiles = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => [name, read(`${folder}/${name}`)]);

describe.each(yamlFiles('.github/workflows'))('the workflow %s', (_, text) => {
  const { on, permissions, jobs } = parse(text);
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);

  test('has a trigger, jobs that end, and few rights', () => {
    expect(Object.keys(on).length).toBeGreaterThan(0);
    expect(permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(jobs)) {
      if (job.uses) expect(existsSync(join(root, job.uses))).toBe(true);
      else expect(job['timeout-minutes']).toBeLessThanOrEqual(90);
      for (const each of [job.needs ?? []].flat()) expect(Object.keys(jobs)).toContain(each);
    }
  });

  test('pins every action to a commit, and names its version', () => {
    const used = steps.map(({ uses }) => uses).filter(Boolean);
    expect(used.length).toBeGreaterThan(0);
    for (const each of used) {
      expect(each).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      expect(text).toMatch(new RegExp(`uses: ${each} # v\\d+\\.\\d+\\.\\d+\n`));
    }
  });

  test('runs scripts that are there', () => {
    const commands = steps.map(({ run = '' }) => run).join('\n');
    const scripts = [...commands.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
    for (const name of scripts) expect(Object.keys(manifest.scripts)).toContain(name);
    const files = [...commands.matchAll(/bash (\S+)/g)].map(([, name]) => name);
    for (const name of files) expect(existsSync(join(root, name))).toBe(true);
    expect(commands).toMatch(/npm (run|publish)|bash \.ci\/run/);
  });
});

test('CI, Pages, the release and the dev container build on one image', () => {
  const images = yamlFiles('.github/workflows')
    .flatMap(([, text]) => Object.values(parse(text).jobs))
    .map(({ container }) => container?.image ?? container)
    .filter(Boolean);
  const { image, postCreateCommand } = JSON.parse(read('.devcontainer/devcontainer.json'));
  expect(new Set([...images, image]).size).toBe(1);
  expect(images).toHaveLength(3);
  expect(existsSync(join(root, postCreateCommand))).toBe(true);
});

test('the release publishes with provenance what was tested', () => {
  const { jobs } = parse(read('.github/workflows/release.yml'));
  expect(jobs.publish.needs).toEqual(['test', 'pack']);
  expect(jobs.publish.permissions).toEqual({ 'id-token': 'write' });
  expect(jobs.publish.steps.at(-1).run).toMatch(/^npm publish .* --provenance/);
});

describe.each(yamlFiles('.github/ISSUE_TEMPLATE'))('the issue form %s', (name, text) => {
  const form = parse(text);
  if (name === 'config.yml') {
    test('leads to where vulnerabilities are reported', () => {
      const [{ url }] = form.contact_links;
      expect(read('SECURITY.md')).toContain(`(${url})`);
      expect(url.startsWith(manifest.bugs.url.replace(/issues$/, ''))).toBe(true);
    });
    return;
  }

  test('has fields as GitHub takes them', () => {
    expect([form.name, form.description]).toEqual([expect.any(String), expect.any(String)]);
    const fields = form.body.filter(({ type }) => type !== 'markdown');
    for (const { type, id, attributes } of fields) {
      expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
      expect(id).toMatch(/^[a-z]+$/);
      expect(attributes.label).toEqual(expect.any(String));
    }
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    expect(fields.some(({ validations }) => validations?.required)).toBe(true);
  });
});

describe('CHANGELOG.md', () => {
  const sections = read('CHANGELOG.md')
    .split(/^## /m)
    .slice(1)
    .map((text) => ({ title: text.split('\n')[0], text }));

  test('has what is not released, and then the versions, each with its date', () => {
    const [first, ...versions] = sections;
    expect(first.title).toBe('[Unreleased]');
    const named = versions.map(({ title }) => title.split(' - ')[0]);
    expect(named).toContain(`[${manifest.version}]`);
    for (const { title } of versions)
      expect(title).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
  });

  test('sorts changes by their kinds', () => {
    const kinds = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
    for (const { text } of sections) {
      const found = [...text.matchAll(/^### (.+)$/gm)].map(([, kind]) => kind);
      expect(found.length).toBeGreaterThan(0);
      expect(found).toEqual(kinds.filter((kind) => found.includes(kind)));
    }
  });
});

test('SECURITY.md names files that are there', () => {
  const named = [...read('SECURITY.md').matchAll(/`((?:src|js)\/[\w/.]+)`/g)].map(
    ([, name]) => name,
  );
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
});
