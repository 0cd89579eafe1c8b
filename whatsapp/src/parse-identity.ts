import type { WireError, WireIdentity } from "./facts.ts";
import { array, asObject, filled, number, object, phone, text, type Json } from "./read.ts";

/** The people of one change's `contacts[]`. */
export type People = { entries: Json[]; byUser: Map<string, Json> | null; byPhone: Map<string, Json> | null };

/** `contacts[]` stands beside `messages[]` without a common index (wire facts, section 3). */
export function peopleOf(content: Json | null): People {
  const entries: Json[] = [];
  for (const item of array(content, "contacts")) {
    const entry = asObject(item);
    if (entry !== null) entries.push(entry);
  }
  if (entries.length < 2) return { entries, byUser: null, byPhone: null };
  const byUser = new Map<string, Json>();
  const byPhone = new Map<string, Json>();
  for (const entry of entries) {
    const user = filled(entry, "user_id");
    const waId = phone(entry, "wa_id");
    if (user !== null) byUser.set(user, entry);
    if (waId !== null) byPhone.set(waId, entry);
  }
  return { entries, byUser, byPhone };
}

/** What an item itself says about its person, before `contacts[]` is asked. */
export type Named = { waId: string | null; bsuid: string | null; parentBsuid: string | null };

/**
 * The contact entry of a person: by BSUID, else by phone. `alone` = the only item of the change: its only contact is its
 * person even when they share no id, as long as no id contradicts.
 */
function entryOf(people: People, named: Named, alone: boolean): Json | null {
  const { byUser, byPhone, entries } = people;
  if (byUser !== null && byPhone !== null) {
    const found = named.bsuid === null ? undefined : byUser.get(named.bsuid);
    return found ?? (named.waId === null ? null : (byPhone.get(named.waId) ?? null));
  }
  const entry = entries[0];
  if (entry === undefined) return null;
  const user = filled(entry, "user_id");
  const waId = phone(entry, "wa_id");
  if (user !== null && user === named.bsuid) return entry;
  if (waId !== null && waId === named.waId) return entry;
  const contradicts = (user !== null && named.bsuid !== null) || (waId !== null && named.waId !== null);
  return alone && !contradicts ? entry : null;
}

/** Everything known about who an item is from or for; what the item says stands above what its contact entry says. */
export function identityOf(people: People, named: Named, alone: boolean): WireIdentity {
  const entry = entryOf(people, named, alone);
  const profile = object(entry, "profile");
  const username = text(profile, "username")?.replace(/^@/, "") ?? "";
  return {
    waId: named.waId ?? phone(entry, "wa_id"),
    bsuid: named.bsuid ?? filled(entry, "user_id"),
    parentBsuid: named.parentBsuid ?? filled(entry, "parent_user_id"),
    username: username === "" ? null : username,
    profileName: filled(profile, "name"),
  };
}

/** One element of an `errors` array of webhooks (wire facts, section 5.1); null when it has no code. */
export function errorOf(entry: unknown): WireError | null {
  const error = asObject(entry);
  const code = number(error, "code");
  if (code === null) return null;
  return {
    code,
    title: filled(error, "title"),
    message: filled(error, "message"),
    // a text in some answers, an object in others (wire facts, section 7.4)
    details: filled(object(error, "error_data"), "details") ?? filled(error, "error_data"),
  };
}

export function errorsOf(source: Json | null): WireError[] {
  const errors: WireError[] = [];
  for (const entry of array(source, "errors")) {
    const error = errorOf(entry);
    if (error !== null) errors.push(error);
  }
  return errors;
}
