import { bearerOf, readText, type GraphClientOptions } from "./graph-http.ts";
import { errorOf, type GraphRefusal } from "./parse-answer.ts";
import { array, asObject, filled, number, object, text, type Json } from "./read.ts";

/** A person as one number knows them: a phone (digits) or a BSUID. */
export type Blockable = { kind: "phone" | "bsuid"; value: string };

export type BlockAnswer =
  | { kind: "done" }
  /** of this person, or of the whole request */
  | { kind: "refused"; error: GraphRefusal }
  /** cut, late, empty or not Graph's: to be asked again, which harms nobody */
  | { kind: "no_answer"; reason: string };

const MOST_ANSWER_BYTES = 100_000;

const refusalOf = (failed: Json | null): GraphRefusal | null => {
  const error = asObject(array(failed, "errors")[0]);
  const code = number(error, "code");
  if (error === null || code === null) return null;
  const details = filled(object(error, "error_data"), "details");
  return { code, subcode: null, title: null, message: text(error, "message"), details };
};

/**
 * What Graph said to a block or its end, asked for one person (wire facts, section 12.5). Of people it could not block it tells one by
 * one, beside an error that says no more than that: the person's own counts.
 */
export function parseBlockAnswer(httpStatus: number, body: string): BlockAnswer {
  let root;
  try {
    root = asObject(JSON.parse(body));
  } catch {
    return { kind: "no_answer", reason: `http_${httpStatus}_not_json` };
  }
  const people = object(root, "block_users");
  const refusal = refusalOf(asObject(array(people, "failed_users")[0])) ?? errorOf(root);
  if (refusal !== null) return { kind: "refused", error: refusal };
  const done = [...array(people, "added_users"), ...array(people, "removed_users")];
  return httpStatus === 200 && done.length > 0
    ? { kind: "done" }
    : { kind: "no_answer", reason: `http_${httpStatus}_without_people` };
}

/** `POST` or `DELETE /{phone number id}/block_users`: said twice it is as said once. Never throws. */
export async function blockUser(
  options: GraphClientOptions,
  phoneNumberId: string,
  person: Blockable,
  isBlock: boolean,
): Promise<BlockAnswer> {
  const entry = person.kind === "phone" ? { user: `+${person.value}` } : { user_id: person.value };
  try {
    const response = await options.fetch(
      `${options.baseUrl}/${options.version}/${encodeURIComponent(phoneNumberId)}/block_users`,
      {
        method: isBlock ? "POST" : "DELETE",
        headers: { ...bearerOf(options), "content-type": "application/json" },
        body: JSON.stringify({ messaging_product: "whatsapp", block_users: [entry] }),
        redirect: "manual",
        signal: AbortSignal.timeout(options.timeoutMs),
      },
    );
    const answer = await readText(response, MOST_ANSWER_BYTES, [options.token]);
    if (answer === null) return { kind: "no_answer", reason: "answer_too_large" };
    return parseBlockAnswer(response.status, answer);
  } catch (error) {
    return { kind: "no_answer", reason: error instanceof Error ? error.name : "failed" };
  }
}
