import type { NoteView } from "@balcao/api";
import { NOTE_EDIT_MS, withHandles } from "@balcao/core";
import { Clock, Copy, Lock, Pencil, Trash2 } from "lucide-react";
import { memo, Suspense, useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { lazyAhead } from "../../lib/ahead.ts";
import { useNow } from "../../lib/clock.ts";
import { useFormats } from "../../lib/format.ts";
import { useLayer } from "../../lib/keys.ts";
import { useSelf } from "../../lib/queries.ts";
import { readMentions, useMentions } from "../notes.ts";
import type { OutboxItem } from "../outbox.ts";
import { useNames } from "../use-names.ts";
import { copyText } from "./bubble.tsx";
import { Refusal } from "./failure.tsx";
import { FormattedText, MentionNames } from "./formatted-text.tsx";
import classes from "./note-entry.module.css";

const NoteDialog = lazyAhead(async () => ({
  default: (await import("../dialogs/note-dialog.tsx")).NoteDialog,
}));

/** A note that mentions the reader is read once it was in sight. */
function useSeen(noteId: string): void {
  const { data } = useMentions();
  const isNew = data?.items.some((one) => one.noteId === noteId && one.readAt === null) ?? false;
  useEffect(() => {
    if (!isNew) return;
    const see = (): void => {
      if (document.visibilityState === "visible") void readMentions([noteId]);
    };
    see();
    document.addEventListener("visibilitychange", see);
    return () => document.removeEventListener("visibilitychange", see);
  }, [isNew, noteId]);
}

type Act = "edit" | "delete";

function Tools({
  text,
  isMine,
  canEdit,
  isStop,
  begin,
}: {
  text: string;
  isMine: boolean;
  canEdit: boolean;
  isStop: boolean;
  begin: (act: Act) => void;
}): ReactElement {
  const { t } = useTranslation("desk");
  const tools = [
    { label: t("copy"), icon: Copy, shown: true, run: () => void copyText(text, t("copied")) },
    { label: t("note.edit"), icon: Pencil, shown: canEdit, run: () => begin("edit") },
    { label: t("note.delete"), icon: Trash2, shown: isMine, run: () => begin("delete") },
  ];
  return (
    <span className={classes.tools}>
      {tools
        .filter(({ shown }) => shown)
        .map(({ label, icon: Icon, run }) => (
          <button
            key={label}
            type="button"
            tabIndex={isStop ? 0 : -1}
            title={label}
            aria-label={label}
            onClick={run}
          >
            <Icon size={14} />
          </button>
        ))}
    </span>
  );
}

type Props = {
  note: NoteView;
  outbox: OutboxItem | null;
  /** the arrows stand on it: only then Tab goes into it */
  isStop: boolean;
  flash: boolean;
};

/** An internal note among the messages: the team's alone, which its ground, its lock and its words say. */
export const NoteEntry = memo(function NoteEntry({ note, outbox, isStop, flash }: Props): ReactElement {
  const { t } = useTranslation("desk");
  const me = useSelf();
  const now = useNow();
  const formats = useFormats();
  const names = useNames();
  const [act, setAct] = useState<Act | null>(null);
  useLayer(act !== null);
  useSeen(note.id);
  const at = Date.parse(note.at);
  const author = names.agent(note.agentId);
  const text = note.text === null ? null : withHandles(note.text, names.agent);
  const isMine = note.agentId === me.agent.id;
  const label = [t("note.title"), author, formats.time(at), text ?? t("note.deleted")].join(", ");
  return (
    <div className={classes.row} role="article" aria-label={label}>
      <div className={classes.note} data-flash={flash || undefined} data-deleted={text === null || undefined}>
        <div className={classes.head}>
          <Lock size={12} aria-hidden />
          <span className={classes.title}>{t("note.title")}</span>
          <span className={classes.author}>{author}</span>
          {note.editedAt && text !== null && (
            <span title={formats.full(Date.parse(note.editedAt))}>{t("note.edited")}</span>
          )}
          {outbox && outbox.state === "waiting" && (
            <Clock size={12} role="img" aria-label={t("status.queued")} />
          )}
          <time dateTime={note.at}>{formats.time(at)}</time>
        </div>
        {note.text === null ? (
          <p className={classes.deleted}>{t("note.deleted")}</p>
        ) : (
          <MentionNames value={names.agent}>
            <FormattedText text={note.text} />
          </MentionNames>
        )}
        {text !== null && !outbox && (
          <Tools
            text={text}
            isMine={isMine}
            canEdit={isMine && now - at <= NOTE_EDIT_MS}
            isStop={isStop}
            begin={setAct}
          />
        )}
      </div>
      {outbox?.state === "refused" && <Refusal item={outbox} />}
      <Suspense>{act && <NoteDialog note={note} act={act} close={() => setAct(null)} />}</Suspense>
    </div>
  );
});
