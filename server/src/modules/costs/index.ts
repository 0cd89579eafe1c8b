/**
 * Costs: what Meta charges for messages.
 * Owns: the meter of prices, the account's table of rates.
 * Tables: message_charge, message_rate.
 * Emits: nothing.
 * Hears: statuses of messages, handed down by the conversations module.
 */
export { noteCharges, type PricedStatus } from "./charges.ts";
export { loadUsage, type UsageRow } from "./usage.queries.ts";
