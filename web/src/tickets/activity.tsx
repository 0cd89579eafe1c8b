import type { Ticket, TicketEntry } from "@balcao/api";
import { Button } from "@mantine/core";
import { Lock, MessagesSquare } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice } from "../app/page-states.tsx";
import { FormattedText } from "../conversations/thread/formatted-text.tsx";
import { useNames } from "../conversations/use-names.ts";
import { useFormats } from "../lib/format.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { CommentForm } from "./comment-form.tsx";
import { Linked } from "./linked.tsx";
import { useActivity } from "./queries.ts";
import { SentState } from "./sent-state.tsx";
import classes from "./tickets.module.css";
import { useSentence } from "./use-sentence.ts";

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
        {entry.sent && <SentState sent={entry.sent} />}
      </li>
    );
  return (
    <li className={classes.comment} data-public={entry.public || undefined}>
      <p className={classes.entryHead}>
        {entry.public ? <MessagesSquare size={14} aria-hidden /> : <Lock size={14} aria-hidden />}{" "}
        {t(entry.public ? "comment.publicBy" : "comment.by", { who: names.agent(entry.agentId) })} {time}
      </p>
      <FormattedText text={entry.text} />
      {entry.sent && <SentState sent={entry.sent} />}
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
