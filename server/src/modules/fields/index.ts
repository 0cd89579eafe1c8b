/**
 * Fields: what an account wants to know of each contact beside what every account does.
 * Owns: the custom fields' definitions; values stand with whom they are about, and core judges them.
 * Tables: custom_field.
 * Emits: field.changed.
 * Hears: nothing.
 */
export { lockField } from "./fields.queries.ts";
export { fieldRoutes } from "./fields.routes.ts";
