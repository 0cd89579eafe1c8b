import { randomInt } from "node:crypto";
import { CODE_LASTS_MS, codeIn, emailIn, type EmailKnowledge } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { emailOwners, putEmail } from "../contacts/index.ts";
import { countCodes, enqueueMails, mailReady } from "../mail/index.ts";
import type { AccountContext } from "../settings/index.ts";
import codeWords from "./code-words.json" with { type: "json" };
import type { LoadedConversation } from "./load.queries.ts";
import type { NotedEmail } from "./tickets.door.ts";
import type { Writer } from "./writer.ts";

/** An address gets no more codes than that in an hour, whoever writes it: nobody's mailbox is filled by strangers. */
const MOST_CODES = 3;
const HOUR_MS = 3_600_000;
const CODES = 1_000_000;

/** What is known of what customers write about e-mail while a batch is handled. */
export type EmailBook = {
  /** of this text, in this conversation; undefined = there is nothing in it to know anything of */
  of(loaded: LoadedConversation, text: string | null): EmailKnowledge | undefined;
  /** the code of this keyed hash; null = it was not made here */
  codeOf(mac: string): string | null;
};

/** A code counts in the one conversation, for the one address. */
const boundTo = (accountId: string, conversationId: string, address: string): string =>
  `email_code:${accountId}:${conversationId}:${address}`;

type Said = { accountId: string; text: string | null };

/** Reads all that the batch may need, in a few queries, and in none when nobody writes an address. `said`: to accounts that ask for one. */
export async function openEmailBook(
  tx: Tx,
  { sealer }: Pick<Deps, "sealer">,
  said: readonly Said[],
  now: number,
): Promise<EmailBook> {
  const wanted = said.flatMap(({ accountId, text }) => {
    const address = text?.includes("@") ? emailIn(text) : null;
    return address === null ? [] : [{ accountId, address }];
  });
  const owners = Map.groupBy(
    await emailOwners(tx, wanted),
    ({ accountId, address }) => `${accountId} ${address}`,
  );
  const ready = await mailReady(tx, [...new Set(wanted.map(({ accountId }) => accountId))]);
  const sent = await countCodes(tx, wanted, now - HOUR_MS);
  const isLookedUp = new Set(wanted.map(({ accountId, address }) => `${accountId} ${address}`));
  const codes = new Map<string, string>();
  const madeHere = new Map<string, number>();
  const fresh = (accountId: string, conversationId: string, address: string): string | null => {
    const place = `${accountId} ${address}`;
    const count = sent(accountId, address) + (madeHere.get(place) ?? 0);
    if (!ready.has(accountId) || count >= MOST_CODES) return null;
    madeHere.set(place, (madeHere.get(place) ?? 0) + 1);
    const code = String(randomInt(CODES)).padStart(6, "0");
    const mac = sealer.mac(code, boundTo(accountId, conversationId, address));
    codes.set(mac, code);
    return mac;
  };
  return {
    codeOf: (mac) => codes.get(mac) ?? null,
    of({ accountId, contactId, state }, text) {
      if (text === null) return undefined;
      const address = emailIn(text);
      if (address !== null) {
        // whose it is nobody asked, when the account has just stopped asking: then it is not taken for anybody's
        if (!isLookedUp.has(`${accountId} ${address}`)) return { owner: "other", fresh: null, typed: null };
        const contacts = owners.get(`${accountId} ${address}`) ?? [];
        const isSelf = contacts.some((owner) => owner.contactId === contactId);
        const owner = contacts.length === 0 ? "nobody" : isSelf ? "self" : "other";
        return { owner, fresh: owner === "other" ? fresh(accountId, state.id, address) : null, typed: null };
      }
      const digits = codeIn(text);
      const sentTo = state.bot.email?.code?.address;
      if (digits === null || sentTo === undefined) return undefined;
      const typed = sealer.mac(digits, boundTo(accountId, state.id, sentTo));
      return { owner: "nobody", fresh: null, typed };
    },
  };
}

/**
 * Puts on the contacts what they said of themselves, or proved. Answers the notes for the tickets: what turned out to be somebody else's
 * meanwhile stands there as that.
 */
export async function saveEmails(tx: Tx, emails: readonly NotedEmail[], now: number): Promise<NotedEmail[]> {
  const noted: NotedEmail[] = [];
  for (const email of emails.toSorted((a, b) => (a.address < b.address ? -1 : 1))) {
    const { accountId, contactId, address, standing } = email;
    const isConfirmed = standing === "confirmed";
    const isKept =
      standing === "of_another" || (await putEmail(tx, { accountId, contactId, address, isConfirmed }, now));
    noted.push(isKept ? email : { ...email, standing: "of_another" });
  }
  return noted;
}

/** Lets the codes that were decided upon go out by mail. */
export async function mailCodes(
  tx: Tx,
  deps: Pick<Deps, "sealer">,
  codes: Writer["codes"],
  book: EmailBook,
  contexts: ReadonlyMap<string, AccountContext>,
  now: number,
): Promise<void> {
  const mails = codes.map(({ accountId, conversationId, address, mac }) => {
    const code = book.codeOf(mac);
    const context = contexts.get(accountId);
    if (code === null || !context) throw new Error("a code that is to be mailed was made in this batch");
    const { subject, text } = codeWords[context.locale];
    const fill = (words: string): string =>
      words.replaceAll("{company}", () => context.accountName).replaceAll("{code}", () => code);
    return {
      accountId,
      kind: "code" as const,
      to: address,
      subject: fill(subject),
      text: fill(text),
      cause: `code:${conversationId}:${mac}`,
      expiresAt: now + CODE_LASTS_MS,
    };
  });
  await enqueueMails(tx, deps, mails, now);
}
