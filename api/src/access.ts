import { z } from "zod";
import { Time } from "./common.ts";

/** A browser one is signed in with. `browser`, `system`: in words, e.g. "Chrome" and "Windows"; null = it does not say. */
export const Device = z.object({
  id: z.string(),
  browser: z.string().nullable(),
  system: z.string().nullable(),
  isPhone: z.boolean(),
  /** the network address it was last used from; null = not known */
  address: z.string().nullable(),
  signedInAt: Time,
  seenAt: Time,
  /** the one that asks */
  isThis: z.boolean(),
});
export type Device = z.infer<typeof Device>;
/** GET /api/sessions. DELETE /api/sessions/:id ends one, POST /api/sessions/end-others all but the one that asks (both 204). */
export const DeviceList = z.object({ items: z.array(Device) });
export const DeviceParams = z.object({ id: z.string().min(1).max(64) });

/** PUT /api/me/password. Ends every other session. */
export const PasswordChange = z
  .object({ current: z.string().min(1).max(128), password: z.string().min(12).max(128) })
  .strict();

/** GET /api/agents/:id/access, for administrators. POST /api/agents/:id/end-sessions signs the agent out everywhere (204). */
export const AgentAccess = z.object({
  devices: z.int(),
  /** null = signed in nowhere */
  seenAt: Time.nullable(),
});
export type AgentAccess = z.infer<typeof AgentAccess>;
