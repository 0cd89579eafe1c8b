import { blockUser, type Blockable, type BlockAnswer } from "./block-users.ts";
import { bearerOf, readText, type GraphClientOptions } from "./graph-http.ts";
import type { DraftToBuild } from "./build-draft.ts";
import { fetchExamples, uploadExample, type ExampleAnswer } from "./examples.ts";
import {
  createTemplate,
  deleteTemplate,
  editTemplate,
  unpauseTemplate,
  type TemplateAnswer,
} from "./manage-templates.ts";
import { markRead, type ReadAnswer } from "./mark-read.ts";
import { downloadMedia, type MediaResult } from "./media.ts";
import { parseAnswer, type SendAnswer } from "./parse-answer.ts";
import { listTemplates, type TemplateList } from "./templates.ts";
import { uploadMedia, type UploadAnswer, type UploadFile } from "./upload.ts";

export type GraphClient = {
  /** Sends once. An answer that is cut, late, empty or not Graph's is `no_answer`: the message may have been taken. */
  send(phoneNumberId: string, body: Record<string, unknown>): Promise<SendAnswer>;
  /** Puts a file at Meta for this number. Never throws; done twice it costs a second id and nothing else. */
  uploadMedia(phoneNumberId: string, file: UploadFile): Promise<UploadAnswer>;
  /** Blocks a person for this number, or frees them. Never throws; said twice it is as said once. */
  blockUser(phoneNumberId: string, person: Blockable, isBlock: boolean): Promise<BlockAnswer>;
  /** Every template of a business account, all pages of it. */
  listTemplates(wabaId: string): Promise<TemplateList>;
  createTemplate(
    wabaId: string,
    draft: DraftToBuild & { name: string; language: string },
  ): Promise<TemplateAnswer>;
  /** `category`: only when it changes. */
  editTemplate(
    templateId: string,
    draft: Omit<DraftToBuild, "category"> & { category: string | null },
  ): Promise<TemplateAnswer>;
  deleteTemplate(wabaId: string, template: { id: string; name: string }): Promise<TemplateAnswer>;
  unpauseTemplate(templateId: string): Promise<TemplateAnswer>;
  /** Puts a file at Meta as the example of a template's header. */
  uploadExample(file: UploadFile): Promise<ExampleAnswer>;
  /** The files that a template shows as its examples, by place ("header", "card.0.header"); what cannot be had is left out. */
  fetchExamples(
    templateId: string,
    places: readonly string[],
    mostBytes: number,
  ): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>>;
  /** Tells Meta that a message, and all before it, was read, and whether an answer is being written. Never throws; said twice it is as said once. */
  markRead(phoneNumberId: string, wamid: string, isTyping: boolean): Promise<ReadAnswer>;
  downloadMedia(
    mediaId: string,
    phoneNumberId: string,
    sha256: string | null,
    mostBytes: number,
  ): Promise<MediaResult>;
};

/** Graph's answers to a send are a few hundred bytes. */
const MOST_ANSWER_BYTES = 1_000_000;

/** A client for one number's token. The token never appears in a reason or error, and no method throws. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  return {
    async send(phoneNumberId, body) {
      try {
        const response = await options.fetch(
          `${options.baseUrl}/${options.version}/${encodeURIComponent(phoneNumberId)}/messages`,
          {
            method: "POST",
            headers: { ...bearerOf(options), "content-type": "application/json" },
            body: JSON.stringify(body),
            // a redirect followed would send the message a second time
            redirect: "manual",
            signal: AbortSignal.timeout(options.timeoutMs),
          },
        );
        const answer = await readText(response, MOST_ANSWER_BYTES, [options.token]);
        if (answer === null) return { kind: "no_answer", reason: "answer_too_large" };
        return parseAnswer(response.status, answer);
      } catch (error) {
        return { kind: "no_answer", reason: error instanceof Error ? error.name : "failed" };
      }
    },
    uploadMedia: (phoneNumberId, file) => uploadMedia(options, phoneNumberId, file),
    blockUser: (phoneNumberId, person, isBlock) => blockUser(options, phoneNumberId, person, isBlock),
    listTemplates: (wabaId) => listTemplates(options, wabaId),
    createTemplate: (wabaId, draft) => createTemplate(options, wabaId, draft),
    editTemplate: (templateId, draft) => editTemplate(options, templateId, draft),
    deleteTemplate: (wabaId, template) => deleteTemplate(options, wabaId, template),
    unpauseTemplate: (templateId) => unpauseTemplate(options, templateId),
    uploadExample: (file) => uploadExample(options, file),
    fetchExamples: (templateId, places, mostBytes) => fetchExamples(options, templateId, places, mostBytes),
    markRead: (phoneNumberId, wamid, isTyping) => markRead(options, phoneNumberId, wamid, isTyping),
    downloadMedia: (mediaId, phoneNumberId, sha256, mostBytes) =>
      downloadMedia(options, mediaId, phoneNumberId, sha256, mostBytes),
  };
}
