import type { Ticket, TicketEntry } from "@balcao/api";
import { takesMore } from "@balcao/core";
import { Button, Textarea } from "@mantine/core";
import { Lock } from "lucide-react";
import { useState, type FormEvent, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice } from "../app/page-states.tsx";
import { useNames } from "../conversations/use-names.ts";
import { useFormats } from "../lib/format.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { send } from "./commands.ts";
import { Linked } from "./linked.tsx";
import { useActivity } from "./queries.ts";
import classes from "./tickets.module.css";
import { useReopen } from "./use-reopen.ts";
import { useSentence } from "./use-sentence.ts";

function CommentForm({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const [text, setText] = useState("");
  const [isSaving, setSaving] = useState(false);
  const { reopen } = useReopen(ticket.id);
  const save = async (): Promise<void> => {
    if (text.trim() === "" || isSaving) return;
    setSaving(true);
    if (await send(`/api/tickets/${ticket.id}/comments`, { text })) setText("");
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
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      <Textarea
        label={t("comment.label")}
        description={t("comment.text")}
        autosize
        minRows={2}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
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

function Entry({ entry, ticket }: { entry: TicketEntry; ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const names = useNames();
  const formats = useFormats();
  const sentence = useSentence();
  const time = <time dateTime={entry.at}>{formats.full(Date.parse(entry.at))}</time>;
  if (entry.entry === "messages") return <Linked entry={entry} ticket={ticket} time={time} />;
  if (entry.entry === "history")
    return (
      <li className={classes.line}>
        <span>{sentence(entry)}</span> {time}
      </li>
    );
  return (
    <li className={classes.comment}>
      <p className={classes.entryHead}>
        <Lock size={14} aria-hidden /> {t("comment.by", { who: names.agent(entry.agentId) })} {time}
      </p>
      <p className={classes.text}>{entry.text}</p>
    </li>
  );
}

/** What happened in a ticket, latest first, and the field for internal comments. */
export function Activity({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useActivity(ticket.id);
  return (
    <section className={classes.card} aria-label={t("activity")}>
      <div className={classes.cardHead}>
        <h2>{t("activity")}</h2>
      </div>
      <CommentForm ticket={ticket} />
      {error && <ErrorNotice error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      <ol className={classes.entries}>
        {data?.pages.flatMap(({ items }) =>
          items.map((entry) => <Entry key={`${entry.entry} ${entry.id}`} entry={entry} ticket={ticket} />),
        )}
      </ol>
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("older")}
        </Button>
      )}
    </section>
  );
}
