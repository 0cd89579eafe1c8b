import { useEffect, useRef, useState } from "react";

/** A search begins once nobody has typed for this long. */
const PAUSE_MS = 200;

/** What stands in a search field, and in the address a moment later. */
export function useTyped(
  q: string | undefined,
  change: (q: string | undefined) => void,
): [string, (text: string) => void] {
  const [typed, setTyped] = useState(q ?? "");
  /** What the address says, and then what it was told since and has not said yet. */
  const told = useRef([q]);
  useEffect(() => {
    const at = told.current.indexOf(q);
    // what the address was told from here comes back late, two at a time, and must not take away what was typed since
    if (at === -1) setTyped(q ?? "");
    told.current = at === -1 ? [q] : told.current.slice(at);
  }, [q]);
  const wanted = typed.trim() || undefined;
  useEffect(() => {
    if (wanted === told.current.at(-1)) return;
    const timer = setTimeout(() => {
      told.current.push(wanted);
      change(wanted);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted, change]);
  return [typed, setTyped];
}
