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

test('with the sizes of all files the sum is right from its first event, and events wait for them', async () => {
  const events = [];
  const progress = new Progress('model', (info) => events.push(info));
  let resolve;
  const sizes = new Promise((settle) => (resolve = settle));
  const expected = progress.expect(sizes);
  progress.initiate('a');
  progress.download('a', null);
  progress.progress('a', 5);
  expect(events).toEqual([]);
  resolve({ a: 10, b: 30 });
  await expected;
  expect(events.map(({ status }) => status)).toEqual([
    ...['initiate', 'download', 'progress_total', 'progress'],
  ]);
  expect(events[2]).toMatchObject({ progress: 12.5, loaded: 5, total: 40 });
  expect(events[2].files).toEqual({ a: { loaded: 5, total: 10 }, b: { loaded: 0, total: 30 } });
  progress.download('b', 30);
  progress.progress('b', 30);
  progress.progress('a', 10);
  expect(events.at(-2)).toMatchObject({ progress: 100, loaded: 40, total: 40 });
});

test('without sizes the events go on as files are opened', async () => {
  const events = [];
  const progress = new Progress('model', (info) => events.push(info));
  const expected = progress.expect(Promise.reject(new Error('no list')));
  progress.download('a', 10);
  progress.progress('a', 10);
  await expected;
  expect(events.map(({ status, total }) => [status, total])).toEqual([
    ['download', undefined],
    ['progress_total', 10],
    ['progress', 10],
  ]);
});

test('a load that begins again keeps what it has read', async () => {
  const events = [];
  const progress = new Progress('model', (info) => events.push(info));
  await progress.expect(Promise.resolve({ a: 10 }));
  progress.download('a', 10);
  progress.progress('a', 8);
  await progress.expect(Promise.resolve({ a: 6 }));
  progress.download('a', 6);
  progress.progress('a', 6);
  expect(events.at(-2)).toMatchObject({ loaded: 8, total: 8, progress: 100 });
});
