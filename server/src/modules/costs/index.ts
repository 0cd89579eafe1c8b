/**
 * Costs: what Meta charges for messages.
 * Owns: the meter of prices, the account's table of rates, its budget.
 * Tables: message_charge, message_charge_day, message_rate, cost_setting.
 * Emits: cost.settings_changed, cost.budget_warned, cost.budget_passed.
 * Hears: statuses of messages, handed down by the conversations module.
 */
export { noteCharges, type PricedStatus } from "./charges.ts";
export { costRoutes } from "./costs.routes.ts";
export { budgetLoop } from "./budget.loop.ts";
