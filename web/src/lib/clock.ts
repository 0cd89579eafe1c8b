import { useSyncExternalStore } from "react";

/** How often everything that counts down looks again. One timer for the whole page. */
const TICK_MS = 5_000;

let offset = 0;
let current = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  current = Date.now() + offset;
  for (const listener of listeners) listener();
}

/** Epoch milliseconds by the account's clock: in the demo that clock can be moved, so the browser's own is not used. */
export const serverNow = (): number => Date.now() + offset;

/** Takes the server's time as just received (ISO 8601); jitter of the network is ignored. */
export function setServerNow(iso: string): void {
  const next = Date.parse(iso) - Date.now();
  if (Number.isNaN(next) || Math.abs(next - offset) < 1_500) return;
  offset = next;
  tick();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The account's time, renewed every 5 s and whenever the clock is moved. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => current);
}
