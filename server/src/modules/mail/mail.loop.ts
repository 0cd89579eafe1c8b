import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import type { MailOutcome } from "../../platform/mailer.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { contentSealedFor } from "./mail.door.ts";
import { loadServers, type MailSettingRow } from "./mail.queries.ts";
import { serverOf } from "./mail.server.ts";
import { claimMails, endMails, tidyMails, type ClaimedMail, type MailEnd } from "./outbox.queries.ts";

const POLL_MS = 1000;
const BATCH = 10;
const MINUTE_MS = 60_000;
/** How long is waited after each try that failed; after the last of them as long again, until the mail's time is over. */
const WAITS_MS = [1, 2, 5, 15, 30, 60].map((minutes) => minutes * MINUTE_MS);
const TIDY_MS = MINUTE_MS;
const KEPT_MS = 7 * 86_400_000;

const waitAfter = (attempts: number): number =>
  WAITS_MS[Math.min(attempts, WAITS_MS.length) - 1] ?? MINUTE_MS;

/** Hands one to its server. What is sealed by a key that is not there any more is told apart: no other mail waits for it, or goes out twice. */
async function handOver(
  deps: Deps,
  { accountId, id, to, sealed }: ClaimedMail,
  setting: MailSettingRow,
): Promise<MailOutcome> {
  let content: string;
  let target: ReturnType<typeof serverOf>;
  try {
    content = deps.sealer.open(sealed, contentSealedFor(accountId, id));
    target = serverOf(deps, setting);
  } catch (error) {
    deps.log.error("mail.unreadable", { accountId, mailId: id, ...errorData(error) });
    return { ok: false, isFinal: false, said: "unreadable" };
  }
  const { subject, text } = JSON.parse(content) as { subject: string; text: string };
  return deps.mailer.send(target.server, { id, from: target.from, to, subject, text });
}

/** Sends one. Without a clear answer it may have gone out, and goes out again: at least once, under the same name. */
async function sendOne(deps: Deps, mail: ClaimedMail, setting: MailSettingRow | undefined): Promise<MailEnd> {
  const { accountId, id, fence } = mail;
  const again = (error: string): MailEnd => {
    const dueAt = deps.clock.now() + waitAfter(mail.attempts);
    return { accountId, id, fence, state: "waiting", error, dueAt };
  };
  // switched off between claim and sending
  if (!setting) return again("mail_off");
  const outcome = await handOver(deps, mail, setting);
  if (outcome.ok) return { accountId, id, fence, state: "sent" };
  deps.log.warn("mail.refused", { accountId, mailId: id, isFinal: outcome.isFinal, said: outcome.said });
  if (outcome.isFinal) return { accountId, id, fence, state: "failed", error: outcome.said };
  return again(outcome.said);
}

async function round(deps: Deps): Promise<number> {
  const claimed = await claimMails(deps.system, deps.clock.now(), BATCH);
  if (claimed.length === 0) return 0;
  const settings = await loadServers(deps.system, [...new Set(claimed.map(({ accountId }) => accountId))]);
  const byAccount = new Map(settings.map((row) => [row.accountId, row]));
  const ends = await Promise.all(claimed.map((mail) => sendOne(deps, mail, byAccount.get(mail.accountId))));
  await endMails(deps.system, ends, deps.clock.now());
  return claimed.length;
}

/** Sends the mails that wait, each at least once, and gives up what its time has passed over. */
export function mailLoop(deps: Deps): Loop {
  let tidiedAt = -Infinity;
  const tidy = async (): Promise<void> => {
    if (performance.now() - tidiedAt < TIDY_MS) return;
    tidiedAt = performance.now();
    await tidyMails(deps.system, deps.clock.now(), KEPT_MS);
  };
  return workLoop(deps, {
    name: "mails",
    topic: "mails",
    pollMs: POLL_MS,
    full: BATCH,
    async round() {
      await tidy();
      return round(deps);
    },
    async drain() {
      await tidyMails(deps.system, deps.clock.now(), KEPT_MS);
      let total = 0;
      for (let count = await round(deps); count > 0; count = await round(deps)) total += count;
      return total;
    },
  });
}
