import { describe, expect, test } from '@jest/globals';

import { kindsSamples } from '../../../../demo/kinds_samples.js';
import { describeLabel, knownLabels } from '../../../../demo/labels.js';
import { firstText, samples } from '../../../../demo/samples.js';

describe('samples', () => {
  test('there are several, one of them empty', () => {
    expect(samples.length).toBeGreaterThan(3);
    expect(samples.filter(({ text }) => text === '')).toHaveLength(1);
    expect(new Set(samples.map(({ id }) => id)).size).toBe(samples.length);
  });

  test('the text at the start is one of them', () => {
    expect(samples.map(({ text }) => text)).toContain(firstText);
  });

  test('those of named kinds name several, each once', () => {
    for (const { labels } of kindsSamples) {
      expect(labels.length).toBeGreaterThan(4);
      expect(new Set(labels).size).toBe(labels.length);
    }
  });

  test('mail addresses and hosts are of domains that nobody owns', () => {
    for (const { text } of [...samples, ...kindsSamples]) {
      for (const [, host] of text.matchAll(/(?:@|\/\/)([\w.-]+\w)/g)) {
        expect(host).toMatch(/(^|\.)example\.(com|org|net)$/);
      }
    }
  });
});

describe('labels', () => {
  test('every label has a name and a tag that is not longer', () => {
    expect(knownLabels).toHaveLength(13);
    for (const label of knownLabels) {
      const { name, tag, family } = describeLabel(label);
      expect(name).not.toContain('_');
      expect(tag.length).toBeLessThanOrEqual(name.length);
      expect(family).not.toBe('other');
    }
  });

  test('an unknown label goes by its own name', () => {
    expect(describeLabel('SHOE_SIZE')).toEqual({
      name: 'SHOE_SIZE',
      tag: 'SHOE_SIZE',
      family: 'other',
    });
  });
});
