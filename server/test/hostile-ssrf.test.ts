import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { createGraphClient, exchangeCode, setupClient, type GraphClient } from "@balcao/whatsapp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { tally } from "../../scripts/lib/tally.ts";
import { makersPost } from "../src/modules/push/index.ts";
import { makerOf } from "../src/modules/push/push-hosts.ts";
import { smtpMailer } from "../src/platform/mailer.ts";
import { outwardFetch } from "../src/platform/outward.ts";
import { hostileUrls, INNER_HOSTS, INNER_NAMES } from "./hostile-addresses.ts";
import { corpusLookup, listener, watchConnections } from "./outward-watch.ts";

const TOKEN = "token-of-the-number";
const MEDIA = ["lookaside.fbsbx.com", "scontent.fbcdn.net", "mmg.whatsapp.net"];
/** addresses that a name is made to lead to */
const INNER = ["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "10.0.0.1", "64:ff9b::a9fe:a9fe"];

let inner: Awaited<ReturnType<typeof listener>>;
let graph: Server;
let graphUrl: string;
/** what the stand-in for Meta answers */
let says: (request: IncomingMessage) => { status?: number; location?: string; body?: unknown };
let heard: { path: string; token: boolean }[];
let watch: ReturnType<typeof watchConnections>;
let urls: string[];

beforeAll(async () => {
  inner = await listener();
  urls = hostileUrls(inner.port);
  graph = createServer((request, response) => {
    heard.push({ path: request.url ?? "", token: request.headers.authorization?.includes(TOKEN) ?? false });
    request.resume();
    const { status = 200, location, body = {} } = says(request);
    response.writeHead(status, location === undefined ? {} : { location }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => void graph.listen(0, "127.0.0.1", resolve));
  graphUrl = `http://127.0.0.1:${(graph.address() as AddressInfo).port}`;
  watch = watchConnections(new Set([new URL(graphUrl).host]));
});
beforeEach(() => {
  heard = [];
  watch.about.length = 0;
});
afterAll(async () => {
  watch.stop();
  await inner.close();
  graph.closeAllConnections();
  await new Promise((resolve) => void graph.close(resolve));
});

const outward = (more: Readonly<Record<string, readonly string[]>> = {}, named = [graphUrl]) =>
  outwardFetch({ inner: named, lookup: corpusLookup(more) });
const client = (fetch = outward(), baseUrl = graphUrl): GraphClient =>
  createGraphClient({ fetch, baseUrl, version: "v26.0", token: TOKEN, timeoutMs: 2_000 });
const nothing = { bytes: new Uint8Array([1]), mimeType: "image/png", fileName: "a.png" };

/** Every way in which the server asks Graph, each ending without a throw. */
function questions(fetch: ReturnType<typeof outward>, baseUrl: string): (() => Promise<unknown>)[] {
  const number = client(fetch, baseUrl);
  const access = { fetch, baseUrl, version: "v26.0", appId: "1", appSecret: "s", timeoutMs: 2_000 };
  const setup = setupClient({ ...access, token: TOKEN });
  return [
    () => number.send("4", { type: "text" }),
    () => number.uploadMedia("4", nothing),
    () => number.blockUser("4", { waId: "5511987654321" } as never, true),
    () => number.listTemplates("3"),
    () => number.deleteTemplate("3", { id: "1", name: "a" }),
    () => number.unpauseTemplate("1"),
    () => number.uploadExample(nothing),
    () => number.fetchExamples("1", ["header"], 1_000),
    () => number.markRead("4", "wamid.1", false),
    () => number.downloadMedia("9", "4", null, 1_000),
    () => setup.token(0),
    () => setup.subscription(),
    () => setup.listen("https://desk.example/x", "v"),
    () => setup.unsubscribe("3"),
    () => exchangeCode(access, "code"),
  ];
}

/** How many got out: came to somebody who listens, or were about to. */
const through = (): number => inner.callers() + watch.about.length;
const nobodyReached = (): void =>
  expect({ about: watch.about, callers: inner.callers() }).toEqual({ about: [], callers: 0 });

describe("nothing in the inner network is called", () => {
  it("by whatever address is asked for", async () => {
    const fetch = outward();
    for (const url of urls)
      await expect(
        (async () => fetch(url, { headers: { authorization: TOKEN } }))(),
        url,
      ).rejects.toBeInstanceOf(Error);
    tally("ssrf", { cases: urls.length, through: through() });
    nobodyReached();
  });

  it("by any question to Graph, were an address of the corpus in a number's row", async () => {
    const fetch = outward();
    for (const url of urls)
      for (const ask of questions(fetch, url.replace(/\/x?$/, ""))) await ask().catch(() => undefined);
    tally("ssrf", { through: through() });
    nobodyReached();
  });

  it("by any question to Graph whose answer is a redirect", async () => {
    const fetch = outward();
    let asked = 0;
    // whether a redirect is followed is no matter of where to
    for (const url of urls.filter((_, place) => place % 6 === 0))
      for (const ask of questions(fetch, graphUrl)) {
        says = () => ({ status: 302, location: encodeURI(url) });
        await ask();
        asked++;
      }
    // each once: nothing was followed, not even to where it came from
    expect(heard.length).toBeGreaterThanOrEqual(asked);
    expect(heard.every(({ path }) => path.startsWith("/v26.0/"))).toBe(true);
    tally("ssrf", { through: through() });
    nobodyReached();
  });

  it("for a file that Graph says is there, nor after three redirects", async () => {
    const number = client();
    for (const url of urls) {
      says = () => ({ body: { url, mime_type: "image/png" } });
      expect((await number.downloadMedia("9", "4", null, 1_000)).ok, url).toBe(false);
      says = ({ url: path = "" }) =>
        path.startsWith("/hop2")
          ? { status: 307, location: encodeURI(url) }
          : path.startsWith("/hop1")
            ? { status: 302, location: "/hop2" }
            : !path.startsWith("/v26.0/9")
              ? { status: 404 }
              : { body: { url: `${graphUrl}/hop1`, mime_type: "image/png" } };
      expect((await number.downloadMedia("9", "4", null, 1_000)).ok, url).toBe(false);
      const header = { type: "HEADER", example: { header_handle: [url] } };
      says = () => ({ body: { components: [header] } });
      expect((await number.fetchExamples("1", ["header"], 1_000)).size, url).toBe(0);
    }
    tally("ssrf", { through: through() });
    nobodyReached();
  });

  it("under a name of Meta's that a name server leads inside, whatever it said before", async () => {
    for (const host of MEDIA)
      for (const address of INNER)
        for (const answer of [[address], ["157.240.12.1", address], [address, "2a03:2880:f105::1"]]) {
          const number = client(outward({ [host]: answer }));
          says = () => ({ body: { url: `https://${host}/file`, mime_type: "image/png" } });
          expect((await number.downloadMedia("9", "4", null, 1_000)).ok, answer.join()).toBe(false);
        }
    nobodyReached();
    // a public answer goes as far as the connection, which makes do with that one answer
    let asked = 0;
    const turns = outwardFetch({
      inner: [],
      lookup: (_host, _options, done) =>
        done(null, [{ address: asked++ === 0 ? "157.240.12.1" : "127.0.0.1", family: 4 }]),
    });
    await expect(turns("https://graph.facebook.com/x", {})).rejects.toThrow("fetch failed");
    expect([asked, watch.about]).toEqual([1, ["157.240.12.1:443"]]);
    await expect(turns("https://graph.facebook.com/x", {})).rejects.toThrow("fetch failed");
    expect([asked, watch.about]).toEqual([2, ["157.240.12.1:443"]]);
  });

  it("for a browser's notices", async () => {
    const body = new Uint8Array([1]);
    for (const url of urls) {
      expect(makerOf(url), url).toBe(null);
      await expect(makersPost(corpusLookup())({ endpoint: url, headers: {}, body }), url).rejects.toThrow(
        "push_host_not_allowed",
      );
    }
    for (const host of ["fcm.googleapis.com", "a.notify.windows.com", "web.push.apple.com"])
      for (const address of INNER)
        await expect(
          makersPost(corpusLookup({ [host]: ["142.250.79.10", address] }))({
            endpoint: `https://${host}/x`,
            headers: {},
            body,
          }),
        ).rejects.toThrow("host_not_public");
    tally("ssrf", { through: through() });
    nobodyReached();
  });

  it("as a mail server", async () => {
    const names = corpusLookup();
    const mailer = smtpMailer({
      innerHosts: ["mail.lan"],
      resolve: (host) =>
        new Promise((resolve, reject) =>
          names(host, { all: true }, (error, found) =>
            error ? reject(error) : resolve(found.map(({ address }) => address)),
          ),
        ),
    });
    const mail = {
      id: "m",
      from: { name: "", address: "a@b.example" },
      to: "c@d.example",
      subject: "",
      text: "",
    };
    const bare = INNER_HOSTS.map((host) => host.replace(/^\[(.*)\]$/, "$1"));
    for (const host of [...INNER_HOSTS, ...bare, ...Object.keys(INNER_NAMES)])
      for (const security of ["none", "tls"] as const) {
        const server = { host, port: inner.port, security, login: null };
        expect((await mailer.send(server, mail)).ok, host).toBe(false);
      }
    tally("ssrf", { through: through() });
    nobodyReached();
  });
});

describe("what was named", () => {
  it("is called, and nothing beside it: neither another port nor another name of the same machine", async () => {
    says = () => ({ body: { fine: true } });
    const port = new URL(graphUrl).port;
    const named = outward({ "meta.lan": ["127.0.0.1"] }, [graphUrl, `http://meta.lan:${port}`]);
    expect((await named(`${graphUrl}/x`, {})).status).toBe(200);
    for (const url of [
      `http://127.0.0.1:${inner.port}/`,
      `http://localhost:${port}/`,
      `https://127.0.0.1/`,
      `http://meta.lan/`,
      `https://meta.lan/`,
      `http://other.lan:${port}/`,
    ])
      await expect(named(url, {}), url).rejects.toBeInstanceOf(Error);
    nobodyReached();
  });

  it("gets the token, and where it leads does not", async () => {
    const file = Buffer.from("bytes");
    says = ({ url: path = "" }) =>
      path === "/there"
        ? { body: "bytes" }
        : path === "/file"
          ? { status: 302, location: `${graphUrl}/there` }
          : { body: { url: `${graphUrl}/file`, mime_type: "image/png" } };
    expect((await client().downloadMedia("9", "4", null, file.length + 2)).ok).toBe(true);
    expect(heard.map(({ token }) => token)).toEqual([true, true, false]);
  });
});

it("the listener and the watch would see a caller", async () => {
  const caller = connect(inner.port, "127.0.0.1").on("error", () => undefined);
  await new Promise((resolve) => caller.once("close", resolve));
  expect(watch.about).toEqual([`127.0.0.1:${inner.port}`]);
  watch.stop();
  const before = inner.callers();
  await fetch(`http://127.0.0.1:${inner.port}/`).catch(() => undefined);
  expect(inner.callers()).toBe(before + 1);
});
