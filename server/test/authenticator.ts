import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

const sha256 = (text: string | Buffer): Buffer => createHash("sha256").update(text).digest();
const base64 = (bytes: Buffer): string => bytes.toString("base64url");

/** Web Authentication, section 6.1: what the flags of an authenticator's data say. */
const [PRESENT, VERIFIED, ATTESTED] = [0x01, 0x04, 0x40] as const;

export type Ceremony = { challenge: string; origin: string; rpID: string; isVerified?: boolean };

/** A device that makes one key and signs with it, as far as a server can tell (ES256, attestation "none", with a counter). */
export class Authenticator {
  readonly #key: KeyObject;
  readonly #id = randomBytes(16);
  readonly #point: { x: Buffer; y: Buffer };
  counter = 0;
  userHandle = "";

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#key = privateKey;
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    this.#point = { x: Buffer.from(x, "base64url"), y: Buffer.from(y, "base64url") };
  }

  #data({ rpID, isVerified = true }: Ceremony, attested: Buffer | null): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE((this.counter += 1));
    const flags = PRESENT | (isVerified ? VERIFIED : 0) | (attested ? ATTESTED : 0);
    return Buffer.concat([sha256(rpID), Buffer.of(flags), counter, attested ?? Buffer.alloc(0)]);
  }

  /** COSE (RFC 9053): EC2, ES256, P-256. */
  #publicKey(): Buffer {
    const { x, y } = this.#point;
    return Buffer.concat([Buffer.from("a5010203262001215820", "hex"), x, Buffer.from("225820", "hex"), y]);
  }

  #answer(type: string, { challenge, origin }: Ceremony): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #told(response: Record<string, unknown>): Record<string, unknown> {
    const id = base64(this.#id);
    return { id, rawId: id, type: "public-key", clientExtensionResults: {}, response };
  }

  create(ceremony: Ceremony): Record<string, unknown> {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const data = this.#data(ceremony, Buffer.concat([Buffer.alloc(16), length, this.#id, this.#publicKey()]));
    // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
    const head = "a363666d74646e6f6e656761747453746d74a068617574684461746158";
    const attestationObject = Buffer.concat([Buffer.from(head, "hex"), Buffer.of(data.length), data]);
    return this.#told({
      clientDataJSON: base64(this.#answer("webauthn.create", ceremony)),
      attestationObject: base64(attestationObject),
      transports: ["internal"],
    });
  }

  get(ceremony: Ceremony): Record<string, unknown> {
    const data = this.#data(ceremony, null);
    const answer = this.#answer("webauthn.get", ceremony);
    return this.#told({
      clientDataJSON: base64(answer),
      authenticatorData: base64(data),
      signature: base64(sign("sha256", Buffer.concat([data, sha256(answer)]), this.#key)),
      userHandle: this.userHandle,
    });
  }
}
