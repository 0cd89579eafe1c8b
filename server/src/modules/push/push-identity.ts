import { buildPushPayload } from "@block65/webcrypto-web-push";
import type { Deps } from "../../platform/deps.ts";
import type { SealedColumn } from "../../platform/reseal.ts";
import { keepIdentity, loadIdentity } from "./push.queries.ts";
import type { PushRequest } from "./push-post.ts";

const SEALED_FOR = "push_identity:private_key";

/** What a change of keys has to seal anew. */
export const sealedIdentity: SealedColumn = {
  table: "push_identity",
  column: "private_key_sealed",
  ids: ["public_key"],
  place: () => SEALED_FOR,
};

/** By which browsers know this installation (RFC 8292): base64url, the public one as a point, the private one as a number. */
export type PushIdentity = { publicKey: string; privateKey: string };

async function made(deps: Deps): Promise<void> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const point = await crypto.subtle.exportKey("raw", pair.publicKey);
  const { d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  if (d === undefined) throw new Error("push_identity_not_made");
  const publicKey = Buffer.from(point).toString("base64url");
  await keepIdentity(deps.system, publicKey, deps.sealer.seal(d, SEALED_FOR), deps.clock.now());
}

/** The installation's own pair of keys: made once, by whichever node asks first, and kept sealed. */
export async function identity(deps: Deps): Promise<PushIdentity> {
  let kept = await loadIdentity(deps.system);
  if (!kept) {
    await made(deps);
    kept = await loadIdentity(deps.system);
  }
  if (!kept) throw new Error("push_identity_not_kept");
  return { publicKey: kept.publicKey, privateKey: deps.sealer.open(kept.sealed, SEALED_FOR) };
}

/** Whom a push host may turn to, which it wants to be told: the address of this installation. */
function subjectOf(baseUrl: string): string {
  const { protocol, origin, hostname } = new URL(baseUrl);
  return protocol === "https:" ? origin : `mailto:balcao@${hostname}`;
}

/** A browser's subscription, as the browser gave it. */
export type PushAddress = { endpoint: string; p256dh: string; auth: string };

/** How long a push host keeps a notice for a browser that is off: later it would be news of yesterday. */
const KEPT_S = 3600;

/** A notice, encrypted for one browser (RFC 8291). One with the same topic takes the place of one the host still keeps. */
export async function requestFor(
  deps: Deps,
  by: PushIdentity,
  to: PushAddress,
  notice: object,
  topic: string,
): Promise<PushRequest> {
  const { endpoint, p256dh, auth } = to;
  const { headers, body } = await buildPushPayload(
    { data: JSON.stringify(notice), options: { ttl: KEPT_S, urgency: "high", topic } },
    { endpoint, expirationTime: null, keys: { p256dh, auth } },
    { ...by, subject: subjectOf(deps.baseUrl) },
  );
  return { endpoint, headers, body };
}
