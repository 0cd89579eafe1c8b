import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import type { PasskeyCreate, PasskeyList, PasskeySignIn } from "@balcao/api";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { sqlState, UNIQUE_VIOLATION } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound, ProblemError } from "../../platform/problem.ts";
import type { Auth } from "./auth.ts";
import { provePassword } from "./devices.service.ts";
import { passwordHashOf, userOf } from "./identities.queries.ts";
import {
  deletePasskey,
  insertPasskey,
  notePasskey,
  passkeyBy,
  passkeysOf,
  renamePasskey,
  type PasskeyKey,
} from "./passkeys.queries.ts";
import { tellOfPerson, type ActedFrom } from "./security.queries.ts";
import { mustWorkSomewhere, tellRefused, tellSignedIn } from "./session.service.ts";
import { burnCode } from "./two-step.queries.ts";

/** Only for who uses it: with all it knows of makers' certificates it is large. */
const library = () => import("@simplewebauthn/server");

/** COSE (RFC 9053, RFC 8812): EdDSA, ES256 and RS256, one of which every device knows. */
const ALGORITHMS = [-8, -7, -257];

/** More than anybody has devices. */
const MOST = 20;
const CHALLENGE_MS = 5 * 60_000;

/** A key is made for one name, which is that of the installation's own address and never what a request calls it. */
const place = ({ baseUrl }: Deps): { rpID: string; origin: string } => {
  const { hostname, origin } = new URL(baseUrl);
  return { rpID: hostname, origin };
};

/** Browsers make keys for names only, and over https; "localhost" they take as it is. */
export function isPossible(deps: Deps): boolean {
  const { protocol, hostname } = new URL(deps.baseUrl);
  return hostname === "localhost" || (protocol === "https:" && isIP(hostname.replace(/^\[|\]$/gu, "")) === 0);
}

/** What has to be signed: random, of this moment, made here for this purpose. It is kept nowhere, so that who asks for many fills nothing. */
function challengeFor(deps: Deps, purpose: string): string {
  const text = `${randomBytes(16).toString("base64url")}.${Date.now() + CHALLENGE_MS}`;
  return `${text}.${deps.sealer.mac(text, purpose)}`;
}

/** Was this challenge (base64url, as the browser tells it again) made here for this purpose, lately? */
function isOurs(deps: Deps, purpose: string, told: string): boolean {
  const [random, until, mac = ""] = Buffer.from(told, "base64url").toString().split(".");
  const expected = Buffer.from(deps.sealer.mac(`${random}.${until}`, purpose));
  const given = Buffer.from(mac);
  return expected.length === given.length && timingSafeEqual(expected, given) && Number(until) > Date.now();
}

const SIGN_IN = "passkey:sign-in";
const creationOf = (userId: string): string => `passkey:create:${userId}`;

export async function getPasskeys(deps: Deps, { userId }: Actor): Promise<PasskeyList> {
  const iso = (at: number): string => new Date(at).toISOString();
  const items = (await passkeysOf(deps.system, userId)).map(({ id, name, createdAt, usedAt }) => ({
    id,
    name,
    createdAt: iso(createdAt),
    usedAt: usedAt === null ? null : iso(usedAt),
  }));
  return { items, isPossible: isPossible(deps) };
}

/** What a browser needs to make a key, for who knows the password; people of the demo have none to know. */
export async function beginPasskey(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  password: string,
): Promise<Record<string, unknown>> {
  if (!isPossible(deps)) throw conflict("passkeys_impossible");
  if ((await passwordHashOf(deps.system, actor.userId)) !== null)
    await provePassword(deps, auth, actor, password, "password");
  const known = await passkeysOf(deps.system, actor.userId);
  if (known.length >= MOST) throw conflict("too_many_passkeys");
  const user = await userOf(deps.system, actor.userId);
  const { generateRegistrationOptions } = await library();
  return {
    ...(await generateRegistrationOptions({
      rpName: "Balcão",
      rpID: place(deps).rpID,
      userID: new TextEncoder().encode(actor.userId),
      userName: user?.email ?? "",
      userDisplayName: actor.name,
      challenge: challengeFor(deps, creationOf(actor.userId)),
      timeout: CHALLENGE_MS,
      supportedAlgorithmIDs: ALGORITHMS,
      excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      // who signs in by it types no name; device and finger, face or PIN are the two steps in one
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    })),
  };
}

/** Keeps the key a browser made. 422 when it was not made here, for this person, lately. */
export async function createPasskey(
  deps: Deps,
  actor: Actor,
  { name, credential }: z.infer<typeof PasskeyCreate>,
  from: ActedFrom,
): Promise<void> {
  const { userId } = actor;
  const { rpID, origin } = place(deps);
  const { verifyRegistrationResponse } = await library();
  const refused = invalid([{ path: "credential", code: "passkey_refused" }]);
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: credential as RegistrationResponseJSON,
    expectedChallenge: (told) => isOurs(deps, creationOf(userId), told),
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch((error: unknown) => {
    // the library throws a sentence of its own for whatever does not fit
    deps.log.info("passkeys.refused", { error: String(error) });
    throw refused;
  });
  if (!verified) throw refused;
  const { id, publicKey, counter, transports } = registrationInfo.credential;
  const key: PasskeyKey & { name: string } = {
    id: uuidv7(),
    userId,
    name,
    credentialId: id,
    publicKey: Buffer.from(publicKey),
    counter,
    transports: transports ?? [],
  };
  try {
    await deps.system.transaction().execute(async (tx) => {
      await insertPasskey(tx, key);
      const data = { passkey: name, ...from };
      await tellOfPerson(tx, userId, { act: "passkey_added", at: deps.clock.now(), data });
    });
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw refused;
    throw error;
  }
}

export async function namePasskey(deps: Deps, { userId }: Actor, id: string, name: string): Promise<void> {
  if (!(await renamePasskey(deps.system, userId, id, name))) throw notFound();
}

export async function removePasskey(
  deps: Deps,
  { userId }: Actor,
  id: string,
  from: ActedFrom,
): Promise<void> {
  await deps.system.transaction().execute(async (tx) => {
    if (!(await deletePasskey(tx, userId, id))) throw notFound();
    await tellOfPerson(tx, userId, { act: "passkey_removed", at: deps.clock.now(), data: { ...from } });
  });
}

/** What a browser needs to sign in by whichever key it has. */
export async function beginPasskeySignIn(deps: Deps): Promise<Record<string, unknown>> {
  if (!isPossible(deps)) throw conflict("passkeys_impossible");
  const { generateAuthenticationOptions } = await library();
  return {
    ...(await generateAuthenticationOptions({
      rpID: place(deps).rpID,
      challenge: challengeFor(deps, SIGN_IN),
      timeout: CHALLENGE_MS,
      userVerification: "required",
    })),
  };
}

/** Is this what the key signed, here, lately, with its owner's finger, face or PIN? How often it signed; null = no. */
async function verified(
  deps: Deps,
  key: PasskeyKey,
  credential: z.infer<typeof PasskeySignIn>["credential"],
): Promise<number | null> {
  const { rpID, origin } = place(deps);
  const { verifyAuthenticationResponse } = await library();
  const { userHandle } = credential.response;
  if (userHandle !== undefined && userHandle !== Buffer.from(key.userId).toString("base64url")) return null;
  try {
    const { verified: fits, authenticationInfo } = await verifyAuthenticationResponse({
      response: credential as AuthenticationResponseJSON,
      expectedChallenge: (told) => isOurs(deps, SIGN_IN, told),
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      credential: { id: key.credentialId, publicKey: new Uint8Array(key.publicKey), counter: key.counter },
    });
    return fits ? authenticationInfo.newCounter : null;
  } catch (error) {
    deps.log.info("passkeys.refused", { error: String(error) });
    return null;
  }
}

/** Lets in who has the key. Answers the session's cookie; a key that is unknown and a signature that does not fit are told alike. */
export async function signInByPasskey(
  deps: Deps,
  auth: Auth,
  { credential }: z.infer<typeof PasskeySignIn>,
  headers: Headers,
): Promise<string> {
  const key = await passkeyBy(deps.system, credential.id);
  const counter = key && (await verified(deps, key, credential));
  // what was signed counts once, as a code does
  const signed = createHash("sha256").update(credential.response.signature).digest("base64url");
  const isFresh =
    key !== null &&
    counter !== null &&
    (await burnCode(deps.system, key.userId, signed)) &&
    (await notePasskey(deps.system, key.id, counter));
  if (!isFresh) {
    await tellRefused(deps, key?.userId ?? null, "passkey", headers);
    throw new ProblemError(401, "passkey_unknown");
  }
  await mustWorkSomewhere(deps, key.userId);
  const cookie = await auth.openSession(key.userId, headers);
  await tellSignedIn(deps, key.userId, "passkey", headers);
  return cookie;
}
