import { expect, test } from '@jest/globals';

import { Progress } from '../../../js/files/progress.js';

function record(run) {
  const events = [];
  run(new Progress('model', (info) => events.push(info)));
  return events;
}

test('a file is announced, followed and closed, with the sum before each step', () => {
  const events = record((progress) => {
    progress.initiate('a');
    progress.download('a', 10);
    progress.progress('a', 5);
    progress.progress('a', 10);
    progress.done('a');
    progress.ready('ner');
  });
  expect(events.map(({ status }) => status)).toEqual([
    ...['initiate', 'download', 'progress_total', 'progress', 'progress_total', 'progress'],
    ...['done', 'ready'],
  ]);
  expect(events[3]).toEqual({
    status: 'progress',
    name: 'model',
    file: 'a',
    progress: 50,
    loaded: 5,
    total: 10,
  });
  expect(events[4].files).toEqual({ a: { loaded: 10, total: 10 } });
});

test('the sum never goes back and never passes 100, also when totals are unknown or too small', () => {
  const events = record((progress) => {
    progress.download('a', 10);
    progress.progress('a', 10);
    progress.download('b', null);
    progress.progress('b', 7);
    progress.download('c', 1000);
    progress.progress('c', 1);
    progress.progress('c', 1200);
  });
  const sums = events.filter(({ status }) => status === 'progress_total');
  for (let i = 1; i < sums.length; ++i) {
    expect(sums[i].progress).toBeGreaterThanOrEqual(sums[i - 1].progress);
    expect(sums[i].progress).toBeLessThanOrEqual(100);
  }
  for (const { progress } of events.filter(({ status }) => status === 'progress')) {
    expect(progress).toBeLessThanOrEqual(100);
  }
});
