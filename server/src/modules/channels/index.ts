/**
 * Channels: WhatsApp numbers, what arrives from Meta and what goes out to it.
 * Owns: numbers and their secrets, the webhook, lanes of facts, the outbox and its sender.
 * Tables: channel, channel_trouble, channel_check, webhook_delivery, webhook_setting, fact, quarantined_fact, worker_node, outbox, send_pace, outside_send.
 * Emits: channel.paused, channel.resumed, channel.trouble_began, channel.trouble_ended, channel.connected, channel.renamed, channel.removed, channel.access_changed, channel.checked, webhook.replayed, settings.changed; facts of sends into the lanes.
 * Hears: nothing; FactHandler and SendCheck are filled by the module above.
 */
export { applyNumberNotices } from "./health.ts";
export { askBlock, type BlockOutcome } from "./ask-block.ts";
export { appendFacts, quarantineFact } from "./inbox.queries.ts";
export { OUR_CHECK } from "./sender-news.ts";
export { laneOf } from "./lane-facts.ts";
export { laneLoop } from "./lanes.ts";
export type { FactHandler, HandledFact, NewSend, SendCheck, SendNews } from "./lane-facts.ts";
export { numbersRun, refuseSend, stopNumber } from "./file-sends.ts";
export { cancelAutomatic, enqueueSends, releaseSend, settleUnknown, withdrawSend } from "./outbox.queries.ts";
export {
  loadNumbers,
  numberNames,
  pointChannel,
  portfolioOf,
  removedOf,
  wabaOf,
  type NumbersOfWaba,
} from "./channels.queries.ts";
export { addChannel, type ChannelFields } from "./channels.service.ts";
export { numberSettingRoutes } from "./number-settings.routes.ts";
export { channelRoutes } from "./channels.routes.ts";
export type { NumberDesk } from "./removal.service.ts";
export { refuseFull } from "./portfolio.service.ts";
export { uncountPeople } from "./portfolio.queries.ts";
export { ledgerLoop } from "./ledger.loop.ts";
export { ledgerRoutes } from "./ledger.routes.ts";
export { examine } from "./doctor.ts";
export { checkLoop } from "./checks.loop.ts";
export { senderLoop } from "./sender.ts";
export {
  explainError,
  explainFailure,
  graphNumbers,
  sendAgainAfter,
  stopsNumber,
  type GraphNumber,
} from "./graph.ts";
export type { GraphFetch } from "@balcao/whatsapp";
export { fileRefused, putFile, type PutOutcome } from "./put-file.ts";
export {
  draftComponents,
  marketingNews,
  syncedPeople,
  templateNews,
  templateParts,
} from "./template-wire.ts";
export { webhookRoutes } from "./webhook.routes.ts";
export { channelCache, sealedChannels, type ChannelCache } from "./channel-cache.ts";
