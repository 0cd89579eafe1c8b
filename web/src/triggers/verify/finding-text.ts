import type { Finding, FindingCode, TemplateProblem } from "@balcao/core";
import { anyOf, durationText, pathLabel, placeText, quoted, type Tongue } from "../sentences.ts";

type Facts = Pick<Finding, "triggerIds" | "data">;
type Words = {
  tongue: Tongue;
  /** description of the nth trigger concerned, in quotes */
  trigger: (index: number) => string;
  triggers: string[];
  text: (key: string) => string;
  number: (key: string) => number;
  list: (key: string) => string;
  hours: (key: string) => string;
  team: string;
};

const problemText = ({ tongue: { t }, text }: Words): string =>
  t(`problems.${text("problem") as "required"}`, {
    example: `{{contato.primeiro_nome|${t("form.fallback")}}}`,
  });

const STATUSES = {
  PAUSED: "paused",
  REJECTED: "rejected",
  DISABLED: "disabled",
  PENDING: "pending",
} as const;

function unusableText(words: Words): string {
  const { tongue, trigger, text } = words;
  const problem = text("problem") as TemplateProblem["code"];
  const status = text("status");
  return tongue.t(
    problem === "template_not_approved"
      ? `finding.template_unusable.${Object.hasOwn(STATUSES, status) ? STATUSES[status as "PAUSED"] : "not_approved"}`
      : `finding.template_unusable.${problem}`,
    {
      trigger: trigger(0),
      template: text("template"),
      language: text("language"),
      status,
      part: text("part"),
      place: text("key") === "" ? "" : placeText(text("key"), tongue.t),
    },
  );
}

const TEXTS: Record<FindingCode, (words: Words) => string> = {
  no_opening: ({ tongue: { t }, team }) => t("finding.no_opening", { team }),
  opening_too_eager: ({ tongue: { t }, trigger, triggers, text, hours }) =>
    t(triggers.length > 1 ? "finding.opening_too_eager.rival" : "finding.opening_too_eager.alone", {
      trigger: trigger(0),
      other: trigger(1),
      word: text("word"),
      least: hours("least"),
    }),
  only_position_decides: ({ tongue: { t }, trigger, team }) =>
    t("finding.only_position_decides", { winner: trigger(0), other: trigger(1), team }),
  never_wins: ({ tongue: { t }, trigger, text, hours, team }) =>
    t(`finding.never_wins.${text("because") as "no_case"}`, {
      trigger: trigger(0),
      other: trigger(1),
      team,
      hours: hours("hours"),
      closing: hours("closing"),
    }),
  team_without_entry: ({ tongue: { t }, trigger, team }) =>
    t("finding.team_without_entry", { trigger: trigger(0), team }),
  team_without_people: ({ tongue: { t }, trigger, text, team }) =>
    t(`finding.team_without_people.${text("because") === "window_closed" ? "window_closed" : "no_entry"}`, {
      trigger: trigger(0),
      team,
    }),
  two_entries: ({ tongue: { t }, trigger, team }) =>
    t("finding.two_entries", { winner: trigger(0), other: trigger(1), team }),
  silence_never: ({ tongue: { t }, trigger, triggers, text, hours }) =>
    text("because") === "inactivity"
      ? t("finding.silence_never.inactivity", {
          trigger: trigger(0),
          hours: hours("hours"),
          closing: hours("closing"),
        })
      : t(triggers.length > 1 ? "finding.silence_never.others" : "finding.silence_never.alone", {
          trigger: trigger(0),
          other: trigger(1),
        }),
  keyword_unanswered: ({ tongue: { t }, trigger, text, team }) =>
    t("finding.keyword_unanswered", { trigger: trigger(0), keyword: text("keyword"), team }),
  reply_never_offered: ({ tongue: { t }, trigger, list }) =>
    t("finding.reply_never_offered", { trigger: trigger(0), words: list("words") }),
  keywords_equal: ({ tongue: { t }, trigger, list }) =>
    t("finding.keywords_equal", { trigger: trigger(0), words: list("words") }),
  word_hidden: ({ tongue: { t }, trigger, text, team }) =>
    t("finding.word_hidden", { trigger: trigger(0), other: trigger(1), word: text("word"), team }),
  hand_over_cycle: ({ tongue: { t }, triggers }) =>
    t("finding.hand_over_cycle", { triggers: [...triggers, triggers[0]].join(" → ") }),
  no_way_to_a_person: ({ tongue: { t }, team }) => t("finding.no_way_to_a_person", { team }),
  silence_after_window: ({ tongue: { t }, trigger, hours }) =>
    t("finding.silence_after_window", {
      trigger: trigger(0),
      hours: hours("hours"),
      window: hours("window"),
    }),
  template_unusable: unusableText,
  template_reply_unanswered: ({ tongue: { t }, trigger, text, team }) =>
    t("finding.template_reply_unanswered", {
      trigger: trigger(0),
      template: text("template"),
      keyword: text("keyword"),
      team,
    }),
  text_problem: (words) =>
    words.tongue.t("finding.text_problem", {
      trigger: words.trigger(0),
      field: pathLabel(words.text("path"), words.tongue.t),
      problem: problemText(words),
    }),
  option_does_not_fit: ({ tongue: { t }, trigger, text, number }) =>
    t(`finding.option_does_not_fit.${text("presentation") === "list" ? "list" : "buttons"}`, {
      trigger: trigger(0),
      most: number("most"),
      title: number("title"),
    }),
  number_unanswered: ({ tongue: { t }, trigger, text }) =>
    t("finding.number_unanswered", { trigger: trigger(0), number: text("number") }),
  hand_over_out_of_hours: ({ tongue: { t }, trigger, team }) =>
    t("finding.hand_over_out_of_hours", { trigger: trigger(0), team }),
};

/**
 * A finding in one sentence. `nameOf`: the description of a trigger. A code that this page does not know (a newer server) is
 * told as such.
 */
export function findingSentence(
  { code, triggerIds, data }: Facts & { code: string },
  tongue: Tongue,
  nameOf: (id: string) => string,
): string {
  const tell = Object.hasOwn(TEXTS, code) ? TEXTS[code as FindingCode] : undefined;
  if (!tell) return tongue.t("finding.unknown", { code });
  const triggers = triggerIds.map((id) => quoted(nameOf(id)));
  const number = (key: string): number => Number(data[key] ?? 0);
  const text = (key: string): string => String(data[key] ?? "");
  return tell({
    tongue,
    trigger: (index) => triggers[index] ?? "",
    triggers,
    text,
    number,
    list: (key) =>
      anyOf(
        [data[key] ?? []].flat().map((word) => quoted(String(word))),
        tongue.t,
      ),
    hours: (key) => durationText(number(key), tongue),
    team: data["team"] === undefined ? "" : tongue.team(text("team")),
  });
}
