import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import type { SealedColumn } from "../../platform/reseal.ts";
import { loadServers } from "./mail.queries.ts";
import { codesSince, insertMails, type MailKind } from "./outbox.queries.ts";

/** A mail that is to go out with the transaction that asks for it. */
export type NewMail = {
  accountId: string;
  kind: MailKind;
  to: string;
  subject: string;
  text: string;
  /** names what it tells: the same cause goes out once */
  cause: string;
  /** after that moment it is of no use any more */
  expiresAt: number;
};

/** What waits is sealed: a code is a secret until it was used. */
export const contentSealedFor = (accountId: string, id: string): string => `mail:${accountId}:${id}:content`;
export const sealedMails: SealedColumn = {
  table: "mail",
  column: "content_sealed",
  ids: ["account_id", "id"],
  place: ({ account_id: accountId = "", id = "" }) => contentSealedFor(accountId, id),
};

/** Lets mails wait, in the caller's transaction. Whether the account's mail is on is the caller's to ask (`mailReady`). */
export async function enqueueMails(
  tx: Tx,
  { sealer }: Pick<Deps, "sealer">,
  mails: readonly NewMail[],
  now: number,
): Promise<void> {
  if (mails.length === 0) return;
  const rows = mails.map(({ accountId, kind, to, subject, text, cause, expiresAt }) => {
    const id = uuidv7();
    const sealed = sealer.seal(JSON.stringify({ subject, text }), contentSealedFor(accountId, id));
    return { accountId, id, kind, to, sealed, cause, dueAt: now, expiresAt };
  });
  await insertMails(tx, rows, now);
}

/** Those of the accounts that have a mail server which is switched on. */
export async function mailReady(tx: Tx, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0) return new Set();
  return new Set((await loadServers(tx, accountIds)).map(({ accountId }) => accountId));
}

/** How many confirmation codes each of these addresses was sent since a moment. */
export async function countCodes(
  tx: Tx,
  wanted: readonly { accountId: string; address: string }[],
  since: number,
): Promise<(accountId: string, address: string) => number> {
  const counts = new Map(
    (await codesSince(tx, wanted, since)).map((row) => [`${row.accountId} ${row.address}`, row.count]),
  );
  return (accountId, address) => counts.get(`${accountId} ${address}`) ?? 0;
}
