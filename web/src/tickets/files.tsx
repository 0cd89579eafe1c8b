import type { Ticket } from "@balcao/api";
import { takesMore } from "@balcao/core";
import { FileText, Paperclip, X } from "lucide-react";
import { useRef, useState, type DragEvent, type ReactElement } from "react";
import { useNames } from "../conversations/use-names.ts";
import { useFormats } from "../lib/format.ts";
import { useTranslation } from "../lib/texts.ts";
import { attach, send } from "./commands.ts";
import classes from "./files.module.css";
import ticketClasses from "./tickets.module.css";
import { useFileComplaint } from "./use-file-complaint.ts";

type TicketFile = Ticket["files"][number];

/** Puts files to a ticket one after the other; says what WhatsApp would not take, and how far they are. */
function useAttach(id: string): { part: number | null; take: (files: readonly File[]) => Promise<void> } {
  const isFit = useFileComplaint();
  const [part, setPart] = useState<number | null>(null);
  const take = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      if (!isFit(file)) continue;
      setPart(0);
      await attach(id, file, setPart);
    }
    setPart(null);
  };
  return { part, take };
}

function Attached({ file, ticket }: { file: TicketFile; ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const formats = useFormats();
  const names = useNames();
  const { id, name, mimeType, size, url, agentId, at, canRemove } = file;
  return (
    <li className={classes.file}>
      {mimeType.startsWith("image/") ? (
        <img src={url} alt="" loading="lazy" className={classes.image} />
      ) : (
        <FileText size={22} aria-hidden className={classes.icon} />
      )}
      <span className={classes.about}>
        <a href={url} target="_blank" rel="noreferrer">
          {name}
        </a>
        <span className={classes.facts}>
          {t("files.facts", {
            size: formats.bytes(size),
            who: names.agent(agentId),
            at: formats.full(Date.parse(at)),
          })}
        </span>
      </span>
      {canRemove && takesMore(ticket.stage) && (
        <button
          type="button"
          className={ticketClasses.edit}
          aria-label={t("files.removeFile", { name })}
          onClick={() => void send(`/api/tickets/${ticket.id}/files/${id}/remove`, {})}
        >
          <X size={14} aria-hidden /> {t("files.remove")}
        </button>
      )}
    </li>
  );
}

/** Anexos: chosen, or let fall onto the card. */
export function Files({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const input = useRef<HTMLInputElement>(null);
  const { part, take } = useAttach(ticket.id);
  const [isOver, setOver] = useState(false);
  const canAttach = takesMore(ticket.stage);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (canAttach && part === null) void take([...event.dataTransfer.files]);
  };
  if (!canAttach && ticket.files.length === 0) return <></>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the button does the same
    <section
      className={ticketClasses.card}
      aria-label={t("files.title")}
      data-over={(isOver && canAttach) || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={ticketClasses.cardHead}>
        <h2>{t("files.title")}</h2>
        {canAttach && (
          <button
            type="button"
            className={ticketClasses.edit}
            disabled={part !== null}
            onClick={() => input.current?.click()}
          >
            <Paperclip size={14} aria-hidden /> {t("files.attach")}
          </button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          void take(chosen);
        }}
      />
      {part !== null && (
        <progress className={classes.progress} aria-label={t("files.sending")} value={part} max={1} />
      )}
      {ticket.files.length === 0 ? (
        <p className={classes.facts}>{t("files.none")}</p>
      ) : (
        <ul className={classes.files}>
          {ticket.files.map((file) => (
            <Attached key={file.id} file={file} ticket={ticket} />
          ))}
        </ul>
      )}
    </section>
  );
}
