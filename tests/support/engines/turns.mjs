/**
 * One after another: a driver has one current page, which a command must not change while another runs.
 */
export function inTurns() {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  return (/** @type {() => Promise<any>} */ task) => {
    const turn = last.then(task);
    last = turn.catch(() => {});
    return turn;
  };
}
