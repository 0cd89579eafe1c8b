import type { TicketEntry } from "@balcao/api";
import { PRIORITIES, TICKET_STAGES, type EmailStanding } from "@balcao/core";
import { useTranslation } from "../lib/texts.ts";
import { useNames } from "../conversations/use-names.ts";
import { useFormats } from "../lib/format.ts";
import { useFields } from "../lib/queries.ts";
import { useChoiceNames } from "./use-choices.ts";

type HistoryEntry = Extract<TicketEntry, { entry: "history" }>;
type Words = (value: unknown) => string;

/** Lines that say only who, and of two tickets the other's number. */
const PLAIN = {
  "ticket.file_added": "fileAdded",
  "ticket.file_removed": "fileRemoved",
  "ticket.related": "related",
  "ticket.unrelated": "unrelated",
  "ticket.merged": "merged",
  "ticket.merged_into": "mergedInto",
} as const;

/** "+VIP, −Atrasado" */
const changesOf = ({ added, removed }: HistoryEntry["data"], word: Words): string =>
  [
    ...(Array.isArray(added) ? added.map((id) => `+${word(id)}`) : []),
    ...(Array.isArray(removed) ? removed.map((id) => `−${word(id)}`) : []),
  ].join(", ");

/** Values of a line of the history in words; what is no longer known is an empty word. */
function useWords(): Record<
  "status" | "priority" | "team" | "agent" | "category" | "type" | "moment" | "label" | "field",
  Words
> {
  const { t } = useTranslation(["tickets", "desk"]);
  const names = useNames();
  const choices = useChoiceNames();
  const { data: fields } = useFields();
  const formats = useFormats();
  const id = (value: unknown): string | null => (typeof value === "string" ? value : null);
  return {
    status: (value) => {
      // lines from before there were workflows name the stage
      const stage = TICKET_STAGES.find((one) => one === value);
      return stage ? t(`tickets:stage.${stage}`) : (choices.status(id(value) ?? "")?.name ?? "");
    },
    priority: (value) => {
      const known = PRIORITIES.find((one) => one === value);
      return known === undefined ? "" : t(`desk:priority.${known}`);
    },
    team: (value) => names.team(id(value)),
    agent: (value) => names.agent(id(value)),
    category: (value) => choices.category(id(value) ?? ""),
    label: (value) => names.label(id(value) ?? ""),
    field: (value) => fields?.find((field) => field.id === value)?.label ?? "",
    type: (value) => choices.type(id(value) ?? ""),
    moment: (value) => (typeof value === "number" ? formats.full(value) : ""),
  };
}

const slaTarget = ({ target }: HistoryEntry["data"]): "firstAnswer" | "solution" =>
  target === "firstAnswer" ? "firstAnswer" : "solution";

const emailStanding = ({ standing }: HistoryEntry["data"]): EmailStanding =>
  standing === "confirmed" || standing === "of_another" ? standing : "stated";

/** Which policy holds from now on, and its deadlines where they can be said. */
function useSlaSentence(words: ReturnType<typeof useWords>): (data: HistoryEntry["data"]) => string {
  const { t } = useTranslation("tickets");
  return ({ policyId, policy, firstAnswer, solution }) => {
    if (typeof policyId !== "string") return t("history.slaNone");
    const first = words.moment(firstAnswer);
    const end = words.moment(solution);
    const name = String(policy);
    if (first && end) return t("history.slaBoth", { name, first, end });
    if (first) return t("history.slaFirst", { name, at: first });
    if (end) return t("history.slaSolution", { name, at: end });
    return t("history.sla", { name });
  };
}

const UNTOLD = [
  "contact_blocked",
  "contact_wants_none",
  "number_removed",
  "no_conversation",
  "conversation_closed",
  "service_window_closed",
] as const;

/** What was told the customer, and what they answered; null = the line is about something else. */
function useTellingSentence(words: ReturnType<typeof useWords>): (line: HistoryEntry) => string | null {
  const { t } = useTranslation("ticketTelling");
  return ({ type, data }) => {
    const { from, to, because, rule, code, name } = data;
    const status = words.status(data["statusId"]);
    switch (type) {
      case "ticket.status_changed":
        return because === "customer_answered"
          ? t("history.resumed", { from: words.status(from), to: words.status(to) })
          : null;
      case "ticket.answered":
        return t(`history.answered.${rule === "quoted" ? "quoted" : "waiting"}`);
      case "ticket.customer_told":
        return t("history.told", { status });
      case "ticket.customer_untold":
        return t(`history.untold.${UNTOLD.find((known) => known === code) ?? "template"}`, { status, name });
      default:
        return null;
    }
  };
}

/** What was done to the ticket. */
function useActSentence(words: ReturnType<typeof useWords>): (line: HistoryEntry) => string {
  const { t } = useTranslation("tickets");
  const slaSentence = useSlaSentence(words);
  return ({ type, agentId, data }) => {
    const who = words.agent(agentId);
    const { from, to, number } = data;
    const both = (word: Words) => ({ who, from: word(from), to: word(to) });
    switch (type) {
      case "ticket.opened":
        if (agentId === null) return t("history.openedBySetting");
        return t(number === undefined ? "history.opened" : "history.cloned", { who, number });
      case "ticket.email_noted":
        return t(`history.email.${emailStanding(data)}`);
      case "ticket.status_changed":
        return t("history.status", both(words.status));
      case "ticket.assigned":
        return to === null
          ? t("history.released", { who })
          : t("history.assigned", { who, to: words.agent(to) });
      case "ticket.moved":
        return t("history.moved", both(words.team));
      case "ticket.priority_changed":
        return t("history.priority", both(words.priority));
      case "ticket.category_changed":
        return t(to === null ? "history.uncategorised" : "history.category", both(words.category));
      case "ticket.type_changed":
        return t(to === null ? "history.untyped" : "history.type", both(words.type));
      case "ticket.due_changed":
        return t(to === null ? "history.undue" : "history.due", both(words.moment));
      case "ticket.sla_set":
        return slaSentence(data);
      case "ticket.sla_warned":
        return t(`history.slaWarned.${slaTarget(data)}`, { at: words.moment(data["dueAt"]) });
      case "ticket.sla_breached":
        return t(`history.slaBreached.${slaTarget(data)}`, { at: words.moment(data["dueAt"]) });
      case "ticket.field_changed":
        return t(data["emptied"] === true ? "history.emptied" : "history.filled", {
          who,
          field: words.field(data["fieldId"]),
        });
      case "ticket.labelled":
        return t("history.labelled", { who, changes: changesOf(data, words.label) });
      case "ticket.followers_changed":
        return t("history.followers", { who, changes: changesOf(data, words.agent) });
      case "ticket.file_added":
      case "ticket.file_removed":
      case "ticket.related":
      case "ticket.unrelated":
      case "ticket.merged":
      case "ticket.merged_into":
        return t(`history.${PLAIN[type]}`, { who, number });
      case "ticket.unlinked":
        return t("history.unlinked", { who, count: Number(data["count"]) });
      default:
        return t("history.described", { who });
    }
  };
}

/** What a line of the history says. */
export function useSentence(): (line: HistoryEntry) => string {
  const words = useWords();
  const tellingSentence = useTellingSentence(words);
  const actSentence = useActSentence(words);
  return (line) => tellingSentence(line) ?? actSentence(line);
}
