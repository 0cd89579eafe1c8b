import { isWindowOpen } from "@balcao/core";
import { useEffect, useReducer } from "react";
import { serverNow, useNow } from "../lib/clock.ts";

/** setTimeout holds no more than this; the page's own clock looks again long before */
const LONGEST_MS = 24 * 3_600_000;

/** Is the 24-hour window open? Renewed at the very moment it closes, not at the clock's next tick. */
export function useWindowOpen(closesAt: string | null): boolean {
  useNow();
  const [, look] = useReducer((count: number) => count + 1, 0);
  const closes = closesAt === null ? null : Date.parse(closesAt);
  const isOpen = isWindowOpen(closes, serverNow());
  useEffect(() => {
    if (!isOpen || closes === null) return;
    const timer = setTimeout(look, Math.min(LONGEST_MS, closes - serverNow() + 1));
    return () => clearTimeout(timer);
  }, [isOpen, closes]);
  return isOpen;
}
