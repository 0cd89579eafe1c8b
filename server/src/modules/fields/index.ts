/**
 * Fields: what an account wants to know of each contact and each ticket beside what every account does.
 * Owns: the custom fields' definitions; values stand with whom they are about, and core judges them.
 * Tables: custom_field.
 * Emits: field.changed.
 * Hears: nothing.
 */
export { listFields, lockField } from "./fields.queries.ts";
export { fieldRoutes } from "./fields.routes.ts";
