import type { WireError } from "./facts.ts";
import { array, asObject, filled, number, object, text, type Json } from "./read.ts";

export type GraphRefusal = WireError & { subcode: number | null };

export type SendAnswer =
  /** `waId`: the account's own form of the number, which may differ from what was sent to (wire facts, section 14.1) */
  | { kind: "accepted"; wamid: string; waId: string | null; bsuid: string | null; held: boolean }
  | { kind: "refused"; error: GraphRefusal }
  /** cut, empty or not Graph's: it may or may not have been accepted */
  | { kind: "no_answer"; reason: string };

/** Graph's error envelope in an answer, whatever the HTTP status; null when there is none. */
export function errorOf(root: Json | null): GraphRefusal | null {
  const error = object(root, "error");
  const code = number(error, "code");
  if (error === null || code === null) return null;
  const data = object(error, "error_data");
  return {
    code,
    subcode: number(error, "error_subcode"),
    title: filled(error, "error_user_title"),
    message: text(error, "message"),
    details: filled(data, "details") ?? filled(error, "error_data") ?? filled(error, "error_user_msg"),
  };
}

/**
 * What Graph said to a send. Graph's error envelope is an answer, whatever the HTTP status; anything else that is not a
 * success with an id is none: the message may be on its way, so it must not be sent again.
 */
export function parseAnswer(httpStatus: number, body: string): SendAnswer {
  let root;
  try {
    root = asObject(JSON.parse(body));
  } catch {
    return { kind: "no_answer", reason: `http_${httpStatus}_not_json` };
  }
  const error = errorOf(root);
  if (error !== null) return { kind: "refused", error };
  const sent = asObject(array(root, "messages")[0]);
  const wamid = filled(sent, "id");
  if (httpStatus < 200 || httpStatus > 299 || wamid === null)
    return { kind: "no_answer", reason: `http_${httpStatus}_without_id` };
  const person = asObject(array(root, "contacts")[0]);
  return {
    kind: "accepted",
    wamid,
    waId: filled(person, "wa_id"),
    bsuid: filled(person, "user_id"),
    held: text(sent, "message_status") === "held_for_quality_assessment",
  };
}
