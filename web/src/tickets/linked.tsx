import type { LinkedMessage, Ticket, TicketEntry } from "@balcao/api";
import { takesMore } from "@balcao/core";
import { Link } from "@tanstack/react-router";
import { Link2, Unlink } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../lib/texts.ts";
import { askForTarget } from "../conversations/target.ts";
import { authorOf } from "../conversations/thread/author.ts";
import { ContentView } from "../conversations/thread/content-view.tsx";
import { useNames } from "../conversations/use-names.ts";
import { useFormats } from "../lib/format.ts";
import { toast } from "../lib/toast.ts";
import { linkTo, send } from "./commands.ts";
import classes from "./tickets.module.css";

type LinkEntry = Extract<TicketEntry, { entry: "messages" }>;

/** Takes a message out, with the way back while its conversation is there. */
function useUnlink(ticket: Ticket, { conversationId }: LinkEntry): (messageId: string) => Promise<void> {
  const { t } = useTranslation(["tickets", "common"]);
  return async (messageId) => {
    const done = await send(`/api/tickets/${ticket.id}/unlink`, { messageIds: [messageId] });
    if (!done) return;
    toast(t("tickets:unlinked"), {
      action:
        conversationId === null
          ? null
          : {
              label: t("common:undo"),
              run: () => void linkTo(ticket.id, conversationId, [messageId]),
            },
    });
  };
}

function Message({
  message,
  entry,
  unlink,
}: {
  message: LinkedMessage;
  entry: LinkEntry;
  unlink: ((messageId: string) => Promise<void>) | null;
}): ReactElement {
  const { t } = useTranslation(["tickets", "desk"]);
  const { t: desk } = useTranslation("desk");
  const formats = useFormats();
  const names = useNames();
  const contactName = entry.contactName ?? t("desk:unknownContact");
  const author = authorOf({ ...message, trigger: null }, contactName, names.agent, desk);
  const time = formats.full(Date.parse(message.at));
  return (
    <li className={classes.message} data-side={message.direction}>
      <p className={classes.entryHead}>
        <strong>{author}</strong> <time dateTime={message.at}>{time}</time>
      </p>
      {message.deleted ? (
        <em>{t("desk:revision.deleted")}</em>
      ) : (
        <ContentView message={message} author={author} />
      )}
      <p className={classes.messageActs}>
        {entry.conversationId && (
          <Link
            to="/conversations/$id"
            params={{ id: entry.conversationId }}
            search={{ message: message.id }}
            className={classes.link}
            aria-label={t("tickets:showMessage", { author, time })}
            onClick={() => askForTarget(true)}
          >
            {t("tickets:show")}
          </Link>
        )}
        {unlink && (
          <button
            type="button"
            className={classes.edit}
            aria-label={t("tickets:unlinkMessage", { author, time })}
            onClick={() => void unlink(message.id)}
          >
            <Unlink size={14} aria-hidden /> {t("tickets:unlink")}
          </button>
        )}
      </p>
    </li>
  );
}

/** Messages linked at once. Of those one may not read only their number is said. */
export function Linked({
  entry,
  ticket,
  time,
}: {
  entry: LinkEntry;
  ticket: Ticket;
  time: ReactNode;
}): ReactElement {
  const { t } = useTranslation("tickets");
  const names = useNames();
  const unlink = useUnlink(ticket, entry);
  const who = entry.agentId === null ? t("balcao") : names.agent(entry.agentId);
  const isHidden = entry.messages.length === 0;
  return (
    <li className={classes.linked}>
      <p className={classes.entryHead}>
        <Link2 size={15} aria-hidden />
        {isHidden
          ? t("linkedHidden", { who, count: entry.count })
          : t("linked", { who, count: entry.count, name: entry.contactName ?? "" })}{" "}
        {time}
      </p>
      {!isHidden && (
        <ul className={classes.messages}>
          {entry.messages.map((message) => (
            <Message
              key={message.id}
              message={message}
              entry={entry}
              unlink={takesMore(ticket.stage) ? unlink : null}
            />
          ))}
        </ul>
      )}
    </li>
  );
}
