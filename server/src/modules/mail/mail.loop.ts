import type { Deps } from "../../platform/deps.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { contentSealedFor } from "./mail.door.ts";
import { loadServers } from "./mail.queries.ts";
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

type Target = ReturnType<typeof serverOf>;

/** Sends one. Without a clear answer it may have gone out, and goes out again: at least once, under the same name. */
async function sendOne(deps: Deps, mail: ClaimedMail, target: Target | undefined): Promise<MailEnd> {
  const { accountId, id, fence } = mail;
  const now = deps.clock.now();
  const again = (error: string): MailEnd => {
    const dueAt = now + waitAfter(mail.attempts);
    return { accountId, id, fence, state: "waiting", error, dueAt };
  };
  // switched off between claim and sending
  if (!target) return again("mail_off");
  const content = deps.sealer.open(mail.sealed, contentSealedFor(accountId, id));
  const { subject, text } = JSON.parse(content) as { subject: string; text: string };
  const outcome = await deps.mailer.send(target.server, {
    id,
    from: target.from,
    to: mail.to,
    subject,
    text,
  });
  if (outcome.ok) return { accountId, id, fence, state: "sent" };
  deps.log.warn("mail.refused", { accountId, mailId: id, isFinal: outcome.isFinal, said: outcome.said });
  if (outcome.isFinal) return { accountId, id, fence, state: "failed", error: outcome.said };
  return again(outcome.said);
}

async function round(deps: Deps): Promise<number> {
  const claimed = await claimMails(deps.system, deps.clock.now(), BATCH);
  if (claimed.length === 0) return 0;
  const settings = await loadServers(deps.system, [...new Set(claimed.map(({ accountId }) => accountId))]);
  const targets = new Map(settings.map((row) => [row.accountId, serverOf(deps, row)]));
  const ends = await Promise.all(claimed.map((mail) => sendOne(deps, mail, targets.get(mail.accountId))));
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
