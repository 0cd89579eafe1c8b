import type { Conversation, ConversationRow } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import {
  AlarmClock,
  ArrowLeft,
  ArrowRightLeft,
  Ban,
  Check,
  CheckCheck,
  Eye,
  EyeOff,
  Hourglass,
  Info,
  RotateCcw,
  TicketPlus,
} from "lucide-react";
import { useEffect, useRef, type HTMLAttributes, type ReactElement, type RefObject } from "react";
import { useTranslation } from "../lib/texts.ts";
import { Avatar } from "../app/avatar.tsx";
import { useFormats } from "../lib/format.ts";
import { usePreferences } from "../lib/preferences.ts";
import { askToCreate } from "../tickets/open.ts";
import type { Acts } from "./acts.tsx";
import { chosenMessages } from "./chosen/chosen-messages.ts";
import classes from "./conversation-head.module.css";
import { LabelChips } from "./marks/label-chips.tsx";
import { MoreMenu } from "./more-menu.tsx";
import { PriorityMark } from "./marks/priority-mark.tsx";
import { openMarkDialog } from "./marks/targets.ts";
import { labelsOf } from "./marks/labels-of.ts";
import { aliasOf, nameOf } from "./names.ts";
import { useNames } from "./use-names.ts";
import { Watchers } from "./watchers.tsx";
import { WindowChip, WindowSpeaker } from "./window-chip.tsx";

export type HeadProps = {
  conversation: Conversation | ConversationRow;
  acts: Acts;
  panelOpen: boolean;
  open: { forward: () => void; assign: () => void; end: () => void; block: () => void; panel: () => void };
};

/** Snoozed until when, priority and labels; nothing when nobody marked it. */
function MarksLine({ conversation }: Pick<HeadProps, "conversation">): ReactElement | null {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const labels = labelsOf(conversation.labelIds, useNames().labels);
  const { id, priority, snoozedUntil } = conversation;
  if (snoozedUntil === null && priority === 0 && labels.length === 0) return null;
  return (
    <div className={classes.marks}>
      {snoozedUntil !== null && (
        <button type="button" className={classes.snoozed} onClick={() => openMarkDialog("snooze", [id])}>
          <AlarmClock size={14} aria-hidden />
          {t("acts.snoozed", { at: formats.full(Date.parse(snoozedUntil)) })}
        </button>
      )}
      <PriorityMark priority={priority} />
      <LabelChips labels={labels} />
    </div>
  );
}

/**
 * For a bar of buttons that go when they have been pressed: what had the keyboard there and is gone leaves it to the main one that is left.
 * Gives what the bar needs.
 */
function useKeptKeyboard(shape: string): Pick<HTMLAttributes<HTMLElement>, "onFocus" | "onBlur"> & {
  ref: RefObject<HTMLDivElement | null>;
} {
  const ref = useRef<HTMLDivElement>(null);
  // a button that is taken away tells React of no blur
  const isHere = useRef(false);
  useEffect(() => {
    if (!isHere.current || document.activeElement !== document.body) return;
    const left = [...(ref.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    (left.find((button) => "main" in button.dataset) ?? left.at(-1))?.focus();
  }, [shape]);
  return {
    ref,
    onFocus: () => {
      isHere.current = true;
    },
    onBlur: () => {
      isHere.current = false;
    },
  };
}

/** What is done most, in the guide's own words. */
function ActsRow({
  conversation,
  acts,
  open,
}: Pick<HeadProps, "conversation" | "acts" | "open">): ReactElement {
  const { t } = useTranslation("desk");
  const hidden = usePreferences((state) => state.historyHidden);
  const { status } = conversation;
  const { may } = acts;
  const kept = useKeptKeyboard(status);
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its buttons are the stops
    <div className={classes.acts} role="toolbar" aria-label={t("acts.label")} {...kept}>
      {may.forward && (
        <button type="button" className={classes.act} onClick={open.forward} title={t("acts.forwardHint")}>
          <ArrowRightLeft size={15} aria-hidden /> {t("acts.forward")}
        </button>
      )}
      <button type="button" className={classes.act} onClick={acts.toggleHistory} aria-pressed={hidden}>
        {hidden ? <Eye size={15} aria-hidden /> : <EyeOff size={15} aria-hidden />}{" "}
        {t(hidden ? "acts.showHistory" : "acts.hideHistory")}
      </button>
      <button
        type="button"
        className={classes.act}
        onClick={() => askToCreate(conversation, chosenMessages(conversation.id))}
      >
        <TicketPlus size={15} aria-hidden /> {t("acts.createTicket")}
      </button>
      <span className={classes.space} />
      {may.pending && (
        <button type="button" className={classes.act} onClick={acts.pending}>
          <Hourglass size={15} aria-hidden /> {t("acts.pending")}
        </button>
      )}
      {may.resolve && (
        <button
          type="button"
          className={classes.act}
          data-main
          onClick={acts.resolve}
          title={t("acts.resolveHint")}
        >
          <Check size={15} aria-hidden /> {t("acts.resolve")}
        </button>
      )}
      {status === "resolved" && (
        <button type="button" className={classes.act} onClick={acts.reopen}>
          <RotateCcw size={15} aria-hidden /> {t("acts.reopen")}
        </button>
      )}
      {status === "closed" && (
        <span className={classes.endedMark}>
          <CheckCheck size={15} aria-hidden /> {t("ended.title")}
        </span>
      )}
    </div>
  );
}

/** Who it is, whose it is, how long it may be answered, and what can be done. */
export function ConversationHead({ conversation, acts, panelOpen, open }: HeadProps): ReactElement {
  const { t } = useTranslation("desk");
  const names = useNames();
  const { contact, teamId, agentId, owner, status, protocol, windowClosesAt } = conversation;
  const name = nameOf(contact, t("unknownContact"));
  const alias = aliasOf(contact);
  const facts = [
    contact.phone && contact.phone !== name ? contact.phone : null,
    names.team(teamId),
    agentId
      ? t("head.agent", { name: names.agent(agentId) })
      : t(owner === "bot" ? "head.bot" : "head.nobody"),
    t("head.protocol", { number: protocol }),
  ].filter(Boolean);
  return (
    <header className={classes.head}>
      <div className={classes.top}>
        <Link
          to="/conversations"
          search={(current) => current}
          className={classes.back}
          aria-label={t("acts.leave")}
        >
          <ArrowLeft size={20} />
        </Link>
        <h2 className="visually-hidden">{name}</h2>
        <button type="button" className={classes.who} onClick={open.panel} aria-expanded={panelOpen}>
          <Avatar id={contact.id} name={contact.name ?? contact.profileName ?? ""} size={40} />
          <span className={classes.whoText}>
            <span className={classes.name}>
              <bdi>{name}</bdi>
              {alias && (
                <span className={classes.alias}>
                  ~<bdi>{alias}</bdi>
                </span>
              )}
            </span>
            <span className={classes.facts}>{facts.join(" · ")}</span>
          </span>
        </button>
        <Watchers conversationId={conversation.id} />
        {contact.blocked && (
          <span className={classes.status} data-status="blocked">
            <Ban size={13} aria-hidden /> {t("blocked.mark")}
          </span>
        )}
        {status !== "open" && (
          <span className={classes.status} data-status={status}>
            {t(`conversationStatus.${status}`)}
          </span>
        )}
        {status !== "closed" && (
          <>
            <span className={classes.wideChip}>
              <WindowChip closesAt={windowClosesAt} long />
            </span>
            <span className={classes.narrowChip}>
              <WindowChip closesAt={windowClosesAt} />
            </span>
          </>
        )}
        <WindowSpeaker closesAt={windowClosesAt} />
        <MoreMenu conversation={conversation} acts={acts} open={open} />
        <button
          type="button"
          className={classes.icon}
          data-info
          onClick={open.panel}
          aria-pressed={panelOpen}
          aria-label={t("acts.panel")}
          title={`${t("acts.panel")} (I)`}
        >
          <Info size={18} />
        </button>
      </div>
      <MarksLine conversation={conversation} />
      <ActsRow conversation={conversation} acts={acts} open={open} />
    </header>
  );
}
