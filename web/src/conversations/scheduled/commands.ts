import type { CommandResult, ScheduledList, ScheduledView } from "@balcao/api";
import type { Composition, TemplateUse } from "@balcao/core";
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import i18next from "i18next";
import type { z } from "zod";
import { api, ApiError, postForm, sentenceOf } from "../../lib/api.ts";
import { toast } from "../../lib/toast.ts";
import { patchCache } from "../../realtime/cache.ts";
import { postKeyed } from "../commands.ts";
import { openComposing } from "../composed/composing.ts";
import { attach, attachmentsOf, detach, type Attachment } from "../composer/attachments.ts";
import { setComposerMode } from "../composer/mode.ts";
import { draftOf, setDraft, setDraftQuote, takeDraft, useDrafts } from "../drafts.ts";
import { focusComposer } from "../focus.ts";
import { newKey } from "../new-key.ts";
import { planOf } from "./plan.ts";
import { rememberMoment, type Moment } from "./scheduling.ts";

type List = z.infer<typeof ScheduledList>;
type Row = { id: string; version: number; scheduledAt: string | null; hasUnsent: boolean };

/** What is scheduled in a conversation. Asked for anew with every change of it, for each may concern what waits; never where nothing does. */
export const useScheduled = ({ id, version, scheduledAt, hasUnsent }: Row): UseQueryResult<List> =>
  useQuery({
    queryKey: ["scheduled", id, version],
    queryFn: () => api<List>(`/api/conversations/${id}/scheduled`),
    enabled: scheduledAt !== null || hasUnsent,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });

const show = ({ conversation, message }: CommandResult): void =>
  patchCache([{ type: "conversation", row: conversation, entries: message ? [message] : [] }]);
const momentOf = ({ at, unlessReply }: Moment) => ({ at: new Date(at).toISOString(), unlessReply });

type Content =
  | { type: "text"; text: string }
  | { type: "template"; use: TemplateUse }
  | { type: "composed"; composition: Composition };
type Written = { content: Content; quotedMessageId?: string | null; draftAt?: number | undefined };

async function postWritten(id: string, key: string, moment: Moment, written: Written): Promise<void> {
  show(
    await postKeyed<CommandResult>(`/api/conversations/${id}/scheduled`, {
      key,
      ...momentOf(moment),
      ...written,
    }),
  );
}

/** Schedules a template; throws the server's refusal. The same key again has no second effect. */
export const scheduleTemplate = (id: string, key: string, use: TemplateUse, moment: Moment): Promise<void> =>
  postWritten(id, key, moment, { content: { type: "template", use } });

/** Schedules what was put together; throws the server's refusal. The same key again has no second effect. */
export const scheduleComposed = (
  id: string,
  key: string,
  composition: Composition,
  { quotedMessageId, ...moment }: Moment & { quotedMessageId: string | null },
): Promise<void> =>
  postWritten(id, key, moment, { content: { type: "composed", composition }, quotedMessageId });

async function postFile(
  id: string,
  key: string,
  moment: Moment,
  file: Attachment,
  held: { caption: string; quotedMessageId: string | null; draftAt: number | undefined },
): Promise<void> {
  const form = new FormData();
  const { at, unlessReply } = momentOf(moment);
  const fields = {
    key,
    at,
    unlessReply: unlessReply ? "true" : "",
    kind: file.kind,
    caption: held.caption,
    fileName: file.file.name,
    voice: file.voice ? "true" : "",
    quotedMessageId: held.quotedMessageId ?? "",
    draftAt: held.draftAt === undefined ? "" : String(held.draftAt),
  };
  for (const [name, value] of Object.entries(fields)) if (value) form.set(name, value);
  form.set("file", file.file);
  const { signal } = new AbortController();
  const onProgress = (): void => undefined;
  show(
    await postForm<CommandResult>(`/api/conversations/${id}/scheduled/files`, form, { onProgress, signal }),
  );
}

/** Keys of what was not answered: what is tried again is the same command. */
const unanswered = new Map<string, string>();
async function underKey(name: string, run: (key: string) => Promise<void>): Promise<void> {
  const key = unanswered.get(name) ?? newKey();
  unanswered.set(name, key);
  try {
    await run(key);
    unanswered.delete(name);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 0) unanswered.delete(name);
    throw error;
  }
}

/**
 * Schedules what stands in the field of a conversation, message by message (`planOf`). What was taken leaves the field; throws at the first
 * refusal, and the rest stays there.
 */
export async function scheduleDraft(id: string, moment: Moment): Promise<void> {
  const draft = useDrafts.getState().all[id];
  for (const { file, text, quotes, endsDraft } of planOf(attachmentsOf(id), draftOf(id).trim())) {
    const quotedMessageId = quotes ? (draft?.quotedId ?? null) : null;
    const draftAt = endsDraft ? draft?.at : undefined;
    await underKey([id, moment.at, moment.unlessReply, file?.id ?? text].join(" "), (key) =>
      file
        ? postFile(id, key, moment, file, { caption: text, quotedMessageId, draftAt })
        : postWritten(id, key, moment, { content: { type: "text", text }, quotedMessageId, draftAt }),
    );
    if (file) detach(id, file.id);
    if (endsDraft) takeDraft(id);
  }
  takeDraft(id);
  rememberMoment(id, null);
}

const acts = (view: ScheduledView): string =>
  `/api/conversations/${view.conversationId}/scheduled/${view.id}`;

/** One act on a scheduled message; a refusal is shown. Resolves to whether it was done. */
async function act(view: ScheduledView, what: string, body: Record<string, unknown> = {}): Promise<boolean> {
  try {
    show(await postKeyed<CommandResult>(`${acts(view)}/${what}`, { key: newKey(), ...body }));
    return true;
  } catch (error) {
    toast(sentenceOf(error), { tone: "error" });
    return false;
  }
}

export const sendScheduledNow = (view: ScheduledView): Promise<boolean> => act(view, "send");

/** Throws the refusal, which the dialog of its moment shows. */
export async function moveScheduled(view: ScheduledView, moment: Moment): Promise<void> {
  show(await postKeyed<CommandResult>(`${acts(view)}/move`, { key: newKey(), ...momentOf(moment) }));
}

/** What was scheduled, to be scheduled again; a file is gone with its bytes. */
function contentOf({ kind, text, template, composition }: ScheduledView): Content | null {
  if (composition) return { type: "composed", composition };
  if (kind === "template") return template && { type: "template", use: template };
  return kind === "text" && text !== null ? { type: "text", text } : null;
}

/** Takes a scheduled message back, or puts an unsent one away; words that still wait can be brought back from the notice. */
export async function cancelScheduled(view: ScheduledView): Promise<void> {
  if (!(await act(view, "cancel"))) return;
  await i18next.loadNamespaces("scheduled");
  const t = i18next.getFixedT(null, "scheduled");
  const content = contentOf(view);
  const moment = { at: Date.parse(view.at), unlessReply: view.unlessReply };
  const again = (): void => {
    const written = content && { content, quotedMessageId: view.quoted?.id ?? null };
    if (written)
      postWritten(view.conversationId, newKey(), moment, written).catch((error: unknown) =>
        toast(sentenceOf(error), { tone: "error" }),
      );
  };
  const undo = { label: i18next.t("undo", { ns: "common" }), run: again };
  toast(t(view.unsent === null ? "done.cancelled" : "done.discarded"), {
    action: content && view.unsent === null ? undo : null,
  });
}

/** Takes a text or file back into the field, or what was put together into its form, to be changed; its moment is offered when it is scheduled again. */
export async function editScheduled(view: ScheduledView): Promise<void> {
  const { conversationId: id, file, text, quoted, composition } = view;
  if (composition) {
    if (!(await act(view, "cancel"))) return;
    if (quoted) setDraftQuote(id, quoted.id);
    rememberMoment(id, { at: Date.parse(view.at), unlessReply: view.unlessReply });
    openComposing(id, composition.type, composition);
    return;
  }
  let kept: File | null = null;
  if (file) {
    const answer = await fetch(file.url);
    if (!answer.ok) return toastGone();
    kept = new File([await answer.blob()], file.fileName ?? view.kind, { type: file.mimeType });
  }
  if (!(await act(view, "cancel"))) return;
  if (kept) attach(id, [kept]);
  setDraft(id, [text, draftOf(id)].filter(Boolean).join("\n"));
  if (quoted) setDraftQuote(id, quoted.id);
  rememberMoment(id, { at: Date.parse(view.at), unlessReply: view.unlessReply });
  setComposerMode(id, "reply");
  requestAnimationFrame(focusComposer);
}

function toastGone(): void {
  toast(i18next.t("common:errors.notFound"), { tone: "error" });
}
