import type { ConversationRow } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { useNames } from "../conversations/use-names.ts";
import { sentenceOf } from "../lib/api.ts";
import { useFormats } from "../lib/format.ts";
import { useTranslation } from "../lib/texts.ts";
import { TicketList } from "../tickets/ticket-list.tsx";
import classes from "./contacts.module.css";
import { useConversationsOf, useTicketsOf } from "./queries.ts";

type Listed<T> = UseInfiniteQueryResult<InfiniteData<{ items: T[]; nextCursor: string | null }>>;

/** Some of what belongs here, and the way to more of it. */
export function Listed<T>({
  title,
  none,
  pages,
  children,
}: {
  title: string;
  none: string;
  pages: Listed<T>;
  children: (items: readonly T[]) => ReactNode;
}): ReactElement {
  const { t } = useTranslation("contacts");
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = pages;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={classes.card}>
      <h2>{title}</h2>
      {!data && error && <p role="alert">{sentenceOf(error)}</p>}
      {data && items.length === 0 && <p>{none}</p>}
      {items.length > 0 && children(items)}
      {hasNextPage && (
        <Button
          size="xs"
          variant="default"
          className={classes.more ?? ""}
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
    </section>
  );
}

/** Tickets that were asked for here, as far as one may see them; each leads there. */
export function TicketsOf({ whose }: { whose: Parameters<typeof useTicketsOf>[0] }): ReactElement {
  const { t } = useTranslation("contacts");
  return (
    <Listed title={t("tickets")} none={t("noTickets")} pages={useTicketsOf(whose)}>
      {(tickets) => <TicketList tickets={tickets} />}
    </Listed>
  );
}

function ConversationLine({ conversation }: { conversation: ConversationRow }): ReactElement {
  const { t } = useTranslation(["contact", "desk"]);
  const names = useNames();
  const formats = useFormats();
  const { id, protocol, teamId, status, openedAt, closedAt } = conversation;
  return (
    <li>
      <Link to="/conversations/$id" params={{ id }} search={{ tab: "all" }}>
        {t("desk:head.protocol", { number: protocol })} · {names.team(teamId)}
      </Link>
      <span className={classes.when}>
        {formats.full(Date.parse(openedAt))}
        {closedAt ? ` – ${formats.full(Date.parse(closedAt))}` : ""} · {t(`contact:status.${status}`)}
      </span>
    </li>
  );
}

/** A person's conversations, as far as one may see them; each opens. */
export function ConversationsOf({ contactId }: { contactId: string }): ReactElement {
  const { t } = useTranslation("contacts");
  return (
    <Listed title={t("conversations")} none={t("noConversations")} pages={useConversationsOf(contactId)}>
      {(conversations) => (
        <ul className={classes.list}>
          {conversations.map((conversation) => (
            <ConversationLine key={conversation.id} conversation={conversation} />
          ))}
        </ul>
      )}
    </Listed>
  );
}
