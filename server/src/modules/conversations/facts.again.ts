import { goesUntil, signed, templateContent, templateProblems, type AgentContent } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { enqueueSends, sendAgainAfter, stopNumber, stopsNumber, type NewSend } from "../channels/index.ts";
import { findTemplates } from "../templates/index.ts";
import { buryWamids, loadAgain, unsend, uploadAnew, type AgainRow } from "./again.queries.ts";
import type { Refused } from "./facts.people.ts";
import { UPLOAD_LIFE_MS } from "./files.rows.ts";
import { requestOf } from "./writer.ts";

/** Meta could not use the file of a message. */
const FILE_REFUSED = 131053;

/** Is it an error after which a message may go again by itself? */
export const mayPass = (code: number | null): boolean =>
  code === FILE_REFUSED || sendAgainAfter(code, 1) !== null;

/** A message that failed by a status, with the id under which it did. */
export type FailedLate = Refused & { wamid: string };
type Candidate = AgainRow & { failed: FailedLate; until: number; anew: boolean };

/** What a message says, as it would be said now; null when it cannot be said any more. */
async function contentAgain(tx: Tx, row: AgainRow): Promise<AgentContent | null> {
  const { content, accountId, channelId } = row;
  switch (content.type) {
    case "template": {
      const { name, language } = content;
      const [facts] = await findTemplates(tx, [{ accountId, channelId, name, language }]);
      return facts && templateProblems(facts, content).length === 0 ? templateContent(facts, content) : null;
    }
    case "text":
    case "buttons":
    case "list":
    case "location":
    case "contacts":
    case "interactive":
      return content;
    case "sticker":
    case "image":
    case "video":
    case "audio":
    case "document": {
      const { type, caption, fileName, voice } = content;
      return row.mediaId === null ? null : { type, caption, fileName, voice };
    }
    default:
      return null;
  }
}

/** May it go again, when, and with its file put at Meta anew? */
function judged(row: AgainRow, failed: FailedLate, now: number): Candidate | null {
  const { code } = failed;
  const { mediaId, uploadedAt, createdAt, attempts } = row;
  // a file that was there before the message may be gone at Meta; one that was put there for it was refused for itself
  const isOldFile = code === FILE_REFUSED && attempts === 1 && uploadedAt !== null && uploadedAt < createdAt;
  const wait = isOldFile ? 0 : sendAgainAfter(code, attempts);
  if (wait === null) return null;
  const until = now + wait;
  if (until > goesUntil(createdAt, row.author !== "agent")) return null;
  const anew = mediaId !== null && (isOldFile || (uploadedAt !== null && uploadedAt < now - UPLOAD_LIFE_MS));
  return { ...row, failed, until, anew };
}

async function sendOf(tx: Tx, one: Candidate): Promise<NewSend | null> {
  const content = await contentAgain(tx, one);
  if (content === null) return null;
  const { accountId, id: messageId, channelId, conversationId, contactId, seq, mediaId, signature } = one;
  const graphMediaId = one.anew ? null : one.graphMediaId;
  const file = mediaId === null ? null : { mediaId, graphMediaId };
  return {
    accountId,
    messageId,
    channelId,
    conversationId,
    contactId,
    seq,
    automatic: one.author !== "agent",
    recipient: { kind: one.recipientKind, value: one.recipientValue },
    request: {
      content: requestOf(signature === null ? content : signed(content, signature), file),
      quotedWamid: one.quotedWamid,
    },
    waitsForFile: file !== null && graphMediaId === null,
    queuedAt: one.createdAt,
    notBefore: one.until,
    attempt: one.attempts,
  };
}

/**
 * Messages that Meta took and then failed for a reason that passes, or that stops the whole number, go again under the same name, as those do
 * that it refuses at once: after a pause, as often as the error allows, while they are not stale. Answers those that wait now.
 */
export async function sendAgain(tx: Tx, failed: readonly FailedLate[], now: number): Promise<Set<string>> {
  for (const {
    message: { accountId, channelId },
    code,
  } of failed)
    if (stopsNumber(code)) await stopNumber(tx, { accountId, channelId }, code ?? 0, now, true);
  const hopeful = failed.filter(({ code }) => mayPass(code));
  if (hopeful.length === 0) return new Set();
  const byId = new Map(hopeful.map((one) => [one.message.id, one]));
  const rows = await loadAgain(
    tx,
    hopeful.map(({ message: { accountId, id } }) => ({ accountId, id })),
  );
  const going: { one: Candidate; send: NewSend }[] = [];
  for (const row of rows) {
    const told = byId.get(row.id);
    const one = told ? judged(row, told, now) : null;
    const send = one ? await sendOf(tx, one) : null;
    if (one && send) going.push({ one, send });
  }
  if (going.length === 0) return new Set();
  await buryWamids(
    tx,
    going.map(
      ({
        one: {
          accountId,
          channelId,
          id,
          failed: { wamid },
        },
      }) => ({
        accountId,
        channelId,
        wamid,
        messageId: id,
      }),
    ),
    now,
  );
  await unsend(
    tx,
    going.map(({ one }) => one),
    now,
  );
  await uploadAnew(
    tx,
    going.flatMap(({ one: { accountId, anew, mediaId } }) =>
      anew && mediaId !== null ? [{ accountId, id: mediaId }] : [],
    ),
  );
  await enqueueSends(
    tx,
    going.map(({ send }) => send),
  );
  return new Set(going.map(({ one }) => one.id));
}
