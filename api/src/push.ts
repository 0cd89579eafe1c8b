import { z } from "zod";

/** Who makes the browsers, and so runs the hosts that notices pass through while Balcão is closed. */
export const PushMaker = z.enum(["google", "mozilla", "apple", "microsoft"]);
export type PushMaker = z.infer<typeof PushMaker>;

/** PUT /api/settings/push */
export const PushSettings = z
  .object({
    enabled: z.boolean(),
    /** whose hosts notices may be sent to; nothing is sent to any other */
    makers: z.array(PushMaker).max(4),
    version: z.int().min(0),
  })
  .strict();
export type PushSettings = z.infer<typeof PushSettings>;
/** GET /api/settings/push, and what PUT answers. Version 0: nobody has saved it yet, and it is off */
export const PushSettingsView = PushSettings.extend({
  /** the host names behind each maker, as they are checked */
  hosts: z.record(PushMaker, z.array(z.string())),
  /** by which a browser knows this installation's notices (RFC 8292); null while they are off */
  publicKey: z.string().nullable(),
});
export type PushSettingsView = z.infer<typeof PushSettingsView>;

const Endpoint = z.url({ protocol: /^https$/ }).max(1024);
const Key = z.string().regex(/^[A-Za-z0-9_-]{16,120}={0,2}$/);

/** PUT /api/me/push : this browser wants notices while Balcão is closed; as PushSubscription.toJSON() gives it */
export const PushSubscribe = z
  .object({ endpoint: Endpoint, keys: z.object({ p256dh: Key, auth: Key }).strict() })
  .strict();
export type PushSubscribe = z.infer<typeof PushSubscribe>;

/** POST /api/me/push/end : this browser no longer wants them. POST /api/me/push/test : it wants to see one */
export const PushBrowser = z.object({ endpoint: Endpoint }).strict();
export type PushBrowser = z.infer<typeof PushBrowser>;
