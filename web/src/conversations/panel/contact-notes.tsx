import type { ContactDetails, ContactNote } from "@balcao/api";
import { Trash2 } from "lucide-react";
import { useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { post } from "../commands.ts";
import { useNames } from "../use-names.ts";
import { keepContact } from "./contact-data.ts";
import classes from "./contact-panel.module.css";
import { InPlace } from "./in-place.tsx";

const LONGEST = 1000;

function Note({ note }: { note: ContactNote }): ReactElement {
  const { t } = useTranslation("contact");
  const formats = useFormats();
  const names = useNames();
  const me = useSelf();
  const isOwn = note.agentId === me.agent.id;
  const remove = async (): Promise<void> => {
    try {
      keepContact(await api<ContactDetails>(`/api/contact-notes/${note.id}`, { method: "DELETE" }));
    } catch (error) {
      toast(sentenceOf(error), { tone: "error" });
    }
  };
  const save = async (draft: string): Promise<string | null> => {
    if (draft.trim() === "") return t("noteEmpty");
    const body = { text: draft };
    keepContact(await api<ContactDetails>(`/api/contact-notes/${note.id}`, { method: "PATCH", body }));
    return null;
  };
  return (
    <li>
      {isOwn ? (
        <InPlace label={t("note")} text={note.text} begin={note.text} longest={LONGEST} save={save} />
      ) : (
        <span className={classes.noteText}>{note.text}</span>
      )}
      <span className={classes.when}>
        {names.agent(note.agentId)} · {formats.full(Date.parse(note.at))}
        {note.editedAt !== null && ` · ${t("edited")}`}
        {(isOwn || hasRole(me, "supervisor")) && (
          <button
            type="button"
            className={classes.copy}
            aria-label={t("deleteNote", { text: note.text })}
            onClick={() => void remove()}
          >
            <Trash2 size={14} aria-hidden />
          </button>
        )}
      </span>
    </li>
  );
}

/** What agents know of the customer, in every conversation with them. */
export function ContactNotes({ contact }: { contact: ContactDetails }): ReactElement {
  const { t } = useTranslation("contact");
  const [text, setText] = useState("");
  const isBusy = useRef(false);
  const add = async (): Promise<void> => {
    if (isBusy.current || text.trim() === "") return;
    isBusy.current = true;
    try {
      keepContact(await post<ContactDetails>(`/api/contacts/${contact.id}/notes`, { text: text.trim() }));
      setText("");
    } catch (error) {
      toast(sentenceOf(error), { tone: "error" });
    } finally {
      isBusy.current = false;
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void add();
  };
  return (
    <>
      <textarea
        className={classes.noteField}
        rows={2}
        value={text}
        maxLength={LONGEST}
        placeholder={t("newNote")}
        aria-label={t("newNote")}
        aria-keyshortcuts="Enter"
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {text.trim() !== "" && (
        <button type="button" className={classes.act} onClick={() => void add()}>
          {t("addNote")}
        </button>
      )}
      <ul className={classes.list}>
        {contact.notes.map((note) => (
          <Note key={note.id} note={note} />
        ))}
      </ul>
    </>
  );
}
