import type { MessageView } from "@balcao/api";
import { Ban, Bot, CircleHelp, Copy, Pencil, Reply, SmilePlus } from "lucide-react";
import { memo, Suspense, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { lazyAhead } from "../../lib/ahead.ts";
import { useFormats } from "../../lib/format.ts";
import { toast } from "../../lib/toast.ts";
import type { TicketBrief } from "../../tickets/of-messages.ts";
import { MessageTickets } from "../../tickets/message-tickets.tsx";
import { ChoiceBox } from "../chosen/choice-box.tsx";
import { useKindLabel } from "../kinds.ts";
import type { OutboxItem } from "../outbox.ts";
import { chooseReaction, useReacting } from "../reactions/reacting.ts";
import { ReactionChips, ReactionFailure } from "../reactions/reaction-chips.tsx";
import { Ticks } from "../ticks.tsx";
import { useAuthor } from "./author.ts";
import classes from "./bubble.module.css";
import { ContentView } from "./content-view.tsx";
import { Failure, Refusal } from "./failure.tsx";
import { FormattedLine } from "./formatted-text.tsx";
import { useIsPointed } from "./pointed.ts";
import { revised } from "./revisions.ts";
import { StopContext } from "./stop.ts";

const UploadProgress = lazyAhead(async () => ({
  default: (await import("./upload-progress.tsx")).UploadProgress,
}));

const ReactionPopover = lazyAhead(async () => ({
  default: (await import("../reactions/reaction-popover.tsx")).ReactionPopover,
}));

export type BubbleActs = {
  quote: (message: MessageView) => void;
  showQuoted: (messageId: string) => Promise<void>;
  explain: (message: MessageView) => void;
  choose: (messageId: string, isRange: boolean) => void;
};

export type BubbleProps = {
  message: MessageView;
  outbox: OutboxItem | null;
  startsGroup: boolean;
  endsGroup: boolean;
  contactName: string;
  flash: boolean;
  canReply: boolean;
  canRetry: boolean;
  mayTemplate: boolean;
  isRetried: boolean;
  /** the arrows stand on it: only then Tab goes into it */
  isStop: boolean;
  /** in which it stands */
  tickets: readonly TicketBrief[] | undefined;
} & BubbleActs;

/** Puts words on the clipboard. */
export async function copyText(text: string, done: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  toast(done);
}

function Quote({
  quoted,
  contactName,
  show,
}: {
  quoted: NonNullable<MessageView["quoted"]>;
  contactName: string;
  show: (id: string) => Promise<void>;
}): ReactElement {
  const { t } = useTranslation("desk");
  const who =
    quoted.author === "contact" ? contactName : quoted.author === "bot" ? t("author.bot") : t("author.us");
  const inside = (
    <>
      <strong>{who}</strong>
      <span>{quoted.preview ? <FormattedLine text={quoted.preview} /> : t("quote.noText")}</span>
    </>
  );
  const { id } = quoted;
  if (!id) return <div className={classes.quote}>{inside}</div>;
  return (
    <button type="button" className={classes.quote} onClick={() => void show(id)} title={t("quote.show")}>
      {inside}
    </button>
  );
}

/** What the pointer, or a finger that chose the message, can do with it. The keys need none of it. */
function Tools({
  message,
  canReply,
  isStop,
  quote,
}: Pick<BubbleProps, "message" | "canReply" | "isStop" | "quote">): ReactElement | null {
  const { t } = useTranslation("desk");
  const isReacting = useReacting(({ messageId }) => messageId === message.id);
  const isPointed = useIsPointed(`message ${message.id}`);
  if (!isReacting && !isPointed && !isStop) return null;
  return (
    <span className={classes.tools} data-open={isReacting || undefined}>
      {canReply && (
        <button
          type="button"
          tabIndex={-1}
          title={`${t("reaction.act")} (+)`}
          aria-label={t("reaction.act")}
          aria-haspopup="dialog"
          aria-expanded={isReacting}
          onClick={() => chooseReaction(message.id)}
        >
          <SmilePlus size={15} />
        </button>
      )}
      <Suspense>{isReacting && <ReactionPopover message={message} />}</Suspense>
      {canReply && (
        <button
          type="button"
          tabIndex={-1}
          title={t("quote.act")}
          aria-label={t("quote.act")}
          onClick={() => quote(message)}
        >
          <Reply size={15} />
        </button>
      )}
      {message.text && (
        <button
          type="button"
          tabIndex={-1}
          title={t("copy")}
          aria-label={t("copy")}
          onClick={() => void copyText(message.text ?? "", t("copied"))}
        >
          <Copy size={14} />
        </button>
      )}
    </span>
  );
}

/** The content as it stands, and what it was before its author changed it or took it back. */
function Words({ message, author }: { message: MessageView; author: string }): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const { now, versions, isDeleted } = revised(message);
  if (isDeleted) {
    return (
      <details className={classes.revision}>
        <summary>
          <Ban size={14} aria-hidden /> {t("revision.deleted")}
        </summary>
        <ContentView message={now} author={author} />
      </details>
    );
  }
  return (
    <>
      <ContentView message={now} author={author} />
      {versions.length > 0 && (
        <details className={classes.revision}>
          <summary>
            <Pencil size={12} aria-hidden /> {t("revision.edited")}
          </summary>
          {versions.map((version, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- versions only ever follow each other
            <div key={index}>
              <time dateTime={version.at}>{formats.time(Date.parse(version.at))}</time>
              <ContentView message={{ ...version, media: null }} author={author} />
            </div>
          ))}
        </details>
      )}
    </>
  );
}

/** One message. Whose it is shows by side, ground and name; how far it got by its ticks. */
export const Bubble = memo(function Bubble({
  message,
  outbox,
  startsGroup,
  endsGroup,
  contactName,
  flash,
  canReply,
  canRetry,
  mayTemplate,
  isRetried,
  isStop,
  tickets,
  quote,
  showQuoted,
  explain,
  choose,
}: BubbleProps): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const kindLabel = useKindLabel();
  const author = useAuthor(message, contactName);
  const time = formats.time(Date.parse(message.at));
  const status = message.status === "received" ? "" : t(`status.${message.status}`);
  const { now, isDeleted } = revised(message);
  const words = isDeleted
    ? t("revision.deleted")
    : (now.text ?? kindLabel(message.media?.voice ? "voice" : message.kind));
  const label = [author, time, words, status].filter(Boolean).join(", ");
  const showAuthor = startsGroup && message.author !== "contact";
  return (
    <div
      className={classes.row}
      data-side={message.direction}
      data-author={message.author}
      data-starts={startsGroup || undefined}
      data-ends={endsGroup || undefined}
      data-kind={message.kind}
      role="article"
      aria-label={label}
    >
      {!outbox && <ChoiceBox id={message.id} message={label} isStop={isStop} choose={choose} />}
      {showAuthor && (
        <span className={classes.author}>
          {message.author === "bot" && <Bot size={13} aria-hidden />}
          {author}
        </span>
      )}
      <div className={classes.bubbleLine}>
        <div
          className={classes.bubble}
          data-bubble
          data-flash={flash || undefined}
          data-reacted={message.reactions.some(({ emoji }) => emoji !== "") || undefined}
        >
          {message.quoted && <Quote quoted={message.quoted} contactName={contactName} show={showQuoted} />}
          <StopContext value={isStop}>
            <Words message={message} author={author} />
          </StopContext>
          <Suspense>{outbox?.file && <UploadProgress item={outbox} />}</Suspense>
          <span className={classes.meta}>
            {message.hasTrace && (
              <button
                type="button"
                className={classes.why}
                tabIndex={isStop ? 0 : -1}
                onClick={() => explain(message)}
              >
                <CircleHelp size={12} aria-hidden /> {t("why.button")}
              </button>
            )}
            <time dateTime={message.at}>{time}</time>
            <Ticks status={message.status} />
          </span>
          {tickets && <MessageTickets tickets={tickets} isStop={isStop} />}
          <ReactionChips reactions={message.reactions} />
        </div>
        {!outbox && <Tools message={message} canReply={canReply} isStop={isStop} quote={quote} />}
      </div>
      {outbox?.state === "refused" ? (
        <Refusal item={outbox} />
      ) : (
        <Failure message={message} canRetry={canRetry} mayTemplate={mayTemplate} isRetried={isRetried} />
      )}
      <ReactionFailure reactions={message.reactions} />
    </div>
  );
});
