import { LONGEST_DESCRIPTION, type Ticket } from "@balcao/api";
import { takesMore } from "@balcao/core";
import { Button, SegmentedControl } from "@mantine/core";
import { useRef, useState, type FormEvent, type KeyboardEvent, type ReactElement } from "react";
import { useKeys } from "../lib/keys.ts";
import { useTranslation } from "../lib/texts.ts";
import { send } from "./commands.ts";
import { MarkedField } from "./marked-field.tsx";
import classes from "./tickets.module.css";
import { useReopen } from "./use-reopen.ts";

type Kind = "internal" | "public";

/** A comment, internal unless it is said otherwise; after one it is internal again. */
export function CommentForm({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const [text, setText] = useState("");
  const [kind, setKind] = useState<Kind>("internal");
  const [isSaving, setSaving] = useState(false);
  const { reopen } = useReopen(ticket.id);
  const field = useRef<HTMLTextAreaElement>(null);
  useKeys([
    {
      id: "ticketComment",
      run: () => field.current?.focus(),
      enabled: takesMore(ticket.stage),
      palette: true,
    },
  ]);
  const save = async (): Promise<void> => {
    if (text.trim() === "" || isSaving) return;
    setSaving(true);
    if (await send(`/api/tickets/${ticket.id}/comments`, { text, public: kind === "public" })) {
      setText("");
      setKind("internal");
    }
    setSaving(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void save();
  };
  if (ticket.mergedInto !== null) return <></>;
  if (!takesMore(ticket.stage))
    return (
      <div className={classes.closed}>
        <p>{t("comment.closed")}</p>
        <Button variant="default" onClick={reopen}>
          {t("comment.reopen")}
        </Button>
      </div>
    );
  return (
    <form
      className={classes.editor}
      data-kind={kind}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      <SegmentedControl
        aria-label={t("comment.kind")}
        w="fit-content"
        value={kind}
        onChange={(value) => setKind(value === "public" ? "public" : "internal")}
        data={[
          { value: "internal", label: t("comment.kinds.internal") },
          { value: "public", label: t("comment.kinds.public") },
        ]}
      />
      <MarkedField
        ref={field}
        label={t(`comment.labels.${kind}`)}
        description={t(`comment.texts.${kind}`)}
        minRows={2}
        longest={LONGEST_DESCRIPTION}
        value={text}
        change={setText}
        onKeyDown={onKeyDown}
      />
      <div className={classes.buttons}>
        <Button type="submit" disabled={text.trim() === "" || isSaving}>
          {t("comment.save")}
        </Button>
      </div>
    </form>
  );
}
