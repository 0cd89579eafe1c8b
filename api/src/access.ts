import { z } from "zod";
import { isStorable, Time } from "./common.ts";

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

/**
 * GET /api/agents/:id/access, for administrators. POST /api/agents/:id/end-sessions signs the agent out everywhere, POST
 * /api/agents/:id/reset-two-step does so and turns the second step off, for who lost the phone (both 204).
 */
export const AgentAccess = z.object({
  devices: z.int(),
  /** null = signed in nowhere */
  seenAt: Time.nullable(),
  /** false for people who enter without a password */
  hasPassword: z.boolean(),
  twoStep: z.boolean(),
});
export type AgentAccess = z.infer<typeof AgentAccess>;

/** A code of an authenticator app, or a backup code, with the blanks people write in them. */
const Code = z
  .string()
  .max(40)
  .overwrite((text) => text.replaceAll(/\s/gu, ""))
  .refine((text) => text !== "" && isStorable(text));

/**
 * POST /api/auth/sign-in/email and POST /api/invitations/accept answer 204 with the session, or this (200) for who has a second step; then
 * POST /api/auth/two-step with a code answers 204 with the session.
 */
export const SecondStepAsked = z.object({ secondStep: z.literal(true) });
export const SecondStep = z
  .object({
    kind: z.enum(["totp", "backup"]),
    code: Code,
    /** this browser is not asked again for 30 days */
    trustDevice: z.boolean(),
  })
  .strict();

/** GET /api/me/two-step */
export const TwoStep = z.object({
  isOn: z.boolean(),
  /** false for people who enter without a password: there is nothing to step up from */
  hasPassword: z.boolean(),
  /** asked for by a company this person works for */
  isRequired: z.boolean(),
  backupCodesLeft: z.int(),
});
export type TwoStep = z.infer<typeof TwoStep>;

/** Body of what changes how one gets in: POST /api/me/two-step/begin, /off and /backup-codes. */
export const PasswordProof = z.object({ password: z.string().min(1).max(128) }).strict();
/** Answer of POST /api/me/two-step/begin: shown once. Not in force before POST /api/me/two-step/confirm. */
export const TwoStepBegun = z.object({
  /** otpauth://, as authenticator apps read it */
  uri: z.string(),
  backupCodes: z.array(z.string()),
});
export type TwoStepBegun = z.infer<typeof TwoStepBegun>;
export const TwoStepConfirm = z.object({ code: Code }).strict();
/** Answer of POST /api/me/two-step/backup-codes: the old ones count no more. */
export const BackupCodes = z.object({ backupCodes: z.array(z.string()) });

/** GET and PUT /api/settings/access, for administrators */
export const AccessSettings = z.object({
  twoStepRequired: z.boolean(),
  /** people with a password who work here, and how many of them have a second step */
  people: z.int(),
  protected: z.int(),
});
export type AccessSettings = z.infer<typeof AccessSettings>;
export const AccessSettingsUpdate = z.object({ twoStepRequired: z.boolean() }).strict();
