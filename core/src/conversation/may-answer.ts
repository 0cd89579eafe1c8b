import type { ConversationContext, ConversationState } from "./types.ts";

/**
 * May this agent write to the customer, as far as the account asks for one responsible person? Where the first answer takes a conversation
 * that is nobody's, it still does. Notes and reactions answer nobody: they are not asked about.
 */
export const mayAnswer = (
  { agentId }: Pick<ConversationState, "agentId">,
  me: string,
  account: Pick<ConversationContext, "onlyResponsibleReplies" | "assignOnFirstReply">,
): boolean =>
  account.onlyResponsibleReplies !== true ||
  agentId === me ||
  (agentId === null && account.assignOnFirstReply);
