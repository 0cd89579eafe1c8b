import type { NoteView } from "@balcao/api";
import { handleOf, withHandles, withMentions } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { lengthOf, LONGEST } from "../composer/field-parts.tsx";
import { NoteField } from "../composer/note-field.tsx";
import { currentRow } from "../commands.ts";
import { reviseNote, useReaders } from "../notes.ts";
import { useNames } from "../use-names.ts";
import classes from "./dialogs.module.css";

type Props = { note: NoteView; act: "edit" | "delete"; close: () => void };

const always = (): boolean => true;

function EditForm({ note, close }: { note: NoteView; close: () => void }): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  const names = useNames();
  const row = currentRow(note.conversationId);
  const people = useReaders(row, note.conversationId);
  const [changed, setChanged] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  // whoever may no longer see the conversation stays mentioned by name only
  const handle = (agentId: string): string => {
    const person = people.find(({ id }) => id === agentId);
    return person ? handleOf(person, people) : names.agent(agentId);
  };
  const text = changed ?? withHandles(note.text ?? "", handle);
  const isBlocked = text.trim() === "" || lengthOf(text) > LONGEST || isSaving;
  const save = async (): Promise<void> => {
    if (isBlocked) return;
    setIsSaving(true);
    if (await reviseNote(note.id, withMentions(text.trim(), people))) close();
    else setIsSaving(false);
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div>
        <NoteField
          text={text}
          change={setChanged}
          save={() => void save()}
          people={people}
          label={t("desk:note.label")}
          takesFocus={always}
        />
      </div>
      <div className={classes.buttons}>
        <Button variant="default" onClick={close}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" disabled={isBlocked}>
          {t("desk:note.save")}
        </Button>
      </div>
    </form>
  );
}

function DeleteForm({ note, close }: { note: NoteView; close: () => void }): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  return (
    <div className={classes.form}>
      <p>{t("desk:note.deleteText")}</p>
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={close}>
          {t("desk:note.keep")}
        </Button>
        <Button color="red" onClick={() => void reviseNote(note.id, null).then(close)}>
          {t("desk:note.delete")}
        </Button>
      </div>
    </div>
  );
}

/** Changes an own note, or asks before deleting it. */
export function NoteDialog({ note, act, close }: Props): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  return (
    <Dialog
      onClose={close}
      title={t(act === "edit" ? "desk:note.editTitle" : "desk:note.deleteTitle")}
      size="lg"
    >
      {act === "edit" ? <EditForm note={note} close={close} /> : <DeleteForm note={note} close={close} />}
    </Dialog>
  );
}
