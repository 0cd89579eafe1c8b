import type { Transcript } from "@balcao/api";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { Download, Printer } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api, sentenceOf } from "../../lib/api.ts";
import { newKey } from "../new-key.ts";
import { Sheet } from "./sheet.tsx";
import classes from "./transcript-page.module.css";

/** Paper is white, whatever the screen is. */
function useLight(): void {
  useEffect(() => {
    const root = document.documentElement;
    const before = root.getAttribute("data-mantine-color-scheme");
    root.setAttribute("data-mantine-color-scheme", "light");
    return () => {
      if (before !== null) root.setAttribute("data-mantine-color-scheme", before);
    };
  }, []);
}

/** Resolves when every picture is there, or is known not to come. */
const pictures = (): Promise<unknown> =>
  Promise.all(
    [...document.images]
      .filter((image) => !image.complete)
      .map(
        (image) =>
          new Promise((resolve) => {
            image.addEventListener("load", resolve);
            image.addEventListener("error", resolve);
          }),
      ),
  );

function save({ text, conversation, digest }: Transcript): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${conversation.protocol}-${digest.slice(0, 12)}.txt`;
  link.click();
  URL.revokeObjectURL(url);
}

/** A conversation as it is printed. Printing makes it anew and records it; what is on the screen before is only a preview. */
export function TranscriptPage(): ReactElement {
  const { t } = useTranslation("transcript");
  const { id } = useParams({ from: "/conversations/$id/print" });
  const { messages } = useSearch({ from: "/conversations/$id/print" });
  const [notes, setNotes] = useState(false);
  useLight();
  const preview = useQuery({
    queryKey: ["transcript", id, messages, notes],
    queryFn: () =>
      api<Transcript>(`/api/conversations/${id}/transcript`, {
        query: { notes: notes || undefined, messages },
      }),
    staleTime: Infinity,
    gcTime: 0,
  });
  const print = useMutation({
    mutationFn: () =>
      api<Transcript>(`/api/conversations/${id}/transcript`, {
        method: "POST",
        body: { key: newKey(), notes, messages: messages?.split(",") ?? null },
      }),
  });
  const printed = print.data;
  const shown = printed ?? preview.data;
  usePageTitle(shown ? t("title", { protocol: shown.conversation.protocol }) : t("print"));
  const last = useRef<Transcript | undefined>(undefined);
  useEffect(() => {
    if (!printed || last.current === printed) return;
    last.current = printed;
    void pictures().then(() => window.print());
  }, [printed]);
  const choose = (next: boolean): void => {
    setNotes(next);
    print.reset();
  };
  if (!shown) {
    return (
      <main className={classes.page}>
        {preview.error && <ErrorNotice error={preview.error} retry={() => void preview.refetch()} />}
      </main>
    );
  }
  return (
    <main className={classes.page}>
      <div className={classes.tools} role="toolbar" aria-label={t("print")}>
        <button type="button" data-main disabled={print.isPending} onClick={() => print.mutate()}>
          <Printer size={16} aria-hidden /> {t("print")}
        </button>
        <button type="button" onClick={() => save(shown)}>
          <Download size={16} aria-hidden /> {t("save")}
        </button>
        {messages === undefined && (
          <label>
            <input
              type="checkbox"
              checked={notes}
              onChange={(event) => choose(event.currentTarget.checked)}
            />
            {t("notes")}
          </label>
        )}
        {print.error && <p role="alert">{sentenceOf(print.error)}</p>}
      </div>
      <Sheet transcript={shown} isRecorded={printed !== undefined} isSelection={messages !== undefined} />
    </main>
  );
}
