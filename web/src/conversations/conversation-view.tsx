import type { Conversation, ConversationRow } from "@balcao/api";
import { useNavigate } from "@tanstack/react-router";
import {
  memo,
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactElement,
} from "react";
import { useTranslation } from "../lib/texts.ts";
import { usePageTitle } from "../app/page-title.ts";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { lazyAhead } from "../lib/ahead.ts";
import { ApiError } from "../lib/api.ts";
import { useLayer } from "../lib/keys.ts";
import { useSelf } from "../lib/queries.ts";
import { noteKept } from "../realtime/bound.ts";
import { here } from "../realtime/here.ts";
import { useActs, useConversationKeys } from "./acts.tsx";
import { markRead } from "./commands.ts";
import { ComposerPlace } from "./composer/composer-place.tsx";
import { useQuote } from "./composer/use-quote.ts";
import { ConversationHead } from "./conversation-head.tsx";
import classes from "./conversation-view.module.css";
import { closeTemplates, openTemplates, useOpenDialogs } from "./dialogs/open.ts";
import { openMarkDialog } from "./marks/targets.ts";
import { pullDrafts } from "./draft-sync.ts";
import { focusRow } from "./focus.ts";
import { nameOf } from "./names.ts";
import { rowOf, useConversation, useIsGone } from "./queries.ts";
import { noteOpened } from "./recent.ts";
import { ScheduledPlace } from "./scheduled/scheduled-place.tsx";
import type { PanelFacts } from "./panel/contact-data.ts";
import { closePanel, type SidePlace } from "./side-place.ts";
import { useSpying } from "./spying.ts";
import { withoutMessage } from "./target.ts";
import { TicketPlace } from "../tickets/place.tsx";
import { ThreadView } from "./thread/thread-view.tsx";

const EndDialog = lazyAhead(async () => ({ default: (await import("./dialogs/end-dialog.tsx")).EndDialog }));
const BlockDialog = lazyAhead(async () => ({
  default: (await import("./dialogs/block-dialog.tsx")).BlockDialog,
}));
const SendTemplateDialog = lazyAhead(async () => ({
  default: (await import("../templates/send-dialog.tsx")).SendTemplateDialog,
}));
const ContactDrawer = lazyAhead(async () => ({
  default: (await import("./panel/contact-drawer.tsx")).ContactDrawer,
}));
const ContactPanel = memo(
  lazyAhead(async () => ({
    default: (await import("./panel/contact-panel.tsx")).ContactPanel,
  })),
);

/** From the opening until drafts written elsewhere are asked for. */
const PULL_AFTER_MS = 300;

/** Who it is comes right after the messages are drawn: what was opened, and what came in, shows first. Each message changes nothing of it. */
function Beside({ conversation }: { conversation: PanelFacts }): ReactElement {
  const { id, contact, channel, previous } = conversation;
  const facts = useMemo<PanelFacts>(
    () => ({ id, contact, ...(channel && { channel }), ...(previous && { previous }) }),
    [id, contact, channel, previous],
  );
  const drawn = useDeferredValue<PanelFacts | null>(facts, null);
  return (
    <div className={classes.side}>{drawn && <ContactPanel conversation={drawn} close={closePanel} />}</div>
  );
}

/**
 * Reading is an act of the person responsible: what they have open and in sight counts as read, once for each last message. What they
 * mark as unread while it is open stays so until they open it again or the customer writes.
 */
function useReading(conversation: Conversation | ConversationRow): void {
  const me = useSelf();
  const { id, agentId, unread } = conversation;
  const last = conversation.lastMessage?.id ?? "";
  const seen = useRef<string | null>(null);
  useEffect(() => {
    if (agentId !== me.agent.id) return;
    const read = (): void => {
      if (document.visibilityState !== "visible" || seen.current === last) return;
      seen.current = last;
      if (unread > 0) void markRead(id);
    };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [id, agentId, unread, last, me.agent.id]);
}

function OpenConversation({
  conversation,
  panel,
}: {
  conversation: Conversation | ConversationRow;
  panel: SidePlace;
}): ReactElement {
  const { t } = useTranslation("desk");
  const navigate = useNavigate();
  const [asks, setAsks] = useState<"end" | "block" | null>(null);
  const { quoted, quote, clearQuote } = useQuote(conversation.id);
  const isGone = useIsGone(conversation.id);
  const { isSpying, leaveSpying } = useSpying(conversation);
  const acts = useActs(conversation, isSpying);
  const name = nameOf(conversation.contact, t("unknownContact"));
  const closeAsking = useCallback(() => setAsks(null), []);
  const togglePanel = (): void => panel.set(!panel.isOpen);
  const choosesTemplate = useOpenDialogs((state) => state.templateFor === conversation.id);
  const hasDrawer = panel.isOpen && panel.isDrawer;
  useLayer(asks !== null || choosesTemplate || hasDrawer);
  useEffect(() => closeTemplates, [conversation.id]);
  usePageTitle(`${name} · ${t("title")}`);
  useReading(conversation);
  useEffect(() => {
    noteOpened(conversation.id);
    noteKept(conversation.id);
  }, [conversation.id]);
  useEffect(() => {
    here.show(isGone || isSpying ? null : conversation.id);
    return () => here.show(null);
  }, [conversation.id, isGone, isSpying]);
  useEffect(() => {
    // who only walks past asks for nothing, and what was opened is drawn first
    const timer = setTimeout(() => void pullDrafts(), PULL_AFTER_MS);
    return () => clearTimeout(timer);
  }, [conversation.id]);
  useConversationKeys(acts, {
    forward: () => openMarkDialog("forward", [conversation.id]),
    template: () => openTemplates(conversation.id),
    panel: togglePanel,
    close: () =>
      void navigate({ to: "/conversations", search: withoutMessage }).then(() => focusRow(conversation.id)),
  });
  const can = "can" in conversation ? conversation.can : null;
  const mayTemplate = !isGone && acts.may.template && can?.reply_reason !== "number_removed";
  // who is responsible may have changed since: what the row says now has been looked at
  const canReply = mayTemplate && (!can || can.reply || can.reply_reason === "not_responsible");
  return (
    <>
      <section className={classes.conversation} aria-label={t("thread.section", { name })}>
        <ConversationHead
          conversation={conversation}
          acts={acts}
          panelOpen={panel.isOpen}
          open={{
            forward: () => openMarkDialog("forward", [conversation.id]),
            assign: () => openMarkDialog("assign", [conversation.id]),
            end: () => setAsks("end"),
            block: () => setAsks("block"),
            panel: togglePanel,
          }}
        />
        <ThreadView
          key={conversation.id}
          conversation={conversation}
          canReply={canReply}
          mayTemplate={mayTemplate}
          quote={quote}
        />
        <ScheduledPlace conversation={conversation} />
        <TicketPlace conversation={conversation} />
        <ComposerPlace
          conversation={conversation}
          quoted={quoted}
          clearQuote={clearQuote}
          isSpying={isSpying}
          leaveSpying={leaveSpying}
        />
      </section>
      <Suspense>
        {panel.isOpen && !panel.isDrawer && <Beside conversation={conversation} />}
        {hasDrawer && <ContactDrawer conversation={conversation} close={togglePanel} />}
        {choosesTemplate && <SendTemplateDialog conversation={conversation} close={closeTemplates} />}
        {asks === "end" && <EndDialog conversation={conversation} close={closeAsking} />}
        {asks === "block" && <BlockDialog conversation={conversation} close={closeAsking} />}
      </Suspense>
    </>
  );
}

/** One conversation: shown at once from what the list knows, completed by its own answer. */
export function ConversationView({ id, panel }: { id: string; panel: SidePlace }): ReactElement {
  const { t } = useTranslation("desk");
  const { data, error, refetch } = useConversation(id);
  const isGone = useIsGone(id);
  const known = data ?? rowOf(id);
  if (known && !(error instanceof ApiError && error.status === 404 && !isGone && !data))
    return <OpenConversation key={id} conversation={known} panel={panel} />;
  if (error instanceof ApiError && (error.status === 404 || error.status === 403)) {
    return (
      <section className={classes.conversation}>
        <Notice title={t("missing.title")}>{t("missing.text")}</Notice>
      </section>
    );
  }
  return (
    <section className={classes.conversation}>
      {error && <ErrorNotice error={error} retry={() => void refetch()} />}
    </section>
  );
}
