/** For which conversations a person wants to be called: those they answer, also those that wait for their teams, all they see, none. */
export const CALL_RULES = ["mine", "team", "all", "none"] as const;
export type CallRule = (typeof CALL_RULES)[number];

/** Does a customer's message in this conversation call this person? What the bot answers calls only who wants all. */
export function callsFor(
  rule: CallRule,
  conversation: { agentId: string | null; teamId: string; owner: string },
  me: { agentId: string; teamIds: readonly string[] },
): boolean {
  if (rule === "all") return true;
  if (rule === "none") return false;
  if (conversation.agentId !== null || rule === "mine") return conversation.agentId === me.agentId;
  return conversation.owner !== "bot" && me.teamIds.includes(conversation.teamId);
}
