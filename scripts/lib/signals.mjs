/** npm passes on a Ctrl+C that the terminal has already given to everybody: within this time it is the same one. */
const SAME_MS = 700;

/**
 * Calls `stop` once when the program is asked to end, and `kill` when it is asked again, or when npm, which started it,
 * died without telling.
 * @param {(reason: string) => void} stop
 * @param {() => void} kill
 */
export function onEndRequest(stop, kill) {
  let first = 0;
  const ask = (/** @type {string} */ reason) => {
    const now = Date.now();
    if (first === 0) {
      first = now;
      stop(reason);
    } else if (now - first > SAME_MS) kill();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => ask(signal));
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent && first === 0) ask("npm ended");
  }, 1_000).unref();
}
