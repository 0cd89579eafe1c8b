/** Meta's wire and nothing else: webhook bytes to facts, messages to requests, answers, errors, limits, signature. */
export { buildRequest, type OutgoingMessage, type Recipient, type RequestOptions } from "./build-request.ts";
export type { OutgoingInteractive } from "./build-interactive.ts";
export type { OutgoingTemplate } from "./build-template.ts";
export type { Blockable, BlockAnswer } from "./block-users.ts";
export { createGraphClient, type GraphClient } from "./client.ts";
export { describeDelivery, showDelivery, type DeliveryFacts } from "./describe-delivery.ts";
export { encodeLikeMeta } from "./encode-like-meta.ts";
export { errorFor, explanationKeys, retryDelay, type ErrorClass, type ErrorRule } from "./errors.ts";
export type * from "./facts.ts";
export type { GraphClientOptions, GraphFetch } from "./graph-http.ts";
export { draftComponents, type DraftToBuild } from "./build-draft.ts";
export { lengthProblem, LIMITS } from "./limits.ts";
export type { ExampleAnswer } from "./examples.ts";
export type { TemplateAnswer } from "./manage-templates.ts";
export type { ReadAnswer } from "./mark-read.ts";
export type { MediaFile, MediaResult } from "./media.ts";
export {
  numberNews,
  type NumberFacts,
  type NumberNews,
  type Trouble,
  type TroubleEnd,
} from "./number-news.ts";
export { parseAnswer, type GraphRefusal, type SendAnswer } from "./parse-answer.ts";
export { parseDelivery } from "./parse-delivery.ts";
export { marketingChoices, type MarketingChoice } from "./preferences.ts";
export { cleanText } from "./read.ts";
export * from "./setup/index.ts";
export { isSignatureValid, mayBeSignature, signBody } from "./signature.ts";
export { templateParts, type TemplateParts } from "./template-parts.ts";
export {
  TEMPLATE_FIELDS,
  templateNotice,
  type ListedTemplate,
  type TemplateList,
  type TemplateNotice,
  type WireTemplate,
} from "./templates.ts";
export type { UploadAnswer, UploadFile } from "./upload.ts";
export { syncedContacts, type SyncedContact } from "./parse-more.ts";
export { verifyChallenge } from "./verify-challenge.ts";
