/** Calls `run` once, `pause` milliseconds after the first of many requests. */
export function calm(pause: number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      run();
    }, pause);
  };
}
