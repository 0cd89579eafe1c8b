/** A stand-in for Meta's WhatsApp Cloud API, for tests, demos and benches. Start with `createSimulator`. */
export { createSimulator } from "./create-simulator.ts";
export { Simulator } from "./simulator.ts";
export { DEFAULT_NUMBER } from "./options.ts";
export type { Charge, ChargeTotal, Charges } from "./charges.ts";
export { DEFAULT_KNOBS } from "./knobs.ts";
export type { NumberInput, SimulatorOptions } from "./options.ts";
export type { Knobs } from "./knobs.ts";
export type { GraphFault, GraphFaultKind } from "./graph-faults.ts";
export { knownCodes } from "./graph/known-errors.ts";
export { changeNumberAtMeta } from "./number-news.ts";
export { changeTemplate } from "./template-changes.ts";
export type { UserInput } from "./people.ts";
export type { UserMedia, UserMessage } from "./inbound-content.ts";
export { sampleFor, type Sample } from "./samples.ts";
export type { DeliveryAttempt, Ledger, LedgerDelivery, LedgerSend } from "./ledger.ts";
export type {
  BusinessNumber,
  ChatMessage,
  Device,
  MessageStatus,
  SimUser,
  TemplateChange,
  Visibility,
} from "./model.ts";
