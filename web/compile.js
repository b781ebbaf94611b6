// Compiles a WebAssembly module from its address. Where that fails, the error says why.
import { DebertaError } from '../js/base/errors.js';
import { errorOfAnswer, errorOfContent, errorOfFetch } from './server_answer.js';
import { soon, watchViolations } from './violations.js';

/**
 * @param {string} address
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(address) {
  const violations = watchViolations();
  try {
    const response = await get(address, violations);
    const type = response.headers.get('content-type') ?? '';
    // Streaming compiles the module while it arrives, and browsers cache the machine code. It needs this content type.
    if (/^application\/wasm\s*(;|$)/i.test(type))
      return await WebAssembly.compileStreaming(response);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (!isModule(bytes)) throw errorOfContent(`the WebAssembly module ${address}`, type);
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw error instanceof DebertaError ? error : whyNotCompiled(address, error);
  } finally {
    violations.stop();
  }
}

/**
 * @param {string} address
 * @param {ReturnType<typeof watchViolations>} violations
 */
async function get(address, violations) {
  let response;
  try {
    response = await fetch(address, { credentials: 'same-origin' });
  } catch (cause) {
    await soon();
    const violation = violations.find(address);
    if (violation) {
      throw new DebertaError(
        'UNSUPPORTED',
        `the page's Content-Security-Policy (${violation.directive}) forbids ${address}: allow its origin in connect-src`,
      );
    }
    throw errorOfFetch(`the WebAssembly module ${address}`, address, cause);
  }
  const wrong = errorOfAnswer(`the WebAssembly module ${address}`, response);
  if (wrong) throw wrong;
  return response;
}

/** @param {Uint8Array} bytes */
function isModule(bytes) {
  return [0, 97, 115, 109].every((byte, index) => bytes[index] === byte);
}

/**
 * The error for a page that may not run WebAssembly; null: it is another error. Most engines refuse to compile the
 * module; WebKit refuses to instantiate it.
 * @param {unknown} error the engine's error
 */
export function refusedByPolicy(error) {
  // Firefox: «call to WebAssembly.compileStreaming() blocked by CSP»; the others name 'unsafe-eval'.
  const { message } = /** @type {Error} */ (error);
  if (!/unsafe-eval|\bCSP\b|Content.Security.Policy/i.test(message)) return null;
  return new DebertaError(
    'UNSUPPORTED',
    "the page's Content-Security-Policy forbids WebAssembly: allow 'wasm-unsafe-eval' in script-src, also in the " +
      "header that the worker's script is sent with",
    { cause: error },
  );
}

/**
 * @param {string} address
 * @param {unknown} error the engine's error
 * @returns {DebertaError}
 */
function whyNotCompiled(address, error) {
  const refused = refusedByPolicy(error);
  if (refused) return refused;
  const { name, message } = /** @type {Error} */ (error);
  if (name === 'RangeError') {
    const fact = `the WebAssembly module ${address} needs more memory than is available: ${message}`;
    return new DebertaError('OUT_OF_MEMORY', fact, { cause: error });
  }
  // The transfer was interrupted.
  if (name !== 'CompileError') {
    const fact = `the WebAssembly module ${address} did not arrive: ${message}`;
    return new DebertaError('NETWORK', fact, { retryable: true, cause: error });
  }
  const fact = `the WebAssembly module ${address} could not be compiled: ${message}`;
  return new DebertaError('UNSUPPORTED', fact, { cause: error });
}
