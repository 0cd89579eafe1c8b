/**
 * The audit log: who came in, who changed what, which data left.
 * Owns: nothing; it reads the event log, in which the modules write their acts and which no role of the program can change.
 * Tables: none.
 * Emits: security.exported.
 * Hears: nothing.
 */
export { auditRoutes } from "./audit.routes.ts";
