import { z } from "zod";
import { Id, Name, Time } from "./common.ts";

/** A key that a device or a password manager holds for one's sign-in. */
export const Passkey = z.object({
  id: Id,
  name: z.string(),
  createdAt: Time,
  /** null = never */
  usedAt: Time.nullable(),
});
export type Passkey = z.infer<typeof Passkey>;
/** GET /api/passkeys. PATCH /api/passkeys/:id names one anew, DELETE /api/passkeys/:id removes it (204). */
export const PasskeyList = z.object({
  items: z.array(Passkey),
  /** false where the installation's address is none that browsers take for a key: no name, or no https */
  isPossible: z.boolean(),
});
export type PasskeyList = z.infer<typeof PasskeyList>;
export const PasskeyPatch = z.object({ name: Name }).strict();

/** Body of POST /api/passkeys/begin. Who enters without a password leaves it empty. */
export const PasskeyProof = z.object({ password: z.string().max(128) }).strict();
/** What a browser's `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` takes (Web Authentication, level 3, section 5.1.8). */
export const PasskeyOptions = z.object({ options: z.record(z.string(), z.unknown()) });

const Bytes = z.string().regex(/^[\w-]*$/u);
const credential = <T extends z.ZodType>(response: T) =>
  z.object({
    id: Bytes.max(1400),
    rawId: Bytes.max(1400),
    type: z.literal("public-key"),
    response,
    clientExtensionResults: z.record(z.string(), z.unknown()),
    authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional(),
  });

/** POST /api/passkeys: what the browser made, as its `toJSON` tells it */
export const PasskeyCreate = z
  .object({
    name: Name,
    credential: credential(
      z.object({
        clientDataJSON: Bytes.max(8000),
        attestationObject: Bytes.max(60_000),
        transports: z.array(z.string().max(32)).max(10).optional(),
      }),
    ),
  })
  .strict();

/** POST /api/auth/passkey/begin answers PasskeyOptions; POST /api/auth/passkey (public) answers 204 and the session. */
export const PasskeySignIn = z
  .object({
    credential: credential(
      z.object({
        clientDataJSON: Bytes.max(8000),
        authenticatorData: Bytes.max(8000),
        signature: Bytes.max(8000),
        userHandle: Bytes.max(200).optional(),
      }),
    ),
  })
  .strict();
