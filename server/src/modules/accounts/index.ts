/**
 * Accounts: the companies on this installation.
 * Owns: their name, language, time zone, protocol numbers.
 * Tables: account.
 * Emits: nothing.
 * Hears: nothing.
 */
export { accountTimeZone, countAccounts, insertAccount } from "./accounts.queries.ts";
