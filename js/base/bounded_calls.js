// Calls that carry pieces of a file: only a few are on their way to the worker at once, which bounds the memory for them.

const maxInFlight = 4;

export function boundedCalls() {
  /** @type {Promise<void>[]} */
  const inFlight = [];
  return {
    /**
     * Waits where there are too many. Reports the failure of an earlier call.
     * @param {Promise<void>} call
     */
    async add(call) {
      call.catch(() => {}); // reported where it is awaited
      inFlight.push(call);
      if (inFlight.length >= maxInFlight) await inFlight.shift();
    },
    /** Waits for all of them. */
    end: () => Promise.all(inFlight),
  };
}
