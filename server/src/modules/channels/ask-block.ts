import { errorFor, retryDelay, type Blockable } from "@balcao/whatsapp";
import type { GraphNumber } from "./graph.ts";

/** without an answer of Graph's; with the waits some ten minutes */
const MOST_ATTEMPTS = 8;
const WAIT_MS = 5000;

export type BlockOutcome =
  | { kind: "done" }
  /** for good; `code` null = no answer could be had */
  | { kind: "refused"; code: number | null }
  | { kind: "later"; waitMs: number };

/** Asks Meta for a block, or its end: what passes by itself is to be asked again, anything else is told. `attempt`: from 1. */
export async function askBlock(
  number: GraphNumber,
  person: Blockable,
  isBlock: boolean,
  attempt: number,
): Promise<BlockOutcome> {
  const answer = await number.block(person, isBlock);
  if (answer.kind === "done") return answer;
  if (answer.kind === "no_answer")
    return attempt < MOST_ATTEMPTS
      ? { kind: "later", waitMs: WAIT_MS * 2 ** (attempt - 1) }
      : { kind: "refused", code: null };
  const { code, subcode } = answer.error;
  const rule = errorFor(code, subcode);
  return rule.class === "retry_later" && attempt < rule.attempts
    ? { kind: "later", waitMs: retryDelay(rule, attempt, 0) }
    : { kind: "refused", code };
}
