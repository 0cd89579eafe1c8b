import { MOST_FIRST_FILES } from "@balcao/api";
import { Paperclip, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useFormats } from "../lib/format.ts";
import { useTranslation } from "../lib/texts.ts";
import { storeFile } from "./commands.ts";
import files from "./files.module.css";
import classes from "./first-parts.module.css";
import ticketClasses from "./tickets.module.css";
import { useFileComplaint } from "./use-file-complaint.ts";

/** A file that is stored and waits for its ticket. */
export type FirstFile = { upload: string; name: string; size: number };

type Props = {
  attached: readonly FirstFile[];
  change: (change: (files: readonly FirstFile[]) => readonly FirstFile[]) => void;
  /** a ticket made meanwhile would go without them */
  setSending: (isSending: boolean) => void;
};

/** Files that the ticket is to begin with, sent while the rest is filled in. */
export function FirstFiles({ attached, change, setSending }: Props): ReactElement {
  const { t } = useTranslation("tickets");
  const formats = useFormats();
  const isFit = useFileComplaint();
  const input = useRef<HTMLInputElement>(null);
  const leaving = useRef(new AbortController());
  const [part, setPart] = useState<number | null>(null);
  useEffect(() => {
    const { current } = leaving;
    return () => current.abort();
  }, []);
  const take = async (chosen: readonly File[]): Promise<void> => {
    setSending(true);
    for (const file of chosen) {
      if (!isFit(file)) continue;
      setPart(0);
      const upload = await storeFile(file, setPart, leaving.current.signal);
      const { name, size } = file;
      if (upload !== null) change((known) => [...known, { upload, name, size }]);
    }
    setPart(null);
    setSending(false);
  };
  const isFull = attached.length >= MOST_FIRST_FILES;
  return (
    <fieldset className={classes.part}>
      <legend>{t("files.title")}</legend>
      {attached.length > 0 && (
        <ul className={files.files}>
          {attached.map(({ upload, name, size }) => (
            <li key={upload} className={files.file}>
              <span className={files.about}>{name}</span>
              <span className={files.facts}>{formats.bytes(size)}</span>
              <button
                type="button"
                className={ticketClasses.edit}
                aria-label={t("files.removeFile", { name })}
                onClick={() => change((known) => known.filter((one) => one.upload !== upload))}
              >
                <X size={14} aria-hidden /> {t("files.remove")}
              </button>
            </li>
          ))}
        </ul>
      )}
      {part !== null && (
        <progress className={files.progress} aria-label={t("files.sending")} value={part} max={1} />
      )}
      {!isFull && (
        <button
          type="button"
          className={ticketClasses.edit}
          disabled={part !== null}
          onClick={() => input.current?.click()}
        >
          <Paperclip size={14} aria-hidden /> {t("files.attach")}
        </button>
      )}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])].slice(0, MOST_FIRST_FILES - attached.length);
          event.currentTarget.value = "";
          void take(chosen);
        }}
      />
    </fieldset>
  );
}
