import type { Conversation, ConversationRow } from "@balcao/api";
import { withMentions } from "@balcao/core";
import { Lock } from "lucide-react";
import { useCallback, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { usePreferences } from "../../lib/preferences.ts";
import { toast } from "../../lib/toast.ts";
import { draftKey, draftOf, setDraft, takeDraft, useDrafts } from "../drafts.ts";
import { focusThread } from "../focus.ts";
import { sendNote } from "../outbox.ts";
import { useReaders } from "../notes.ts";
import classes from "./composer.module.css";
import { lengthOf, LONGEST, SendHabit } from "./field-parts.tsx";
import { NoteField } from "./note-field.tsx";
import { useDroppedFiles } from "./use-dropped-files.ts";

/** Where an internal note is written. Nothing of it can reach the customer. */
export function NoteComposer({
  conversation,
  takesFocus,
}: {
  conversation: Conversation | ConversationRow;
  takesFocus: () => boolean;
}): ReactElement {
  const { t } = useTranslation("desk");
  const draft = draftKey(conversation.id, "note");
  const text = useDrafts((state) => state.texts[draft] ?? "");
  const sendWith = usePreferences((state) => state.sendWith);
  const people = useReaders(conversation);
  const isBlocked = text.trim() === "" || lengthOf(text) > LONGEST;
  useDroppedFiles(useCallback(() => toast(t("note.noFiles"), { tone: "error" }), [t]));
  const save = (): void => {
    const written = draftOf(draft).trim();
    if (written === "" || lengthOf(written) > LONGEST) return;
    sendNote(conversation.id, written, withMentions(written, people), takeDraft(draft));
  };
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <p className={classes.noteHint}>
        <Lock size={13} aria-hidden /> {t("note.hint")}
      </p>
      <NoteField
        text={text}
        change={(next) => setDraft(draft, next)}
        save={save}
        people={people}
        label={t("note.label")}
        leave={{ up: () => focusThread() }}
        takesFocus={takesFocus}
      >
        <SendHabit sendWith={sendWith} mode="note" />
        <button type="submit" className={classes.send} data-note disabled={isBlocked}>
          <Lock size={15} aria-hidden />
          <span>{t("note.save")}</span>
        </button>
      </NoteField>
    </form>
  );
}
