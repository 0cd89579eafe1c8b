import {
  createGraphClient,
  type Blockable,
  type BlockAnswer,
  type DraftToBuild,
  type ExampleAnswer,
  errorFor,
  retryDelay,
  type GraphFetch,
  type MediaResult,
  type ReadAnswer,
  type SendAnswer,
  type TemplateAnswer,
  type TemplateList,
  type UploadAnswer,
  type UploadFile,
} from "@balcao/whatsapp";
import type { ChannelCache, OpenChannel } from "./channel-cache.ts";

/** One of our numbers, as it is reached at Meta. */
export type GraphNumber = {
  send(body: Record<string, unknown>): Promise<SendAnswer>;
  /** Puts a file at Meta for this number. */
  uploadFile(file: UploadFile): Promise<UploadAnswer>;
  /** Blocks a person for this number, or frees them. */
  block(person: Blockable, isBlock: boolean): Promise<BlockAnswer>;
  /** Every template of the number's business account. */
  listTemplates(): Promise<TemplateList>;
  createTemplate(draft: DraftToBuild & { name: string; language: string }): Promise<TemplateAnswer>;
  /** `category`: only when it changes */
  editTemplate(
    metaId: string,
    draft: Omit<DraftToBuild, "category"> & { category: string | null },
  ): Promise<TemplateAnswer>;
  deleteTemplate(template: { id: string; name: string }): Promise<TemplateAnswer>;
  unpauseTemplate(metaId: string): Promise<TemplateAnswer>;
  /** Puts a file at Meta as the example of a template's header. */
  uploadExample(file: UploadFile): Promise<ExampleAnswer>;
  /** The files that a template shows as its examples, by place ("header", "card.0.header"), as far as Meta gives them back. */
  fetchExamples(
    metaId: string,
    places: readonly string[],
    mostBytes: number,
  ): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>>;
  /** Tells Meta that a message, and all before it, was read, and whether an answer is being written. */
  markRead(wamid: string, isTyping: boolean): Promise<ReadAnswer>;
  /** The bytes of a received file, checked against its digest; `permanent` = asking again is useless. */
  fetchFile(mediaId: string, sha256: string | null, mostBytes: number): Promise<MediaResult>;
};

/**
 * Answers numbers by channel id, null when there is none or it was disconnected. The client of a number is kept until its token or address
 * changes. `timeoutMs`: how long one request may last.
 */
export function graphNumbers(
  channels: ChannelCache,
  fetch: GraphFetch,
  timeoutMs: number,
): (channelId: string) => Promise<GraphNumber | null> {
  const known = new Map<string, { channel: OpenChannel; number: GraphNumber }>();
  return async (channelId) => {
    const channel = await channels.byId(channelId);
    if (!channel || channel.removed) return null;
    const kept = known.get(channelId);
    if (
      kept?.channel.accessToken === channel.accessToken &&
      kept.channel.graphBaseUrl === channel.graphBaseUrl
    )
      return kept.number;
    const client = createGraphClient({
      fetch,
      baseUrl: channel.graphBaseUrl,
      version: channel.graphVersion,
      token: channel.accessToken,
      timeoutMs,
    });
    const number: GraphNumber = {
      send: (body) => client.send(channel.phoneNumberId, body),
      uploadFile: (file) => client.uploadMedia(channel.phoneNumberId, file),
      block: (person, isBlock) => client.blockUser(channel.phoneNumberId, person, isBlock),
      listTemplates: () => client.listTemplates(channel.wabaId),
      createTemplate: (draft) => client.createTemplate(channel.wabaId, draft),
      editTemplate: (metaId, draft) => client.editTemplate(metaId, draft),
      deleteTemplate: (template) => client.deleteTemplate(channel.wabaId, template),
      unpauseTemplate: (metaId) => client.unpauseTemplate(metaId),
      uploadExample: (file) => client.uploadExample(file),
      fetchExamples: (metaId, places, mostBytes) => client.fetchExamples(metaId, places, mostBytes),
      markRead: (wamid, isTyping) => client.markRead(channel.phoneNumberId, wamid, isTyping),
      fetchFile: (mediaId, sha256, mostBytes) =>
        client.downloadMedia(mediaId, channel.phoneNumberId, sha256, mostBytes),
    };
    known.set(channelId, { channel, number });
    return number;
  };
}

/** Does this error stop its whole number? */
export const stopsNumber = (code: number | null): boolean => errorFor(code).stopsNumber;

/**
 * After how many milliseconds a message that Meta failed goes again by itself, when it went `attempts` times; null = it does not. Of a number
 * that is stopped it waits like the others.
 */
export function sendAgainAfter(code: number | null, attempts: number): number | null {
  const rule = errorFor(code);
  if (rule.stopsNumber) return 0;
  if (rule.class !== "retry_later" || attempts >= rule.attempts) return null;
  return Math.max(1000, retryDelay(rule, attempts, 0));
}

/** Reasons of ours that Meta has no code for, by what stands in the place of its details. */
const OUR_REASONS: Readonly<Record<string, { explanation: string; nextStep: string }>> = {
  number_removed: { explanation: "number_removed", nextStep: "ask_administrator" },
  portfolio_full: { explanation: "portfolio_full", nextStep: "wait_for_room" },
};

/** Why a message failed, and what a person can do about it: as `explainError`, and of our own reasons by their name. */
export const explainFailure = (
  code: number | null,
  detail: string | null,
): { explanation: string; nextStep: string } =>
  (code === null && detail !== null ? OUR_REASONS[detail] : undefined) ?? explainError(code);

/**
 * Why Meta refused a message and what a person can do about it: keys of texts in the catalogues. `againMs`: how long after
 * that the same may be tried again, in milliseconds; null = no such time.
 */
export function explainError(code: number | null): {
  explanation: string;
  nextStep: string;
  againMs: number | null;
} {
  const { explanation, nextStep, class: kind, wait } = errorFor(code);
  return { explanation, nextStep, againMs: kind === "wait" ? wait.base : null };
}
