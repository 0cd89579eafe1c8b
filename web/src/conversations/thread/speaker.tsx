import type { ThreadEntry } from "@balcao/api";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useKindLabel } from "../kinds.ts";

const GATHER_MS = 1_000;

/** Says to screen readers what the customer newly wrote in the open conversation; the thread itself stays silent. */
export function Speaker({
  entries,
  isEnd,
  contactName,
}: {
  entries: readonly ThreadEntry[];
  /** what was read of an older stretch is not news */
  isEnd: boolean;
  contactName: string;
}): ReactElement {
  const { t } = useTranslation("desk");
  const kindLabel = useKindLabel();
  const [text, setText] = useState("");
  const spoken = useRef(new Set<string>());
  /** moment of the newest entry when this became the thread's end; null while it is not */
  const since = useRef<number | null>(null);
  useEffect(() => {
    const fresh = entries.flatMap((entry) =>
      entry.entry === "message" && entry.direction === "in" && !spoken.current.has(entry.id) ? [entry] : [],
    );
    const from = since.current;
    if (!isEnd || from === null) {
      since.current = isEnd ? Date.parse(entries.at(-1)?.at ?? "1970-01-01") : null;
      for (const { id } of fresh) spoken.current.add(id);
      return;
    }
    const arrived = fresh.filter(({ at }) => Date.parse(at) >= from);
    if (arrived.length === 0) return;
    const timer = setTimeout(() => {
      for (const { id } of fresh) spoken.current.add(id);
      const last = arrived.at(-1);
      setText(
        arrived.length > 1
          ? t("speaker.many", { count: arrived.length })
          : `${contactName}: ${last?.text ?? kindLabel(last?.kind ?? "")}`,
      );
    }, GATHER_MS);
    return () => clearTimeout(timer);
  }, [entries, isEnd, contactName, kindLabel, t]);
  return (
    <span className="visually-hidden" aria-live="polite">
      {text}
    </span>
  );
}
