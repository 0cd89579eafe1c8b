/**
 * Mail: what an account sends by e-mail, over the one server its administrators chose.
 * Owns: the server's settings, the mails that wait, and how often an address was written to.
 * Tables: mail_setting, mail.
 * Emits: settings.changed.
 * Hears: nothing.
 */
export { countCodes, enqueueMails, mailReady, sealedMails } from "./mail.door.ts";
export { mailLoop } from "./mail.loop.ts";
export { sealedPasswords } from "./mail.server.ts";
export { mailRoutes } from "./mail.routes.ts";
