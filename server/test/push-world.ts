import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { PushPost } from "../src/modules/push/index.ts";

/** What arrived at the push host, as it came. */
export type Arrived = { path: string; headers: IncomingHttpHeaders; body: Buffer };
export type PushHost = {
  arrived: Arrived[];
  /** statuses to answer next, in order; 201 when there are none left. 0 = hangs up without an answer */
  answers: number[];
  post: PushPost;
  close(): Promise<void>;
};

/** A push host on this machine, reached over HTTP in the place of the makers' own. */
export async function pushHost(): Promise<PushHost> {
  const arrived: Arrived[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      arrived.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(parts) });
      const status = answers.shift() ?? 201;
      if (status === 0) return void response.destroy();
      response.writeHead(status, status === 429 ? { "retry-after": "120" } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    arrived,
    answers,
    async post({ endpoint, headers, body }) {
      const { pathname } = new URL(endpoint);
      const answer = await fetch(`http://127.0.0.1:${port}${pathname}`, {
        method: "POST",
        headers,
        body: Buffer.from(body),
      });
      const wait = answer.headers.get("retry-after");
      return { status: answer.status, retryAfterMs: wait === null ? null : Number(wait) * 1000 };
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** A browser that can be pushed to: what it tells the server, and how it reads what comes. */
export function pushBrowser(host = "fcm.googleapis.com") {
  const pair = createECDH("prime256v1");
  pair.generateKeys();
  const auth = randomBytes(16);
  const id = randomBytes(12).toString("hex");
  return {
    path: `/fcm/send/${id}`,
    subscription: {
      endpoint: `https://${host}/fcm/send/${id}`,
      keys: { p256dh: pair.getPublicKey("base64url"), auth: auth.toString("base64url") },
    },
    /** RFC 8291 section 3.4, RFC 8188 section 2: by the book, with nothing of what encrypts. */
    read({ body }: Arrived): Record<string, unknown> {
      const salt = body.subarray(0, 16);
      const keyLength = body[20] ?? 0;
      const theirs = body.subarray(21, 21 + keyLength);
      const sealed = body.subarray(21 + keyLength);
      const keyInfo = Buffer.concat([Buffer.from("WebPush: info\0"), pair.getPublicKey(), theirs]);
      const input = Buffer.from(hkdfSync("sha256", pair.computeSecret(theirs), auth, keyInfo, 32));
      const key = Buffer.from(hkdfSync("sha256", input, salt, "Content-Encoding: aes128gcm\0", 16));
      const nonce = Buffer.from(hkdfSync("sha256", input, salt, "Content-Encoding: nonce\0", 12));
      const opened = createDecipheriv("aes-128-gcm", key, nonce);
      opened.setAuthTag(sealed.subarray(-16));
      const padded = Buffer.concat([opened.update(sealed.subarray(0, -16)), opened.final()]);
      const end = padded.lastIndexOf(2);
      return JSON.parse(padded.subarray(0, end).toString()) as Record<string, unknown>;
    },
  };
}

/** What the sender says of itself (RFC 8292), after its signature was checked. */
export function claimsOf({ headers }: Arrived): { key: string; aud: string; sub: string; exp: number } {
  const [, token = "", key = ""] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization ?? "") ?? [];
  const [head = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
  const publicKey = createPublicKey({
    key: { kty: "EC", crv: "P-256", x: x ?? "", y: y ?? "" },
    format: "jwk",
  });
  const isTrue = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!isTrue) throw new Error("signature does not match");
  return {
    key,
    ...(JSON.parse(Buffer.from(claims, "base64url").toString()) as { aud: string; sub: string; exp: number }),
  };
}
