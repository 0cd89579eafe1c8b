import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/**
 * Secrets at rest: AES-256-GCM. The additional data binds a sealed value to its row and column, so that one moved
 * elsewhere does not open. Layout: version (1 byte) · key id (4 bytes) · nonce (12) · tag (16) · ciphertext.
 */
export type Sealer = {
  /** `bound` names the place, e.g. "channel:<id>:access_token" */
  seal(plain: string, bound: string): Buffer;
  /** throws when the value was moved, altered or sealed under a key we do not have */
  open(sealed: Buffer, bound: string): string;
  /** of the key that seals; a sealed value names its own in bytes 1 to 4 */
  keyId: Buffer;
  /** a keyed hash, for what is only ever compared: without the key nobody can try out short secrets; `bound` as above */
  mac(text: string, bound: string): string;
};

const VERSION = 1;

type Key = { id: Buffer; key: Buffer; macKey: Buffer };

function keyOf(secret: string): Key {
  const derived = (purpose: string): Buffer =>
    Buffer.from(hkdfSync("sha256", Buffer.from(secret, "base64"), Buffer.alloc(0), purpose, 32));
  const key = derived("balcao sealed values v1");
  const id = createHash("sha256").update(key).digest().subarray(0, 4);
  return { id, key, macKey: derived("balcao keyed hashes v1") };
}

/** The keys of BALCAO_SECRET: one, or several with spaces, commas or lines between them. */
export const secretsIn = (text: string): string[] => text.split(/[\s,]+/).filter((secret) => secret !== "");

/** `secrets`: base64, at least 32 bytes each; the first seals, all open (so that keys can be rotated). */
export function createSealer(secrets: string[]): Sealer {
  const keys = secrets.map(keyOf);
  const current = keys[0];
  if (!current || secrets.some((secret) => Buffer.from(secret, "base64").length < 32))
    throw new Error("secret_too_short");
  return {
    keyId: current.id,
    mac: (text, bound) =>
      createHmac("sha256", current.macKey)
        .update(JSON.stringify([bound, text]))
        .digest("base64url"),
    seal(plain, bound) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", current.key, nonce);
      cipher.setAAD(Buffer.from(bound));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.from([VERSION]), current.id, nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, bound) {
      if (sealed[0] !== VERSION || sealed.length < 33) throw new Error("sealed_value_unreadable");
      const id = sealed.subarray(1, 5);
      const found = keys.find((candidate) => candidate.id.equals(id));
      if (!found) throw new Error("sealed_value_key_unknown");
      const decipher = createDecipheriv("aes-256-gcm", found.key, sealed.subarray(5, 17));
      decipher.setAAD(Buffer.from(bound));
      decipher.setAuthTag(sealed.subarray(17, 33));
      return Buffer.concat([decipher.update(sealed.subarray(33)), decipher.final()]).toString("utf8");
    },
  };
}
