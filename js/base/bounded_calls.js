// Limits the calls that send pieces of a file to the worker at the same time, and so the memory for them.

const maxInFlight = 4;

export function boundedCalls() {
  /** @type {Promise<void>[]} */
  const inFlight = [];
  return {
    /**
     * Waits while too many calls are pending. Throws the error of an earlier call.
     * @param {Promise<void>} call
     */
    async add(call) {
      call.catch(() => {}); // reported where it is awaited
      inFlight.push(call);
      if (inFlight.length >= maxInFlight) await inFlight.shift();
    },
    /** Waits for all calls. */
    end: () => Promise.all(inFlight),
  };
}
