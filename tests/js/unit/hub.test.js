import { describe, expect, test } from '@jest/globals';

import { env } from '../../../js/base/env.js';
import { fileUrl, isHubName, repositoryUrl } from '../../../js/files/hub.js';

describe('addresses of the Hub', () => {
  test('have the revision as one segment', () => {
    expect(repositoryUrl(env, 'microsoft/deberta-base')).toBe(
      'https://huggingface.co/microsoft/deberta-base/resolve/main/',
    );
    expect(repositoryUrl(env, 'microsoft/deberta-base', 'refs/pr/4')).toBe(
      'https://huggingface.co/microsoft/deberta-base/resolve/refs%2Fpr%2F4/',
    );
  });

  test('follow the mirror that env names', () => {
    const mirror = { remoteHost: 'http://127.0.0.1:9', remotePathTemplate: '{revision}/{model}' };
    expect(repositoryUrl(mirror, 'a/b', '$&')).toBe('http://127.0.0.1:9/%24%26/a/b/');
  });

  test('escape file names, not the slashes between', () => {
    expect(fileUrl('https://x/y/', 'onnx/a b.json')).toBe('https://x/y/onnx/a%20b.json');
  });

  test('are made for names of repositories only', () => {
    for (const name of ['gpt2', 'a/b', 'a-1/b_2.c']) expect(isHubName(name)).toBe(true);
    for (const name of ['', 'a/b/c', '../a', 'a/..', 'a b', '/a', 'a/', 'http://x']) {
      expect(isHubName(name)).toBe(false);
    }
    expect(() => repositoryUrl(env, 'a/b/c')).toThrow(expect.objectContaining({ code: 'INPUT' }));
  });
});
