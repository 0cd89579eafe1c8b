/**
 * Push: notices to browsers in which Balcão is closed, through the hosts of their makers.
 * Owns: what an account allows, the browsers that want notices, the notices that wait, the installation's keys for them.
 * Tables: push_setting, push_subscription, push_notice, push_identity, push_cursor.
 * Emits: settings.changed.
 * Hears: the log (by its own place in it).
 */
export { pushNewsLoop } from "./push-news.ts";
export { makersPost, type PushPost } from "./push-post.ts";
export { sealedIdentity } from "./push-identity.ts";
export { sealedAddresses } from "./push.service.ts";
export { pushRoutes } from "./push.routes.ts";
export { pushSenderLoop } from "./push-sender.ts";
