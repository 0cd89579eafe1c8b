const wakers = new Set<() => void>();

/** Waits, or less when the connection comes back meanwhile. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      wakers.delete(done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    wakers.add(done);
  });
}

/** Tries again at once: the connection is back. */
export function wakeOutbox(): void {
  for (const waker of wakers) waker();
}

/** Waits its turn among this browser's tabs. Plain http in a local network has no locks: then the keys alone keep each message one. */
export const alone = <T>(name: string, run: () => Promise<T>): Promise<T> =>
  typeof navigator !== "undefined" && "locks" in navigator ? navigator.locks.request(name, run) : run();
