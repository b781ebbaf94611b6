// A model that components share: when it is loaded, and when it ends.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { DebertaError } from '../../../../web/index.js';
import { SharedModel, idle } from '../../../../web/react/shared_model.js';

/** A load that the test ends, and what was asked of it. */
function stage() {
  const loads = [];
  const load = (control) => {
    const pipe = { dispose: jest.fn(async () => {}) };
    return new Promise((resolve, reject) => {
      loads.push({ ...control, pipe, succeed: () => resolve(pipe), fail: reject });
    });
  };
  const onEnd = jest.fn();
  return { shared: new SharedModel(load, onEnd), loads, onEnd };
}

function user(keepAlive = 1000) {
  return { onChange: jest.fn(), onProgress: jest.fn(), keepAlive: () => keepAlive };
}

/** What promises that are settled already lead to. */
const settled = () => jest.advanceTimersByTimeAsync(0);

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('is idle until somebody uses it, then loads once for all', async () => {
  const { shared, loads } = stage();
  expect(shared.state).toBe(idle);
  const users = [user(), user()];
  for (const each of users) shared.use(each);
  expect(loads).toHaveLength(1);
  expect(shared.state).toMatchObject({ status: 'loading', pipe: null, progress: 0, error: null });
  loads[0].succeed();
  await settled();
  const { pipe } = loads[0];
  expect(shared.state).toMatchObject({ status: 'ready', pipe, progress: 100, error: null });
  for (const { onChange } of users) expect(onChange).toHaveBeenCalled();
});

test('a component that comes back at once, as in StrictMode, loads nothing again', async () => {
  const { shared, loads, onEnd } = stage();
  const component = user(0);
  const leave = shared.use(component);
  leave();
  shared.use(component);
  loads[0].succeed();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(loads).toHaveLength(1);
  expect(loads[0].signal.aborted).toBe(false);
  expect(loads[0].pipe.dispose).not.toHaveBeenCalled();
  expect(onEnd).not.toHaveBeenCalled();
  expect(shared.state.status).toBe('ready');
});

test('one that leaves takes the model from nobody', async () => {
  const { shared, loads, onEnd } = stage();
  const leave = shared.use(user(0));
  shared.use(user(0));
  loads[0].succeed();
  await settled();
  leave();
  leave();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(loads[0].pipe.dispose).not.toHaveBeenCalled();
  expect(onEnd).not.toHaveBeenCalled();
});

test('is disposed of when its time after the last user is over, and not before', async () => {
  const { shared, loads, onEnd } = stage();
  const leave = shared.use(user(1000));
  loads[0].succeed();
  await settled();
  leave();
  await jest.advanceTimersByTimeAsync(999);
  expect(loads[0].pipe.dispose).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1);
  expect(loads[0].pipe.dispose).toHaveBeenCalledTimes(1);
  expect(onEnd).toHaveBeenCalledTimes(1);
});

test.each([Infinity, 2 ** 31])('keepAlive %s: stays for ever', async (keepAlive) => {
  const { shared, loads, onEnd } = stage();
  const leave = shared.use(user(keepAlive));
  loads[0].succeed();
  await settled();
  leave();
  await jest.advanceTimersByTimeAsync(2 ** 33);
  expect(loads[0].pipe.dispose).not.toHaveBeenCalled();
  expect(onEnd).not.toHaveBeenCalled();
});

test('a load that nobody waits for is aborted, and what came too late is disposed of', async () => {
  const { shared, loads, onEnd } = stage();
  const leave = shared.use(user(1000));
  leave();
  await jest.advanceTimersByTimeAsync(999);
  expect(loads[0].signal.aborted).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect(loads[0].signal.aborted).toBe(true);
  expect(onEnd).toHaveBeenCalledTimes(1);
  loads[0].succeed();
  await settled();
  expect(loads[0].pipe.dispose).toHaveBeenCalledTimes(1);
});

test('progress is reported as an integer percentage, and each event to each user', () => {
  const { shared, loads } = stage();
  const users = [user(), user()];
  for (const each of users) shared.use(each);
  users[0].onChange.mockClear();
  const { progress_callback } = loads[0];
  for (const progress of [0.2, 41.1, 41.9, 42]) {
    progress_callback({ status: 'progress_total', name: 'x', progress, loaded: 0, total: 0 });
  }
  expect(shared.state.progress).toBe(42);
  expect(users[0].onChange).toHaveBeenCalledTimes(2);
  for (const { onProgress } of users) expect(onProgress).toHaveBeenCalledTimes(4);
});

test('a failure is typed, stays for its users, and retry loads again', async () => {
  const { shared, loads, onEnd } = stage();
  shared.use(user());
  const failure = new DebertaError('NETWORK', 'no answer', { retryable: true });
  loads[0].fail(failure);
  await settled();
  expect(shared.state).toMatchObject({ status: 'error', pipe: null, error: failure });
  expect(onEnd).not.toHaveBeenCalled();
  const { retry } = shared.state;
  retry();
  retry();
  expect(loads).toHaveLength(2);
  expect(shared.state).toMatchObject({ status: 'loading', progress: 0, error: null });
  loads[1].fail(new TypeError('no such chunk'));
  await settled();
  expect(shared.state.error).toBeInstanceOf(DebertaError);
  expect(shared.state.error).toMatchObject({ code: 'INTERNAL', message: 'no such chunk' });
  // That one is of the load before.
  retry();
  expect(loads).toHaveLength(2);
  shared.state.retry();
  loads[2].succeed();
  await settled();
  shared.state.retry();
  expect(loads).toHaveLength(3);
  expect(shared.state.status).toBe('ready');
});

test('a failure is not kept for those who come later', async () => {
  const { shared, loads, onEnd } = stage();
  const leave = shared.use(user(1000));
  loads[0].fail(new DebertaError('NETWORK', 'no answer'));
  await settled();
  leave();
  expect(onEnd).toHaveBeenCalledTimes(1);
  const other = stage();
  other.shared.use(user(1000))();
  other.loads[0].fail(new DebertaError('NETWORK', 'no answer'));
  await settled();
  expect(other.onEnd).toHaveBeenCalledTimes(1);
});

test('a load that fails after the last user is gone ends once: no timer ends it again', async () => {
  const { shared, loads, onEnd } = stage();
  shared.use(user(1000))();
  loads[0].fail(new DebertaError('NETWORK', 'no answer'));
  await settled();
  expect(onEnd).toHaveBeenCalledTimes(1);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(onEnd).toHaveBeenCalledTimes(1);
});

test('what has ended is not loaded again: an old retry does nothing', async () => {
  const { shared, loads } = stage();
  const leave = shared.use(user(1000));
  loads[0].fail(new DebertaError('NETWORK', 'no answer'));
  await settled();
  const { retry } = shared.state;
  leave();
  retry();
  expect(loads).toHaveLength(1);
  expect(shared.state.status).toBe('error');
});

test('states are other objects only where something changed', () => {
  const { shared } = stage();
  shared.use(user());
  const before = shared.state;
  shared.use(user());
  expect(shared.state).toBe(before);
  expect(Object.isFrozen(before)).toBe(true);
});
