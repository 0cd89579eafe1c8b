import { useEffect, useRef, useState } from "react";

/** A search begins once nobody has typed for this long. */
const PAUSE_MS = 200;

/** What stands in a search field, and in the address a moment later. */
export function useTyped(
  q: string | undefined,
  change: (q: string | undefined) => void,
): [string, (text: string) => void] {
  const [typed, setTyped] = useState(q ?? "");
  const told = useRef(q);
  useEffect(() => {
    // what the address was told from here comes back late, and must not take away what was typed since
    if (q === told.current) return;
    told.current = q;
    setTyped(q ?? "");
  }, [q]);
  const wanted = typed.trim() || undefined;
  useEffect(() => {
    if (wanted === told.current) return;
    const timer = setTimeout(() => {
      told.current = wanted;
      change(wanted);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted, change]);
  return [typed, setTyped];
}
