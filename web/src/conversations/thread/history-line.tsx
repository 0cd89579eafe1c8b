import type { HistoryView } from "@balcao/api";
import type { EmailOutcome } from "@balcao/core";
import {
  ArrowRightLeft,
  AlarmClock,
  Ban,
  Bell,
  BellOff,
  Bot,
  CalendarClock,
  CalendarX,
  CheckCheck,
  ChevronsUp,
  CircleDot,
  Hand,
  Hourglass,
  Mail,
  Printer,
  Star,
  Tag,
  UserCheck,
  type LucideIcon,
} from "lucide-react";
import type { TFunction } from "i18next";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useFormats, type Formats } from "../../lib/format.ts";
import { useNames } from "../use-names.ts";
import classes from "./history-line.module.css";

const text = (data: Record<string, unknown>, ...names: string[]): string | null => {
  for (const name of names) if (typeof data[name] === "string" && data[name] !== "") return data[name];
  return null;
};

const ICONS: Record<string, LucideIcon> = {
  "conversation.handed_over": Bot,
  "conversation.forwarded": ArrowRightLeft,
  "conversation.assigned": UserCheck,
  "conversation.accepted": UserCheck,
  "conversation.status_changed": CheckCheck,
  "conversation.bot_stopped": Hand,
  "conversation.bot_returned": Bot,
  "conversation.template_unsaid": Hourglass,
  "conversation.email_ended": Mail,
  "conversation.closed": CheckCheck,
  "conversation.rated": Star,
  "conversation.snoozed": AlarmClock,
  "conversation.woken": AlarmClock,
  "conversation.priority_changed": ChevronsUp,
  "conversation.labelled": Tag,
  "conversation.printed": Printer,
  "conversation.message_scheduled": CalendarClock,
  "conversation.message_unscheduled": CalendarX,
  "conversation.message_unsent": CalendarX,
  "contact.blocked": Ban,
  "contact.unblocked": Ban,
  "contact.marketing_stopped": BellOff,
  "contact.marketing_resumed": Bell,
  "contact.automatic_stopped": BellOff,
  "contact.automatic_resumed": Bell,
  "conversation.window_corrected": Hourglass,
};

const STOP_REASONS = [
  "no_trigger",
  "asked_for_person",
  "other_answers_exhausted",
  "flow_ended",
  "hand_over_loop",
  "window_closed",
  "no_bot",
  "not_answerable",
  "email_missing",
  "contact_wants_none",
  "agent",
  "app",
] as const;
const UNSAID = [
  "template_missing",
  "template_not_approved",
  "template_unsendable",
  "place_missing",
  "place_unknown",
  "place_invalid",
  "template_too_long",
] as const;
const NOT_SENT = [
  "service_window_closed",
  "contact_replied",
  "contact_blocked",
  "number_removed",
  "conversation_closed",
  "author_may_not",
  "template_refused",
] as const;
const CLOSE_REASONS = ["inactivity", "agent"] as const;
const STATUSES = ["open", "pending", "resolved", "closed"] as const;
const known = <T extends string>(value: string | null, all: readonly T[]): T | undefined =>
  all.find((item) => item === value);

const PRIORITIES = [0, 1, 2, 3, 4] as const;
const WAKERS = ["agent", "contact", "time"] as const;

type Names = ReturnType<typeof useNames>;

const ids = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((id): id is string => typeof id === "string") : [];

/** What agents marked a conversation with: labels, priority, snooze; null for any other line. */
function markSentence(
  { type, data }: HistoryView,
  names: Names,
  t: TFunction<"desk">,
  formats: Formats,
): string | null {
  const priority = (value: unknown): string =>
    t(`priority.${PRIORITIES.find((level) => level === value) ?? 0}`);
  switch (type) {
    case "conversation.snoozed":
      return t("history.snoozed", { at: formats.full(Number(data["until"])) });
    case "conversation.woken":
      return t(`history.woken.${known(text(data, "because"), WAKERS) ?? "agent"}`);
    case "conversation.priority_changed":
      return t("history.priority", { from: priority(data["from"]), to: priority(data["to"]) });
    case "conversation.labelled": {
      const added = ids(data["added"]).map((id) => `+ ${names.label(id)}`);
      const removed = ids(data["removed"]).map((id) => `− ${names.label(id)}`);
      return t("history.labelled", { changes: [...added, ...removed].join(", ") });
    }
    default:
      return null;
  }
}

/** What became of a scheduled message before it was sent; null for any other line. */
function scheduledSentence(
  { type, data }: HistoryView,
  names: Names,
  t: TFunction<"desk">,
  formats: Formats,
): string | null {
  const moment = (value: unknown): string => formats.full(Number(value));
  switch (type) {
    case "conversation.message_scheduled":
      return data["from"] === undefined
        ? t("history.messageScheduled", { at: moment(data["at"]) })
        : t("history.messageMoved", { from: moment(data["from"]), at: moment(data["at"]) });
    case "conversation.message_unscheduled":
      return t("history.messageUnscheduled");
    case "conversation.message_unsent":
      return t(`history.messageUnsent.${known(text(data, "reason"), NOT_SENT) ?? "service_window_closed"}`, {
        name: names.agent(text(data, "author")),
      });
    default:
      return null;
  }
}

const NOTED = {
  "contact.marketing_stopped": "marketing_stopped",
  "contact.marketing_resumed": "marketing_resumed",
  "contact.automatic_stopped": "automatic_stopped",
  "contact.automatic_resumed": "automatic_resumed",
} as const;

/** What the customer said about messages themselves, or what an agent noted for them and why. */
function choiceSentence({ type, agentId, data }: HistoryView, by: string, t: TFunction<"desk">): string {
  if (agentId === null)
    return t(type === "contact.marketing_resumed" ? "history.marketingResumed" : "history.marketingStopped");
  const reason = text(data, "reason");
  return `${t(`history.noted.${NOTED[type as keyof typeof NOTED]}`)} ${by}${reason ? `: “${reason}”` : ""}`;
}

/** Signs of a digest that a line shows: enough to find the paper by. */
const SHORT_DIGEST = 12;

const EMAIL_OUTCOMES = [
  "given",
  "confirmed",
  "unconfirmed",
  "declined",
  "exhausted",
  "silent",
  "asked_for_person",
  "person",
] as const satisfies readonly EmailOutcome[];
/** One change of a conversation as a sentence: who did what, from where to where. */
export function historySentence(
  line: HistoryView,
  names: Names,
  t: TFunction<"desk">,
  formats: Formats,
): string {
  const { data } = line;
  const who = line.agentId ? names.agent(line.agentId) : null;
  const by = who ? t("history.by", { name: who }) : "";
  const mark = markSentence(line, names, t, formats) ?? scheduledSentence(line, names, t, formats);
  if (mark !== null) return `${mark} ${by}`.trim();
  const from = names.team(text(data, "from", "fromTeamId", "fromTeam"));
  const to = names.team(text(data, "to", "toTeamId", "teamId", "toTeam"));
  switch (line.type) {
    case "conversation.opened":
      return t("history.opened", { team: to });
    case "conversation.handed_over":
      return t("history.handedOver", { from, to });
    case "conversation.forwarded": {
      const reason = text(data, "reason");
      const person = text(data, "toAgent");
      const target = person ? `${to} (${names.agent(person)})` : to;
      return `${t("history.forwarded", { from, to: target })} ${by}${reason ? `: “${reason}”` : ""}`.trim();
    }
    case "conversation.assigned": {
      const target = text(data, "agentId", "toAgentId", "to");
      if (!target) return `${t("history.unassigned")} ${by}`.trim();
      if (target === line.agentId) return t("history.took", { name: names.agent(target) });
      return `${t("history.assigned", { name: names.agent(target) })} ${by}`.trim();
    }
    case "conversation.status_changed": {
      const status = known(text(data, "to", "status"), STATUSES);
      return status
        ? `${t(`history.status.${status}`)} ${by}`.trim()
        : t("history.other", { type: line.type });
    }
    case "conversation.reopened":
      return who ? `${t("history.status.open")} ${by}` : t("history.reopened");
    case "conversation.closed": {
      const reason = known(text(data, "reason"), CLOSE_REASONS);
      return reason === "inactivity"
        ? t("history.closedInactivity")
        : `${t("history.status.closed")} ${by}`.trim();
    }
    case "conversation.bot_stopped":
      return t(`history.botStopped.${known(text(data, "reason"), STOP_REASONS) ?? "other"}`);
    case "conversation.template_unsaid":
      return t(`history.templateUnsaid.${known(text(data, "code"), UNSAID) ?? "other"}`, {
        name: text(data, "name") ?? "",
      });
    case "conversation.email_ended": {
      const outcome = known(text(data, "outcome"), EMAIL_OUTCOMES);
      return outcome ? t(`history.email.${outcome}`) : t("history.other", { type: line.type });
    }
    case "conversation.bot_returned":
      return `${t("history.botReturned")} ${by}`.trim();
    case "conversation.rated":
      return t("history.rated", { rating: String(data["rating"] ?? "") });
    case "conversation.accepted":
      return `${t("history.accepted")} ${by}`.trim();
    case "contact.blocked":
      return `${t("history.blocked")} ${by}`.trim();
    case "contact.unblocked":
      return `${t("history.unblocked")} ${by}`.trim();
    case "conversation.window_corrected":
      return t("history.windowCorrected");
    case "contact.marketing_stopped":
    case "contact.marketing_resumed":
    case "contact.automatic_stopped":
    case "contact.automatic_resumed":
      return choiceSentence(line, by, t);
    case "conversation.printed":
      return t("history.printed", { by, digest: (text(data, "digest") ?? "").slice(0, SHORT_DIGEST) });
    case "contact.identity_changed":
      return t("history.identityChanged");
    case "contact.merged":
      return t("history.merged");
    default:
      return t("history.other", { type: line.type });
  }
}

/** A line of the history of changes between the bubbles. */
export function HistoryLine({ line }: { line: HistoryView }): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const names = useNames();
  const Icon = ICONS[line.type] ?? (line.type === "conversation.reopened" ? Hourglass : CircleDot);
  return (
    <p className={classes.line} data-kind={line.type}>
      <Icon size={13} aria-hidden />
      <span>{historySentence(line, names, t, formats)}</span>
      <time dateTime={line.at}>{formats.time(Date.parse(line.at))}</time>
    </p>
  );
}
