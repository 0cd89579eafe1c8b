import type { BegunConversation, CommandResult, TemplateList, TemplateView } from "@balcao/api";
import { templateUnusable, type TemplateUse } from "@balcao/core";
import { post } from "../conversations/commands.ts";
import { ApiError } from "../lib/api.ts";
import { patchCache } from "../realtime/cache.ts";

/** The templates that a number can send now, by name. */
export function sendable(list: TemplateList, channelId: string): TemplateView[] {
  const account = list.accounts.find(({ channels }) => channels.some(({ id }) => id === channelId));
  return list.items.filter(
    (template) => template.wabaId === account?.wabaId && templateUnusable(template).length === 0,
  );
}

const show = ({ conversation, message }: CommandResult): void =>
  patchCache([{ type: "conversation", row: conversation, entries: message ? [message] : [] }]);

/** Sends a template into a conversation; throws the server's refusal. The same key again has no second effect. */
export async function sendTemplate(conversationId: string, key: string, use: TemplateUse): Promise<void> {
  show(await post<CommandResult>(`/api/conversations/${conversationId}/template`, { key, ...use }));
}

export type Beginning = {
  channelId: string;
  to: { phone: string } | { contactId: string };
  teamId: string;
  template: TemplateUse;
};

/** Begins a conversation with a template, or answers the one that is open with this person already. */
export async function beginConversation(key: string, body: Beginning): Promise<BegunConversation> {
  const begun = await post<BegunConversation>("/api/conversations", { key, ...body });
  show(begun);
  return begun;
}

/** After a refusal another try is another command. Without an answer it may have been done: the same key finds out. */
export const wasAnswered = (error: unknown): boolean => !(error instanceof ApiError) || error.status !== 0;

/** The server's sentences about single fields, by the end of their path ("body.1", "phone"). */
export function fieldErrors(error: unknown): Record<string, string> {
  const fields = error instanceof ApiError ? (error.problem?.fields ?? []) : [];
  return Object.fromEntries(
    fields.map(({ path, message }) => [path.replace(/^(template\.)?values\.|^to\./, ""), message]),
  );
}
