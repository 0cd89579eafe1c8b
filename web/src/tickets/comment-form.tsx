import { LONGEST_DESCRIPTION, type Ticket, type TicketSend } from "@balcao/api";
import { takesMore } from "@balcao/core";
import { Button, SegmentedControl } from "@mantine/core";
import { useRef, useState, type FormEvent, type KeyboardEvent, type ReactElement } from "react";
import { newKey } from "../conversations/new-key.ts";
import { useKeys } from "../lib/keys.ts";
import { useTranslation } from "../lib/texts.ts";
import { sendKeyed } from "./commands.ts";
import { MarkedField } from "./marked-field.tsx";
import telled from "./telling.module.css";
import { TellingChoice, useTelling } from "./telling.tsx";
import classes from "./tickets.module.css";
import { useReopen } from "./use-reopen.ts";

type Kind = "internal" | "public";

/** Longest text WhatsApp takes. */
const LONGEST_TEXT = 4096;

/** What is sent, and the key under which: the same as long as nobody knows whether it was done, and nothing was changed. */
function useSaving(ticket: Ticket) {
  const [isSaving, setSaving] = useState(false);
  const tried = useRef<{ key: string; body: string } | null>(null);
  const save = async (body: { text: string; public: boolean; send: TicketSend | null }): Promise<boolean> => {
    if (isSaving) return false;
    setSaving(true);
    const written = JSON.stringify(body);
    const key = tried.current?.body === written ? tried.current.key : newKey();
    const outcome = await sendKeyed(`/api/tickets/${ticket.id}/comments`, { key, ...body });
    tried.current = outcome === "unanswered" ? { key, body: written } : null;
    setSaving(false);
    return outcome === "done";
  };
  return { isSaving, save };
}

/** A comment, internal unless it is said otherwise; after one it is internal again. */
export function CommentForm({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation(["tickets", "ticketTelling"]);
  const [text, setText] = useState("");
  const [kind, setKind] = useState<Kind>("internal");
  const telling = useTelling(ticket, kind === "public");
  const { isSaving, save: post } = useSaving(ticket);
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
  const reach = kind === "public" ? (telling.way?.reach ?? null) : null;
  const isTemplate = reach !== null && telling.way?.isOpen === false;
  const template = isTemplate ? (telling.way?.template ?? null) : null;
  const isTooLong = reach !== null && !isTemplate && Array.from(text.trim()).length > LONGEST_TEXT;
  const isWaiting = kind === "public" && telling.way === null;
  const isReady = !isWaiting && !isTooLong && (isTemplate ? template !== null : text.trim() !== "");
  const save = async (): Promise<void> => {
    if (!isReady) return;
    const send = reach && { conversationId: reach.conversationId, template };
    if (!(await post({ text: isTemplate ? "" : text, public: kind === "public", send }))) return;
    if (!isTemplate) setText("");
    setKind("internal");
    telling.reset();
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
        <p>{t("tickets:comment.closed")}</p>
        <Button variant="default" onClick={reopen}>
          {t("tickets:comment.reopen")}
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
        aria-label={t("tickets:comment.kind")}
        w="fit-content"
        value={kind}
        onChange={(value) => setKind(value === "public" ? "public" : "internal")}
        data={[
          { value: "internal", label: t("tickets:comment.kinds.internal") },
          { value: "public", label: t("tickets:comment.kinds.public") },
        ]}
      />
      {kind === "public" && <TellingChoice telling={telling} />}
      {!isTemplate && (
        <MarkedField
          ref={field}
          label={t(`tickets:comment.labels.${kind}`)}
          description={t(`tickets:comment.texts.${kind}`)}
          minRows={2}
          longest={LONGEST_DESCRIPTION}
          value={text}
          change={setText}
          onKeyDown={onKeyDown}
        />
      )}
      {isTooLong && (
        <p role="alert" className={telled.tooLong}>
          {t("ticketTelling:tooLong")}
        </p>
      )}
      <div className={classes.buttons}>
        <Button type="submit" disabled={!isReady || isSaving}>
          {t(reach ? "ticketTelling:send" : "tickets:comment.save")}
        </Button>
      </div>
    </form>
  );
}
