import type { Ticket, TicketActs, TicketResult, TicketUpload } from "@balcao/api";
import { post } from "../conversations/commands.ts";
import { newKey } from "../conversations/new-key.ts";
import { ApiError, postForm, sentenceOf } from "../lib/api.ts";
import { keys, queryClient } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";

/** All of tickets is asked again: lists, the page, what stands beside messages. */
export const refreshTickets = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.tickets });

function taken(result: TicketResult): TicketResult {
  if (result.ticket)
    queryClient.setQueryData<Ticket>([...keys.tickets, "number", result.number], result.ticket);
  void refreshTickets();
  return result;
}

/** One command on a ticket; the screen takes the server's answer. Throws its refusal. */
async function sendOrThrow(path: string, body: Record<string, unknown>): Promise<TicketResult> {
  try {
    return taken(await post<TicketResult>(path, body));
  } catch (error) {
    // what the screen shows may be what was refused
    if (error instanceof ApiError && error.status === 409) void refreshTickets();
    throw error;
  }
}

/** A refusal as a sentence, with the names of the fields that are missing. */
function refusalOf(error: unknown): string {
  const missing = error instanceof ApiError ? error.problem?.data?.["fields"] : undefined;
  const names = Array.isArray(missing) ? missing.map(({ label }: { label: string }) => label) : [];
  return [sentenceOf(error), names.join(", ")].filter((part) => part !== "").join(" ");
}

/** The same; null when it was refused, which has then been shown. */
export async function send(path: string, body: Record<string, unknown>): Promise<TicketResult | null> {
  try {
    return await sendOrThrow(path, body);
  } catch (error) {
    toast(refusalOf(error), { tone: "error" });
    return null;
  }
}

/** One command whose key its form keeps until there is an answer: without one it may have been done. Answers whether it was, or may be tried anew. */
export async function sendKeyed(
  path: string,
  keyed: { key: string } & Record<string, unknown>,
): Promise<"done" | "refused" | "unanswered"> {
  try {
    await sendOrThrow(path, keyed);
    return "done";
  } catch (error) {
    toast(refusalOf(error), { tone: "error" });
    return error instanceof ApiError && error.status === 0 ? "unanswered" : "refused";
  }
}

export const actOrThrow = (id: string, act: TicketActs["act"]): Promise<TicketResult> =>
  sendOrThrow(`/api/tickets/${id}/acts`, { act });

export const actOn = (id: string, act: TicketActs["act"]): Promise<TicketResult | null> =>
  send(`/api/tickets/${id}/acts`, { act });

export const linkTo = (
  id: string,
  conversationId: string,
  messageIds: readonly string[],
): Promise<TicketResult | null> => send(`/api/tickets/${id}/messages`, { conversationId, messageIds });

/** Puts a file to a ticket; `onProgress` hears which part has gone. A refusal is shown. */
export async function attach(id: string, file: File, onProgress: (part: number) => void): Promise<void> {
  const form = new FormData();
  form.set("key", newKey());
  form.set("file", file);
  const { signal } = new AbortController();
  try {
    taken(await postForm<TicketResult>(`/api/tickets/${id}/files`, form, { onProgress, signal }));
  } catch (error) {
    toast(`${file.name}: ${sentenceOf(error)}`, { tone: "error" });
  }
}

/** Stores a file for a ticket that is still being written; null = it was refused, which has then been shown, or nobody waits for it any more. */
export async function storeFile(
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<string | null> {
  const form = new FormData();
  form.set("file", file);
  try {
    return (await postForm<TicketUpload>("/api/ticket-uploads", form, { onProgress, signal })).upload;
  } catch (error) {
    if (!signal.aborted) toast(`${file.name}: ${sentenceOf(error)}`, { tone: "error" });
    return null;
  }
}
