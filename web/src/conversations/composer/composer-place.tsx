import type { Conversation, ConversationRow, MessageView } from "@balcao/api";
import { mayAnswer } from "@balcao/core";
import { Ban, Bot, CircleSlash, Clock, Eye, Lock, Unplug } from "lucide-react";
import { Suspense, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { lazyAhead } from "../../lib/ahead.ts";
import { useKeys } from "../../lib/keys.ts";
import { useSelf } from "../../lib/queries.ts";
import { assign, returnToBot, setBlocked, setStatus } from "../commands.ts";
import type { Mode } from "../drafts.ts";
import { focusComposer } from "../focus.ts";
import { nameOf } from "../names.ts";
import { useIsGone } from "../queries.ts";
import { useNames } from "../use-names.ts";
import { useWindowOpen } from "../use-window-open.ts";
import { Band } from "./band.tsx";
import classes from "./composer-place.module.css";
import { ClosedWindow, Ended, Instead, NotResponsible } from "./instead.tsx";
import { ModeToggle } from "./mode-toggle.tsx";
import { setComposerMode, useComposerMode } from "./mode.ts";
import { OfferBand } from "./offer-band.tsx";

const Composer = lazyAhead(async () => ({ default: (await import("./composer.tsx")).Composer }));

const CostHint = lazyAhead(async () => ({ default: (await import("./cost-hint.tsx")).CostHint }));

const NoteComposer = lazyAhead(async () => ({ default: (await import("./note-composer.tsx")).NoteComposer }));

/** The field may be that long on its way. */
const FOCUS_WAITS_MS = 3_000;

type Props = {
  conversation: Conversation | ConversationRow;
  quoted: MessageView | null;
  clearQuote: () => void;
  /** reading what a colleague answers, without taking part */
  isSpying: boolean;
  leaveSpying: () => void;
};

/** Who has the next word, and what answering would change about it. */
function WhoAnswers({
  conversation,
  takes = false,
}: {
  conversation: Conversation | ConversationRow;
  takes?: boolean;
}): ReactElement {
  const { t } = useTranslation("desk");
  const me = useSelf();
  const names = useNames();
  const { id, owner, agentId } = conversation;
  if (owner === "bot") {
    return (
      <Band
        tone="bot"
        icon={<Bot size={16} aria-hidden />}
        action={
          <button type="button" onClick={() => void assign(id, me.agent.id)}>
            {t("acts.take")}
          </button>
        }
      >
        {t("who.bot")}
        {takes && ` · ${t("composer.takesFromBot")}`}
      </Band>
    );
  }
  const back = (
    <button type="button" onClick={() => void returnToBot(id)}>
      {t("acts.returnToBot")}
    </button>
  );
  if (agentId !== null && agentId !== me.agent.id) {
    return (
      <Band
        icon={<Lock size={15} aria-hidden />}
        action={
          <button type="button" onClick={() => void assign(id, me.agent.id)}>
            {t("acts.take")}
          </button>
        }
      >
        {t("who.other", { name: names.agent(agentId) })}
      </Band>
    );
  }
  return (
    <Band icon={<Bot size={16} aria-hidden />} action={back}>
      {t("who.botPaused")}
      {takes && ` · ${t("composer.takes")}`}
    </Band>
  );
}

/** Espiando, with the two ways out of it. */
function SpyBand({ conversation, leaveSpying }: Pick<Props, "conversation" | "leaveSpying">): ReactElement {
  const { t } = useTranslation("desk");
  const me = useSelf();
  const names = useNames();
  return (
    <Band
      tone="own"
      icon={<Eye size={16} aria-hidden />}
      action={
        <>
          <button type="button" onClick={() => void assign(conversation.id, me.agent.id)}>
            {t("acts.take")}
          </button>
          <button type="button" title={t("spying.leaveText")} onClick={leaveSpying}>
            {t("spying.leave")}
          </button>
        </>
      }
    >
      <strong role="status">{t("spying.band")}</strong> ·{" "}
      {t("spying.who", { name: names.agent(conversation.agentId) })}
    </Band>
  );
}

type Focus = { takesFocus: () => boolean };

/** Was the number disconnected? As far as the conversation itself has been asked for. */
const isRemoved = (conversation: Conversation | ConversationRow): boolean =>
  "channel" in conversation && conversation.channel.removed;

/** The field for an answer, or why there is none. */
function ReplyPlace({
  conversation,
  quoted,
  clearQuote,
  takesFocus,
  isSpying,
}: Omit<Props, "leaveSpying"> & Focus): ReactElement {
  const { t } = useTranslation("desk");
  const me = useSelf();
  const isOpen = useWindowOpen(conversation.windowClosesAt);
  const { id } = conversation;

  if (isSpying) {
    return (
      <Instead icon={<Eye size={20} aria-hidden />} title={t("spying.title")} conversationId={id}>
        {t("spying.text")}
      </Instead>
    );
  }
  if (conversation.status === "closed") return <Ended conversation={conversation} />;
  if (conversation.contact.blocked) {
    return (
      <Instead
        icon={<Ban size={20} aria-hidden />}
        title={t("blocked.title")}
        conversationId={id}
        action={
          <button type="button" onClick={() => void setBlocked(id, false)}>
            {t("acts.unblock")}
          </button>
        }
      >
        {t("blocked.text")}
      </Instead>
    );
  }
  if (isRemoved(conversation)) {
    return (
      <Instead icon={<Unplug size={20} aria-hidden />} title={t("numberRemoved.title")} conversationId={id}>
        {t("numberRemoved.text")}
      </Instead>
    );
  }
  if (!mayAnswer(conversation, me.agent.id, me)) return <NotResponsible conversation={conversation} />;
  if (!isOpen) return <ClosedWindow conversation={conversation} />;
  return (
    <Suspense fallback={<div className={classes.room} />}>
      <Composer
        conversationId={conversation.id}
        contactName={nameOf(conversation.contact, t("unknownContact"))}
        quoted={quoted}
        clearQuote={clearQuote}
        takesFocus={takesFocus}
      />
    </Suspense>
  );
}

/** What answering would change, where one may answer. */
function ReplyBands({ conversation }: Pick<Props, "conversation">): ReactElement | null {
  const { t } = useTranslation("desk");
  const me = useSelf();
  const isOpen = useWindowOpen(conversation.windowClosesAt);
  const { id, status, contact, agentId, owner } = conversation;
  if (status === "closed" || contact.blocked || isRemoved(conversation)) return null;
  if (!mayAnswer(conversation, me.agent.id, me)) return null;
  if (!isOpen) return owner === "bot" ? <WhoAnswers conversation={conversation} /> : null;
  return (
    <>
      <WhoAnswers conversation={conversation} takes={me.assignOnFirstReply && agentId === null} />
      <Suspense>{"channel" in conversation && <CostHint key={id} conversation={conversation} />}</Suspense>
      {status === "resolved" && (
        <Band
          icon={<Clock size={15} aria-hidden />}
          action={
            <button type="button" onClick={() => void setStatus(conversation, "open")}>
              {t("acts.reopen")}
            </button>
          }
        >
          {t("who.resolved")}
        </Band>
      )}
    </>
  );
}

/**
 * R goes to the answer, N to the note, wherever the keyboard is outside of a field. Gives what each field asks when it comes to stand there:
 * is it for the keyboard? The wish names its field: one for the note must not be taken by an answer's field that comes at that very moment.
 */
function useModeKeys(conversationId: string, mode: Mode, enabled: boolean): Record<Mode, () => boolean> {
  // until then: a field that comes much later, e.g. because the customer wrote, is not what was asked for
  const wish = useRef<{ mode: Mode; until: number }>({ mode, until: 0 });
  const go = (next: Mode): void => {
    wish.current = { mode: next, until: next === mode ? 0 : performance.now() + FOCUS_WAITS_MS };
    if (next === mode) focusComposer();
    else setComposerMode(conversationId, next);
  };
  const common = { palette: true, enabled };
  useKeys([
    { ...common, id: "reply", run: () => go("reply") },
    { ...common, id: "note", run: () => go("note") },
  ]);
  return useState(() => {
    const takes = (field: Mode) => (): boolean => {
      if (wish.current.mode !== field) return false;
      const wanted = performance.now() < wish.current.until;
      wish.current.until = 0;
      return wanted;
    };
    return { reply: takes("reply"), note: takes("note") };
  })[0];
}

/** The foot of a conversation: an answer to the customer or a note for the team, with the field for it. */
export function ComposerPlace({
  conversation,
  quoted,
  clearQuote,
  isSpying,
  leaveSpying,
}: Props): ReactElement {
  const { t } = useTranslation("desk");
  const { id } = conversation;
  const isGone = useIsGone(id);
  const mode = useComposerMode(id);
  const takesFocus = useModeKeys(id, mode, !isGone);
  if (isGone) {
    return (
      <Instead icon={<CircleSlash size={20} aria-hidden />} title={t("gone.title")} conversationId={id}>
        {t("gone.text")}
      </Instead>
    );
  }
  return (
    <>
      {isSpying && <SpyBand conversation={conversation} leaveSpying={leaveSpying} />}
      <OfferBand conversation={conversation} />
      {mode === "reply" && !isSpying && <ReplyBands conversation={conversation} />}
      <ModeToggle mode={mode} change={(next) => setComposerMode(id, next)} />
      {mode === "note" ? (
        <Suspense fallback={<div className={classes.room} />}>
          <NoteComposer conversation={conversation} takesFocus={takesFocus.note} />
        </Suspense>
      ) : (
        <ReplyPlace
          conversation={conversation}
          quoted={quoted}
          clearQuote={clearQuote}
          takesFocus={takesFocus.reply}
          isSpying={isSpying}
        />
      )}
    </>
  );
}
