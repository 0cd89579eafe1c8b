import type { CommandResult } from "@balcao/api";
import { agentReply, type ComposedContent, type MessageContent, type AgentContent } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { conflict, notFound } from "../../platform/problem.ts";
import { goesAsVoice } from "../media/index.ts";
import { command } from "./conversations.service.ts";
import { sentFile } from "./files.rows.ts";
import { sendTemplate } from "./templates.service.ts";
import { againAt, findMessage } from "./thread.queries.ts";

const isComposed = (content: MessageContent): content is ComposedContent =>
  ["location", "contacts", "interactive", "buttons", "list"].includes(content.type);

/**
 * Sends a message that did not arrive again, as a new message: the old one keeps its truth. A template goes as it is approved
 * now, with what was filled in then. Refused while Meta would only refuse it again.
 */
export async function retryMessage(
  deps: Deps,
  actor: Actor,
  id: string,
  messageId: string,
  key: string,
): Promise<CommandResult> {
  const { message, file } = await inAccount(deps.app, actor.accountId, async (tx) => ({
    message: await findMessage(tx, actor.accountId, id, messageId),
    file: await sentFile(tx, actor.accountId, messageId),
  }));
  if (!message || message.author === "contact" || !["failed", "unknown"].includes(message.status))
    throw notFound();
  const again = againAt(message);
  if (again !== null && deps.clock.now() < again.getTime())
    throw conflict("retry_too_soon", { at: again.toISOString() });
  const { content: sent, text } = message;
  if (sent.type === "template") return sendTemplate(deps, actor, id, { ...sent, key, quotedMessageId: null });
  const content: AgentContent | null = file
    ? { type: file.kind, caption: text, fileName: file.fileName, voice: goesAsVoice(file) }
    : isComposed(sent)
      ? sent
      : text === null || text === ""
        ? null
        : { type: "text", body: text };
  if (!content) throw notFound();
  return command(
    deps,
    actor,
    id,
    key,
    (state, context, _running, now) => agentReply(state, actor.agentId, content, context, now),
    { file },
  );
}
