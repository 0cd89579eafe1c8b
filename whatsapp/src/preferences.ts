import type { NoticeFact, WireIdentity } from "./facts.ts";
import { identityOf, peopleOf } from "./parse-identity.ts";
import { array, asObject, filled, phone, seconds } from "./read.ts";

/** Whether a person wants marketing from us, as chosen in WhatsApp. `at` in epoch milliseconds. */
export type MarketingChoice = { person: WireIdentity; stopped: boolean; at: number };

const STOPPED: Readonly<Record<string, boolean>> = { stop: true, resume: false, signup: false };

/**
 * The choices a `user_preferences` notice tells of (wire facts, section 3.2); `now` is the time of those that carry none. What
 * is about something else, or about nobody, is left out.
 */
export function marketingChoices({ field, value }: NoticeFact, now: number): MarketingChoice[] {
  if (field !== "user_preferences") return [];
  const content = asObject(value);
  const people = peopleOf(content ?? {});
  const items = array(content, "user_preferences");
  return items.flatMap((item) => {
    const said = asObject(item);
    const wish = filled(said, "value") ?? "";
    if (filled(said, "category") !== "marketing_messages" || !Object.hasOwn(STOPPED, wish)) return [];
    const named = {
      waId: phone(said, "wa_id"),
      bsuid: filled(said, "user_id"),
      parentBsuid: filled(said, "parent_user_id"),
    };
    const person = identityOf(people, named, items.length === 1);
    if (person.waId === null && person.bsuid === null) return [];
    return [{ person, stopped: STOPPED[wish] === true, at: seconds(said, "timestamp") ?? now }];
  });
}
