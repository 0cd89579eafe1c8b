import { connect, type AddressInfo } from "node:net";
import { signBody } from "@balcao/whatsapp";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { strangers } from "../src/modules/channels/strangers.ts";
import { networkOf } from "../src/platform/limits.ts";
import { CHANNEL_SECRETS, openDesk, type Desk } from "./desk-world.ts";

const SECRET = CHANNEL_SECRETS[1];
const FORGED = `sha256=${"0".repeat(64)}`;
let desk: Desk;
let url: string;
let serial = 0;
beforeAll(async () => {
  desk = await openDesk();
  url = `/webhooks/whatsapp/${desk.ours.channelId}`;
});
afterAll(() => desk.close());

const delivery = (bytes: number): Buffer =>
  Buffer.from(
    JSON.stringify({ object: "whatsapp_business_account", entry: [], pad: `${++serial}`.padEnd(bytes) }),
  );
const post = (from: string, body: Buffer, signature: string | null, to = url) =>
  desk.app.inject({
    method: "POST",
    url: to,
    remoteAddress: from,
    headers: {
      "content-type": "application/json",
      ...(signature === null ? {} : { "x-hub-signature-256": signature }),
    },
    payload: body,
  });
const flood = async (from: string, signature: string | null, times = 31): Promise<number[]> => {
  const statuses: number[] = [];
  for (let n = 0; n < times; n++) statuses.push((await post(from, delivery(10), signature)).statusCode);
  return statuses;
};
const LARGE = 100_000;

describe("a stranger at the webhook", () => {
  it("is refused by what it sends, and after many not read at all where it is large", async () => {
    expect((await post("198.51.100.1", delivery(LARGE), FORGED)).statusCode).toBe(401);
    expect(new Set(await flood("198.51.100.1", FORGED))).toEqual(new Set([401]));
    const refused = await post("198.51.100.1", delivery(LARGE), FORGED);
    expect([refused.statusCode, refused.json().code]).toEqual([429, "too_many_requests"]);
    expect(refused.headers["connection"]).toBe("close");
    // others go on, large or not
    expect((await post("198.51.100.2", delivery(LARGE), FORGED)).statusCode).toBe(401);
  });

  it("keeps Meta from nothing, though both come from one proxy", async () => {
    const proxy = "203.0.113.7";
    await flood(proxy, FORGED, 60);
    const small = delivery(10);
    expect((await post(proxy, small, signBody(small, SECRET))).statusCode).toBe(200);
    // where Meta was heard, what it sends is read whatever its size
    await flood(proxy, FORGED, 60);
    const large = delivery(LARGE);
    expect((await post(proxy, large, signBody(large, SECRET))).statusCode).toBe(200);
    const { rows } =
      await sql`SELECT FROM webhook_delivery WHERE account_id = ${desk.ours.accountId}`.execute(
        desk.world.deps.system,
      );
    expect(rows).toHaveLength(2);
  });

  it("is one, whichever address of its network it takes, and each missing number and header counts", async () => {
    const home = (n: number): string => `2001:db8:7:7:${n.toString(16)}::${n + 1}`;
    for (let n = 0; n < 10; n++) {
      expect((await post(home(n), delivery(10), null)).statusCode).toBe(401);
      expect((await post(home(n), delivery(10), "sha256=short")).statusCode).toBe(401);
      expect((await post(home(n), delivery(10), FORGED, "/webhooks/whatsapp/none")).statusCode).toBe(404);
    }
    expect((await post(home(99), delivery(LARGE), FORGED)).statusCode).toBe(429);
    expect((await post("2001:db8:7:8::1", delivery(LARGE), FORGED)).statusCode).toBe(401);
  });

  it("without a signature is hung up on before its body has come", async () => {
    await desk.app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = desk.app.server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    const answer = new Promise<string>((resolve, reject) => {
      let text = "";
      socket.on("data", (data: Buffer) => (text += data.toString()));
      socket.on("close", () => resolve(text));
      socket.on("error", reject);
    });
    socket.write(
      `POST ${url} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4000000\r\n\r\n{`,
    );
    expect(await answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it("who asks for the challenge again and again is told to wait", async () => {
    const asked: number[] = [];
    for (let n = 0; n < 62; n++)
      asked.push(
        (
          await desk.app.inject({
            url: `${url}?hub.mode=subscribe&hub.challenge=1&hub.verify_token=guess-${n}`,
            remoteAddress: "198.51.100.77",
          })
        ).statusCode,
      );
    expect(new Set(asked.slice(0, 60))).toEqual(new Set([403]));
    expect(asked.slice(60)).toEqual([429, 429]);
  });
});

describe("what is remembered of callers", () => {
  it("ends after a minute; trust after an hour; and it does not grow without end", () => {
    let now = 0;
    const callers = strangers(() => now);
    for (let n = 0; n < 30; n++) expect(callers.unsigned("198.51.100.1")).toBe(true);
    expect(callers.unsigned("198.51.100.1")).toBe(false);
    expect(callers.mayPost("198.51.100.1", LARGE)).toBe(false);
    expect(callers.mayPost("198.51.100.1", 1_000)).toBe(true);
    callers.signed("198.51.100.1");
    expect(callers.mayPost("198.51.100.1", LARGE)).toBe(true);
    now += 3_600_000;
    for (let n = 0; n < 31; n++) callers.unsigned("198.51.100.1");
    expect(callers.mayPost("198.51.100.1", LARGE)).toBe(false);
    now += 60_000;
    expect(callers.mayPost("198.51.100.1", LARGE)).toBe(true);
    for (let n = 0; n < 31; n++) callers.unsigned("198.51.100.1");
    for (let n = 0; n < 10_000; n++) callers.unsigned(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
    expect(callers.mayPost("198.51.100.1", LARGE)).toBe(true);
  });

  it.each([
    ["198.51.100.1", "198.51.100.1"],
    ["::ffff:198.51.100.1", "198.51.100.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:0DB8:0001:2::1", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
  ])("takes %s for %s", (address, network) => expect(networkOf(address)).toBe(network));
});
