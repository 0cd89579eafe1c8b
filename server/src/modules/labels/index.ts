/**
 * Labels: the words, each with its colour, that an account puts on conversations and on contacts.
 * Owns: the account's one catalogue of labels; what has which stands with the conversations and the contacts.
 * Tables: label.
 * Emits: label.changed.
 * Hears: nothing.
 */
export { holdLabels, listLabels } from "./labels.queries.ts";
export { labelRoutes } from "./labels.routes.ts";
export { createLabel } from "./labels.service.ts";
