import { LONGEST_DESCRIPTION, LONGEST_TITLE, type Ticket } from "@balcao/api";
import { takesMore } from "@balcao/core";
import { Button, TextInput } from "@mantine/core";
import { Pencil } from "lucide-react";
import { useCallback, useState, type FormEvent, type ReactElement } from "react";
import { useKeys } from "../lib/keys.ts";
import { useTranslation } from "../lib/texts.ts";
import { FormattedText } from "../conversations/thread/formatted-text.tsx";
import { actOn } from "./commands.ts";
import { MarkedField } from "./marked-field.tsx";
import classes from "./tickets.module.css";

function Editor({ ticket, done }: { ticket: Ticket; done: () => void }): ReactElement {
  const { t } = useTranslation(["tickets", "common"]);
  // as it was when one began: a change of somebody else's in between is refused, and the text stays here
  const [{ version }] = useState(ticket);
  const [title, setTitle] = useState(ticket.title);
  const [description, setDescription] = useState(ticket.description);
  // whoever asks to edit goes on at the title
  const begin = useCallback((field: HTMLInputElement | null) => field?.focus(), []);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (title.trim() === "") return;
    if (await actOn(ticket.id, { type: "describe", title, description, version })) done();
  };
  return (
    <form className={classes.editor} onSubmit={(event) => void save(event)}>
      <TextInput
        required
        ref={begin}
        label={t("tickets:field.title")}
        maxLength={LONGEST_TITLE}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <MarkedField
        label={t("tickets:field.description")}
        minRows={4}
        longest={LONGEST_DESCRIPTION}
        value={description}
        change={setDescription}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={done}>
          {t("common:cancel")}
        </Button>
        <Button type="submit">{t("common:save")}</Button>
      </div>
    </form>
  );
}

/** What a ticket is about, with its title: read, or written anew. */
export function Description({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const [isEditing, setEditing] = useState(false);
  const canEdit = !isEditing && takesMore(ticket.stage);
  useKeys([{ id: "ticketEdit", run: () => setEditing(true), enabled: canEdit, palette: true }]);
  return (
    <section className={classes.card} aria-label={t("field.description")}>
      <div className={classes.cardHead}>
        <h2>{t("field.description")}</h2>
        {canEdit && (
          <button type="button" className={classes.edit} onClick={() => setEditing(true)}>
            <Pencil size={14} aria-hidden /> {t("edit")}
          </button>
        )}
      </div>
      {isEditing ? (
        <Editor ticket={ticket} done={() => setEditing(false)} />
      ) : (
        <FormattedText text={ticket.description || t("noDescription")} />
      )}
    </section>
  );
}
