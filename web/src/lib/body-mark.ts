import { useLayoutEffect } from "react";

/**
 * Marks the whole page with `data-<name>` while something is on it. `body:has(…)` would say the same in CSS alone, but then whatever comes
 * or goes anywhere has the browser look at the style of everything again: at each letter, and at each message that comes in.
 */
export function useBodyMark(name: "savebar" | "onepane", isOn: boolean): void {
  useLayoutEffect(() => {
    if (!isOn) return;
    document.body.dataset[name] = "";
    return () => {
      delete document.body.dataset[name];
    };
  }, [name, isOn]);
}
