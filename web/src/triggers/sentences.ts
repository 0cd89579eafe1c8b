import {
  present,
  renderText,
  VARIABLES,
  type TemplateUse,
  type TextValues,
  type Trigger,
  type Variable,
} from "@balcao/core";
import type { TFunction } from "i18next";

/** A trigger without its place, as the form and the list both have it. */
export type TriggerFacts = Omit<Trigger, "id" | "position">;

/** What sentences lean on: the texts, the names of teams, and numbers as the reader writes them. */
export type Tongue = {
  t: TFunction<"triggers">;
  team: (id: string) => string;
  number: (value: number) => string;
};

/** Characters of a message that a summary shows. */
const SUMMARY = 90;
export const quoted = (text: string): string => `“${text}”`;

/** The catalogue's key of a variable: its own name has a dot, which separates keys. */
export const variableKey = (name: Variable) =>
  name.replace(".", "_") as
    | "contato_nome"
    | "contato_primeiro_nome"
    | "equipe_nome"
    | "conta_nome"
    | "saudacao"
    | "protocolo"
    | "chamado"
    | "chamado_titulo"
    | "chamado_status"
    | "chamado_atendente";

/** A message with its variables named in the reader's words: "‹saudação da hora›, ‹primeiro nome›!". */
export function readableText(text: string, t: TFunction<"triggers">): string {
  const names = VARIABLES.map((name) => [name, `‹${t(`variables.${variableKey(name)}`)}›`] as const);
  return renderText(text, Object.fromEntries(names) as TextValues);
}

/** "a, b ou c" */
export function anyOf(words: readonly string[], t: TFunction<"triggers">): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : t("when.or", { words: words.slice(0, -1).join(", "), last });
}

export const hoursText = (hours: number, { t, number }: Tongue): string =>
  t("hours", { count: hours, hours: number(hours) });

const MINUTES = 60;
const PARTS_SHOWN = 1000;
/** Hours as a person says them: below one in minutes; a millisecond more than an hour is an hour. */
export function durationText(hours: number, tongue: Tongue): string {
  if (hours >= 1) return hoursText(Math.round(hours * PARTS_SHOWN) / PARTS_SHOWN, tongue);
  const minutes = Math.max(1, Math.round(hours * MINUTES));
  return tongue.t("minutes", { count: minutes });
}

/** Hours for where there is little room: "23 h", "30 min". */
export const shortHours = (hours: number, { number }: Tongue): string =>
  hours >= 1 ? `${number(hours)} h` : `${Math.max(1, Math.round(hours * MINUTES))} min`;

/** Labels of the form's fields by the beginning of their path in the contract. */
const LABELS = [
  ["description", "form.description"],
  ["team", "form.team"],
  ["idle", "form.idle"],
  ["expectedReply", "form.reply"],
  ["action.text", "form.message"],
  ["action.keywords", "form.keywords"],
  ["action.team", "form.handOverTeam"],
  ["action.template", "form.template"],
] as const;

/** The field that a path in the contract leads to, as the form calls it. */
export const pathLabel = (path: string, t: TFunction<"triggers">): string =>
  t(LABELS.find(([start]) => path.startsWith(start))?.[1] ?? "form.identity");

function base(trigger: TriggerFacts, { t, team }: Tongue): string {
  const { operator } = trigger.team;
  const names = { team: team(trigger.team.team) };
  if (trigger.fires === "on_entry") return t(`when.entry.${operator}`, names);
  if (trigger.fires === "on_silence") return t(`when.silence.${operator}`, names);
  const words = (trigger.expectedReply ?? []).map((word) =>
    typeof word === "string" || word.match === "equals"
      ? quoted(typeof word === "string" ? word : word.word)
      : t("when.contains", { word: quoted(word.word) }),
  );
  return words.length > 0
    ? t(`when.reply.${operator}`, { ...names, words: anyOf(words, t) })
    : t(`when.message.${operator}`, names);
}

/** When a trigger speaks, in one sentence without its end: "O cliente escreve em Principal, depois de mais de 1 hora sem interação". */
export function whenSentence(trigger: TriggerFacts, tongue: Tongue): string {
  const when = base(trigger, tongue);
  const { idle, fires } = trigger;
  if (idle === null || fires === "on_entry") return when;
  const hours = hoursText(idle.hours, tongue);
  return fires === "on_silence"
    ? tongue.t("when.silenceFor", { when, hours })
    : tongue.t(`when.idle.${idle.operator}`, { when, hours });
}

const HEADER_PARTS = ["link", "latitude", "longitude", "name", "address"] as const;

/** Where in a template something is to be filled in, by the key of its place: "campo 1 da mensagem". */
export function placeText(key: string, t: TFunction<"triggers">): string {
  const [where = "", ...rest] = key.split(".");
  const name = rest.join(".");
  const part = where === "header" ? HEADER_PARTS.find((each) => each === name) : undefined;
  if (part) return t(`place.${part}`);
  // people count from one
  if (where === "button") return t("place.button", { name: String(Number(name) + 1) });
  return t(`place.${where as "header" | "body"}`, { name });
}

/** A template with what is filled in: "retomar (pt_BR): campo 1 da mensagem = ‹primeiro nome›". */
export function templateText({ name, language, values }: TemplateUse, t: TFunction<"triggers">): string {
  const filled = Object.entries(values).map(
    ([key, value]) => `${placeText(key, t)} = ${readableText(value, t)}`,
  );
  return [`${name} (${language})`, ...(filled.length > 0 ? [filled.join("; ")] : [])].join(": ");
}

/** The beginning of a message on one line, for summaries. */
export function shortText(text: string, t: TFunction<"triggers">): string {
  const line = Array.from(readableText(text, t).replace(/\s+/gu, " ").trim());
  return line.length > SUMMARY
    ? `${line
        .slice(0, SUMMARY - 1)
        .join("")
        .trimEnd()}…`
    : line.join("");
}

/** What a trigger does: "encaminha para Comercial", "responde “Olá” com os botões “Sim”, “Não”". */
export function actionSentence(trigger: TriggerFacts, tongue: Tongue): string {
  const { t, team } = tongue;
  const { action } = trigger;
  if (action.type === "hand_over") return t("act.handOver", { team: team(action.team) });
  const said = speechSentence(action, tongue);
  return action.template === null ? said : t("act.orTemplate", { said, template: action.template.name });
}

function speechSentence(
  action: Extract<TriggerFacts["action"], { type: "smart_message" }>,
  { t }: Tongue,
): string {
  const text = shortText(action.text, t);
  const says = text === "" ? t("act.saysNothing") : t("act.says", { text });
  if (action.keywords.length === 0) return says;
  const { presentation } = present(action.text, action.keywords, action.presentation, "");
  return t(`act.${presentation}`, { says, options: action.keywords.map(quoted).join(", ") });
}
