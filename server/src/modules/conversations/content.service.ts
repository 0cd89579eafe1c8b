import type { CommandResult, SendComposed, SendText } from "@balcao/api";
import { agentReply, composed, compositionProblems, type AgentContent, type Composition } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { invalid } from "../../platform/problem.ts";
import { command, quotedWamidOf } from "./conversations.service.ts";

type Sending = { key: string; quotedMessageId: string | null; draftAt?: number | undefined };

/** Sends what an agent wrote or put together; `contentOf` makes it in the account's language. The same key again has no effect. */
async function sendContent(
  deps: Deps,
  actor: Actor,
  id: string,
  { key, quotedMessageId, draftAt }: Sending,
  contentOf: (locale: "pt-BR" | "en") => AgentContent,
): Promise<CommandResult> {
  const quotedWamid = await quotedWamidOf(deps, actor, id, quotedMessageId);
  return command(
    deps,
    actor,
    id,
    key,
    (state, context, _running, now) =>
      agentReply(state, actor.agentId, contentOf(context.locale), context, now),
    { quotedWamid, draftAt },
  );
}

export const sendText = (deps: Deps, actor: Actor, id: string, body: SendText): Promise<CommandResult> =>
  sendContent(deps, actor, id, body, () => ({ type: "text", body: body.text }));

/** Refuses, field by field, what WhatsApp would not take. `at`: where it stands in the request. */
export function checkComposition(composition: Composition, at: string): void {
  const problems = compositionProblems(composition);
  if (problems.length > 0) throw invalid(problems.map(({ path, code }) => ({ path: `${at}.${path}`, code })));
}

/** Sends a place, contact cards, a menu or what asks the customer to do something. Refused field by field when WhatsApp would not take it. */
export async function sendComposed(
  deps: Deps,
  actor: Actor,
  id: string,
  body: SendComposed,
): Promise<CommandResult> {
  checkComposition(body.content, "content");
  return sendContent(deps, actor, id, body, (locale) => {
    const content = composed(body.content, locale);
    if (content === null) throw invalid([{ path: "content", code: "invalid" }]);
    return content;
  });
}
