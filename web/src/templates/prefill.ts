import { templatePlaces, type TemplateFacts } from "@balcao/core";

/** What is known of whom a template goes to, and of what it is about, each in words as a customer reads them. */
export const FACTS = [
  "firstName",
  "name",
  "phone",
  "email",
  "organisation",
  "protocol",
  "ticket",
  "ticketTitle",
  "agent",
  "company",
] as const;
export type KnownFacts = Partial<Record<(typeof FACTS)[number], string>>;

/** Whom a text greets stands right after the greeting, or begins the text. */
const GREETED =
  /^(?:\s*|.*\b(?:ol[áa]|oi|bom dia|boa tarde|boa noite|prezad[oa]|car[oa]|hello|hi|hey|dear|hola|estimad[oa])[\s,!.:]*)$/isu;
const OF_NUMBER = "(?:\\s+(?:n[ºo°]?\\.?|n[úu]mero|number|no\\.?))?[\\s:#]*$";
const TICKET = new RegExp(`\\b(?:chamado|ticket|solicita[çc][ãa]o|request)${OF_NUMBER}`, "iu");
const PROTOCOL = new RegExp(`\\b(?:protocolo|protocol)${OF_NUMBER}`, "iu");

/** What a named place wants, by its name; the first that fits. */
const NAMED: readonly (readonly [RegExp, keyof KnownFacts])[] = [
  [
    /^(?:titulo|assunto)(?:_do)?_(?:chamado|ticket)$|^(?:chamado|ticket)_(?:titulo|assunto|title|subject)$/u,
    "ticketTitle",
  ],
  [/(?:^|_)(?:chamado|ticket|solicitacao)(?:_|$)/u, "ticket"],
  [/(?:^|_)(?:protocolo|protocol)(?:_|$)/u, "protocol"],
  [/(?:^|_)(?:telefone|celular|fone|phone|whatsapp)(?:_|$)/u, "phone"],
  [/(?:^|_)e?_?mail(?:_|$)/u, "email"],
  [
    /(?:^|_)(?:organizacao|organisation|organization|empresa_cliente|nome_empresa_cliente)(?:_|$)/u,
    "organisation",
  ],
  [/(?:^|_)(?:atendente|agente|agent)(?:_|$)/u, "agent"],
  [/(?:^|_)(?:loja|empresa|company|store)(?:_|$)/u, "company"],
  [/^(?:nome_completo|full_name)/u, "name"],
  [
    /^(?:primeiro_)?nome|^(?:first_)?name|^(?:cliente|contato|customer|contact)(?:_nome|_name)?$/u,
    "firstName",
  ],
];

/** What a numbered place wants, by the words before it; only where they leave no doubt. */
function wantedBy(before: string): keyof KnownFacts | null {
  if (TICKET.test(before)) return "ticket";
  if (PROTOCOL.test(before)) return "protocol";
  return GREETED.test(before) ? "firstName" : null;
}

/** What can be filled in without asking. What is greeted is filled in once: another place after a greeting is somebody else's. */
export function prefill(facts: TemplateFacts, known: KnownFacts): Record<string, string> {
  const values: Record<string, string> = {};
  let isGreeted = false;
  for (const { key, where, kind, name, card } of templatePlaces(facts)) {
    if (kind !== "text" || where === "button") continue;
    const block = card === null ? facts : facts.cards[card];
    const text = (where === "body" ? block?.body : block?.header?.text) ?? "";
    const [before = ""] = text.split(new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`, "u"));
    const wanted =
      facts.parameterFormat === "NAMED"
        ? (NAMED.find(([pattern]) => pattern.test(name))?.[1] ?? null)
        : wantedBy(where === "header" && before.trim() === "" ? "-" : before);
    const value = wanted === null ? undefined : known[wanted];
    if (value === undefined || (wanted === "firstName" && isGreeted)) continue;
    if (wanted === "firstName") isGreeted = true;
    values[key] = value;
  }
  return values;
}

/** What can be filled in of the places that nobody has touched yet; null when there is nothing more. A place that was emptied stays empty. */
export function prefillMore(
  facts: TemplateFacts,
  known: KnownFacts,
  values: Readonly<Record<string, string>>,
): Record<string, string> | null {
  const more = Object.entries(prefill(facts, known)).filter(([key]) => values[key] === undefined);
  return more.length === 0 ? null : { ...values, ...Object.fromEntries(more) };
}
