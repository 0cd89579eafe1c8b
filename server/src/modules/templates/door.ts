import type { ExampleAnswer, TemplateAnswer } from "@balcao/whatsapp";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { conflict, invalid, ProblemError } from "../../platform/problem.ts";
import { loadNumbers, type GraphNumber } from "../channels/index.ts";
import type { TemplatesChanged } from "./sync.ts";

/** Declared here, filled by web.ts: how Meta is reached, what a file really is, and who has to hear of a change. */
export type TemplateDoor = {
  number: (channelId: string) => Promise<GraphNumber | null>;
  typeOf: (bytes: Buffer, name: string) => Promise<{ mimeType: string }>;
  onChanged: TemplatesChanged;
};

/** What Meta said no to, in its own words; and what it did not answer, which may have been done. */
export function refusalOf(
  answer: Exclude<TemplateAnswer | ExampleAnswer, { kind: "done" | "uploaded" }>,
): ProblemError {
  if (answer.kind === "no_answer") return new ProblemError(502, "template_unanswered");
  const { code, subcode, title, message, details } = answer.error;
  return conflict("template_refused", { code: subcode ?? code, title, message: details ?? message });
}

/** The number through which a business account is reached; refused when the company has none of it. */
export async function numberOf(
  deps: Deps,
  door: TemplateDoor,
  actor: Actor,
  wabaId: string,
): Promise<GraphNumber> {
  const wabas = await inAccount(deps.app, actor.accountId, loadNumbers);
  const channelId = wabas.find((waba) => waba.wabaId === wabaId)?.numbers[0]?.id;
  const number = channelId === undefined || wabaId === "" ? null : await door.number(channelId);
  if (number === null) throw invalid([{ path: "wabaId", code: "unknown_number" }]);
  return number;
}
