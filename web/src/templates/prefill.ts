import { firstNameOf, templatePlaces, type TemplateFacts } from "@balcao/core";

/** Whom a text greets stands right after the greeting, or begins the text. */
const GREETED =
  /^(?:\s*|.*\b(?:ol[áa]|oi|bom dia|boa tarde|boa noite|prezad[oa]|car[oa]|hello|hi|hey|dear|hola|estimad[oa])[\s,!.:]*)$/isu;
const NAMES = /^(?:primeiro_)?nome|^(?:first_)?name|^(?:cliente|contato|customer|contact)(?:_nome|_name)?$/u;

/** What can be filled in without asking: the person's first name, where the text greets them. */
export function prefill(facts: TemplateFacts, contactName: string | null): Record<string, string> {
  const name = contactName === null ? "" : firstNameOf(contactName);
  if (name === "") return {};
  const greeted = templatePlaces(facts).find((place) => {
    if (place.where !== "body") return false;
    if (facts.parameterFormat === "NAMED") return NAMES.test(place.name);
    const [before = ""] = facts.body.split(new RegExp(`\\{\\{\\s*${place.name}\\s*\\}\\}`, "u"));
    return GREETED.test(before);
  });
  return greeted ? { [greeted.key]: name } : {};
}
