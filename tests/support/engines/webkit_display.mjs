// What WebKitGTK needs around it: a display, a message bus, and its environment.
import { join } from 'node:path';

import { start } from './processes.mjs';

export const miniBrowser =
  process.env.MINIBROWSER_PATH ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/**
 * Starts a program of WebKitGTK on a display of its own.
 * @param {string} profile a folder: the program's home
 * @param {string[]} command
 * @param {Record<string, string>} [env]
 */
export async function startOnDisplay(profile, command, env = {}) {
  const server = start('Xvfb', [
    ...['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'],
  ]);
  let program = server;
  const stop = async () => {
    await program.stop();
    await server.stop();
  };
  try {
    const display = await server.until('display', () => /^\d+$/m.exec(server.output())?.[0]);
    program = start('dbus-run-session', ['--', ...command], {
      env: {
        DISPLAY: `:${display}`,
        WAYLAND_DISPLAY: undefined,
        GDK_BACKEND: 'x11',
        NO_AT_BRIDGE: '1',
        GSETTINGS_BACKEND: 'memory',
        WEBKIT_DISABLE_COMPOSITING_MODE: '1',
        WEBKIT_DISABLE_DMABUF_RENDERER: '1',
        JSC_useSharedArrayBuffer: '1',
        XDG_CONFIG_HOME: join(profile, 'config'),
        XDG_CACHE_HOME: join(profile, 'cache'),
        XDG_DATA_HOME: join(profile, 'data'),
        ...env,
      },
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { program, stop };
}
