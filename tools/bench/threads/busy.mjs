// Runs other programs that use the processor during a measurement.
import { spawn } from 'node:child_process';

const spin = (seconds) =>
  `const end = Date.now() + ${1000 * seconds}; while (Date.now() < end) for (let i = 0; i < 1e6; ++i);`;

/**
 * @param {number} programs
 * @param {number} seconds after which they end by themselves, even if this process has crashed
 * @returns {() => Promise<void>} ends them
 */
export function keepBusy(programs, seconds) {
  const children = Array.from({ length: programs }, () =>
    spawn(process.execPath, ['-e', spin(seconds)], { stdio: 'ignore' }),
  );
  return async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
  };
}
