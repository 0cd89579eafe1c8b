import type { FieldValue } from "../fields/fields.ts";

/** How long a union of two contacts can be taken back (milliseconds). */
export const MERGE_UNDO_MS = 30 * 24 * 3_600_000;

/** What of a contact another one may have otherwise, or beside. */
export type MergeFacts = {
  name: string | null;
  profileName: string | null;
  username: string | null;
  phone: string | null;
  organisationId: string | null;
  email: string | null;
  /** null = on somebody's word */
  emailConfirmedAt: number | null;
  fields: Readonly<Record<string, FieldValue>>;
  labelIds: readonly string[];
};

const SINGLE = ["name", "profileName", "username", "phone", "organisationId"] as const;

/** What one contact has once another was merged into it: its own, and of the other what it did not have. */
export const mergedFacts = (kept: MergeFacts, gone: MergeFacts): MergeFacts => ({
  name: kept.name ?? gone.name,
  profileName: kept.profileName ?? gone.profileName,
  username: kept.username ?? gone.username,
  phone: kept.phone ?? gone.phone,
  organisationId: kept.organisationId ?? gone.organisationId,
  email: kept.email ?? gone.email,
  emailConfirmedAt: kept.email === null ? gone.emailConfirmedAt : kept.emailConfirmedAt,
  fields: { ...gone.fields, ...kept.fields },
  labelIds: [...new Set([...kept.labelIds, ...gone.labelIds])],
});

/** The same contact once the merge is taken back: what came by it goes, unless somebody has changed it since. */
export function unmergedFacts(now: MergeFacts, before: MergeFacts, after: MergeFacts): MergeFacts {
  const result: MergeFacts = { ...now };
  for (const name of SINGLE)
    if (before[name] !== after[name] && now[name] === after[name]) result[name] = before[name];
  if (before.email !== after.email && now.email === after.email) {
    result.email = before.email;
    result.emailConfirmedAt = before.emailConfirmedAt;
  }
  const stays = ([id, value]: [string, FieldValue]): boolean =>
    id in before.fields || value !== after.fields[id];
  const came = new Set(after.labelIds).difference(new Set(before.labelIds));
  return {
    ...result,
    fields: Object.fromEntries(Object.entries(now.fields).filter(stays)),
    labelIds: now.labelIds.filter((id) => !came.has(id)),
  };
}
