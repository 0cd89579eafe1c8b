/**
 * Labels: the words, each with its colour, that an account puts on conversations, contacts and tickets.
 * Owns: the account's one catalogue of labels; what has which stands with those.
 * Tables: label.
 * Emits: label.changed.
 * Hears: nothing.
 */
export { holdLabels, listLabels } from "./labels.queries.ts";
export { labelRoutes } from "./labels.routes.ts";
export { createLabel } from "./labels.service.ts";
