import type { Ticket, TicketEntry } from "@balcao/api";
import { takesMore, TICKET_STATUSES } from "@balcao/core";
import { Button, Textarea } from "@mantine/core";
import { Lock } from "lucide-react";
import { useState, type FormEvent, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../app/page-states.tsx";
import { useNames } from "../conversations/use-names.ts";
import { useFormats } from "../lib/format.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { actOn, send } from "./commands.ts";
import { Linked } from "./linked.tsx";
import { useActivity } from "./queries.ts";
import classes from "./tickets.module.css";

function CommentForm({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const [text, setText] = useState("");
  const [isSaving, setSaving] = useState(false);
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
  if (!takesMore(ticket.status))
    return (
      <div className={classes.closed}>
        <p>{t("comment.closed")}</p>
        <Button variant="default" onClick={() => void actOn(ticket.id, { type: "status", status: "open" })}>
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

type HistoryEntry = Extract<TicketEntry, { entry: "history" }>;

/** What a line of the history says. */
function useSentence(): (line: HistoryEntry) => string {
  const { t } = useTranslation(["tickets", "desk"]);
  const names = useNames();
  const status = (value: unknown): string => {
    const known = TICKET_STATUSES.find((one) => one === value);
    return known ? t(`tickets:status.${known}`) : "";
  };
  const priority = (value: unknown): string => {
    const known = ([0, 1, 2, 3, 4] as const).find((one) => one === value);
    return known === undefined ? "" : t(`desk:priority.${known}`);
  };
  const id = (value: unknown): string | null => (typeof value === "string" ? value : null);
  return ({ type, agentId, data }) => {
    const who = names.agent(agentId);
    switch (type) {
      case "ticket.opened":
        return t("tickets:history.opened", { who });
      case "ticket.status_changed":
        return t("tickets:history.status", { who, from: status(data["from"]), to: status(data["to"]) });
      case "ticket.assigned":
        return data["to"] === null
          ? t("tickets:history.released", { who })
          : t("tickets:history.assigned", { who, to: names.agent(id(data["to"])) });
      case "ticket.moved":
        return t("tickets:history.moved", {
          who,
          from: names.team(id(data["from"])),
          to: names.team(id(data["to"])),
        });
      case "ticket.priority_changed":
        return t("tickets:history.priority", {
          who,
          from: priority(data["from"]),
          to: priority(data["to"]),
        });
      case "ticket.unlinked":
        return t("tickets:history.unlinked", { who, count: Number(data["count"]) });
      default:
        return t("tickets:history.described", { who });
    }
  };
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
