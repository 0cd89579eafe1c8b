import { errorFor, retryDelay, type GraphRefusal, type UploadFile } from "@balcao/whatsapp";
import type { GraphNumber } from "./graph.ts";

/** a number that is shut is tried once a minute, as its texts are */
const SHUT_MS = 60_000;
/** without an answer: with waits of up to a minute, about half an hour */
const MOST_UNANSWERED = 40;
const MEDIA_REFUSED = 131053;

export type FileRefusal = Pick<GraphRefusal, "code" | "title" | "message" | "details">;

/** What came of putting a file at Meta. */
export type PutOutcome =
  | { kind: "uploaded"; id: string }
  /** `stops`: Meta's code when nothing on the number can go */
  | { kind: "later"; waitMs: number; reason: string; stops: number | null }
  | { kind: "refused"; error: FileRefusal };

/** What our own side refuses, told as Meta would tell it. */
export const fileRefused = (message: string): PutOutcome => ({
  kind: "refused",
  error: { code: MEDIA_REFUSED, title: null, message, details: null },
});

const waitAfter = (attempt: number): number => Math.min(60_000, 1000 * 2 ** Math.min(attempt, 10));

/** Reads Meta's refusal as that of a text is read: what passes is tried again, what is final is final. */
function judge(error: GraphRefusal, attempt: number): PutOutcome {
  const rule = errorFor(error.code, error.subcode);
  const reason = `upload_${error.code}`;
  if (rule.stopsNumber) return { kind: "later", waitMs: SHUT_MS, reason, stops: error.code };
  if (rule.class === "retry_later" && attempt < rule.attempts)
    return { kind: "later", waitMs: Math.max(1000, retryDelay(rule, attempt, 0)), reason, stops: null };
  return { kind: "refused", error };
}

/** Puts a file at Meta. Without an answer it is to be done again: twice costs a second id and nothing else. `attempt`: from 1. */
export async function putFile(number: GraphNumber, file: UploadFile, attempt: number): Promise<PutOutcome> {
  const answer = await number.uploadFile(file);
  if (answer.kind === "uploaded") return answer;
  if (answer.kind === "refused") return judge(answer.error, attempt);
  if (attempt >= MOST_UNANSWERED) return fileRefused(answer.reason);
  return { kind: "later", waitMs: waitAfter(attempt), reason: answer.reason, stops: null };
}
