import {
  buildRequest,
  createGraphClient,
  exchangeCode,
  setupClient,
  type GraphClient,
  type GraphFetch,
  type OutgoingMessage,
  type SetupClient,
} from "@balcao/whatsapp";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DEFAULT_NUMBER } from "./options.ts";
import { sampleFor } from "./samples.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";
import { CALLS } from "./testing/request-shapes.ts";

const { phoneNumberId: NUMBER, wabaId: WABA, appId, appSecret, accessToken, verifyToken } = DEFAULT_NUMBER;
let desk: Desk;
/** What the client asked for, in order: the call, and the problems of its form. */
let asked: { call: string; problems: string[] }[];
beforeEach(async () => {
  asked = [];
  desk = await openDesk({ knobs: { mode: "strict", pairLimit: false, templateReviewMs: 0 } });
});
afterEach(() => desk.stop());

/** "POST {id}/messages" of an address. */
function callOf(method: string, url: string): string {
  const path = new URL(url).pathname.replace(/^\/v\d+\.\d+\//, "");
  const named = path.replace(/^\d{5,20}(?=\/|$)/, "{id}").replace(/^upload:.*/, "{upload}");
  return `${method} ${named}`;
}

/** Looks at each request before the stand-in for Meta gets it. */
/** Files that Meta shows to everybody: the token must not go there. */
const EXAMPLES = "/v/t61/";

const looking: GraphFetch = (url, init) => {
  if (url.includes(EXAMPLES)) {
    const problems = new Headers(init.headers).has("authorization") ? ["a token for everybody's file"] : [];
    asked.push({ call: `GET ${EXAMPLES}`, problems });
    return fetch(url, init);
  }
  const method = init.method ?? "GET";
  const call = callOf(method, url);
  const known = CALLS.find((one) => one.call === call);
  const headers = new Headers(init.headers);
  const problems = known ? [] : [`${call} is no call we know of`];
  if (!url.startsWith(`${desk.sim.url}/v26.0/`) && !url.includes("/attachments/"))
    problems.push(`no pinned version: ${url}`);
  if (!/^(Bearer|OAuth) ./.test(headers.get("authorization") ?? "") && !call.includes("oauth"))
    problems.push("no token in the header");
  if (url.includes(accessToken) && !url.includes("input_token")) problems.push("a token in the address");
  if (known?.body && typeof init.body === "string") {
    if (headers.get("content-type") !== "application/json") problems.push("JSON that is not said to be");
    problems.push(...known.body(JSON.parse(init.body), call));
  }
  if (known?.body === null && init.body !== undefined && init.body !== null)
    problems.push("a body nobody wants");
  if (call === "POST {id}/media") problems.push(...mediaProblems(init.body));
  asked.push({ call, problems });
  return fetch(url, init);
};

function mediaProblems(body: unknown): string[] {
  if (!(body instanceof FormData)) return ["the body of an upload is no form"];
  const file = body.get("file");
  const right = body.get("messaging_product") === "whatsapp" && file instanceof Blob && file.type !== "";
  return right ? [] : ["the form lacks messaging_product or a typed file"];
}

const client = (): GraphClient =>
  createGraphClient({
    fetch: looking,
    baseUrl: desk.sim.url,
    version: "v26.0",
    token: accessToken,
    timeoutMs: 5_000,
  });
const setup = (): SetupClient =>
  setupClient({
    fetch: looking,
    baseUrl: desk.sim.url,
    version: "v26.0",
    appId,
    appSecret,
    token: accessToken,
    timeoutMs: 5_000,
  });
const expectRight = (): void => {
  expect(asked.flatMap(({ call, problems }) => problems.map((problem) => `${call}: ${problem}`))).toEqual([]);
  expect(asked.length).toBeGreaterThan(0);
};
const file = (type: "image" | "audio" | "document" | "video" | "sticker") => {
  const sample = sampleFor(type);
  if (!sample) throw new Error(`no sample of ${type}`);
  return { bytes: new Uint8Array(sample.bytes), mimeType: sample.mimeType, fileName: "a.bin" };
};
const DRAFT = {
  category: "UTILITY",
  parameterFormat: "POSITIONAL" as const,
  header: { format: "TEXT" as const, text: "Pedido" },
  body: "Olá, {{1}}. O pedido {{2}} saiu hoje para entrega.",
  footer: "Loja Azul",
  buttons: [
    { type: "QUICK_REPLY", text: "Certo", value: "" },
    { type: "URL", text: "Ver", value: "https://loja.example/p/{{1}}" },
    { type: "PHONE_NUMBER", text: "Ligar", value: "+55 11 4000-0000" },
  ],
  cards: [],
  authentication: null,
  samples: { "body.1": "Lia", "body.2": "A-77", "button.1": "A77" },
};

it("sends every kind of message as Meta wants it, and a strict stand-in takes each", async () => {
  const inbound = desk.sim.messages("lia")[0]?.id ?? "";
  const ids: Record<string, string> = {};
  for (const type of ["image", "audio", "document", "video", "sticker"] as const) {
    const uploaded = await client().uploadMedia(NUMBER, file(type));
    expect(uploaded, type).toMatchObject({ kind: "uploaded" });
    if (uploaded.kind === "uploaded") ids[type] = uploaded.id;
  }
  const media = (
    type: "image" | "audio" | "document" | "video" | "sticker",
    more: object = {},
  ): OutgoingMessage =>
    ({
      type,
      mediaId: ids[type] ?? "",
      caption: null,
      fileName: null,
      voice: false,
      ...more,
    }) as OutgoingMessage;
  const options = [
    { id: "a", title: "Sim" },
    { id: "b", title: "Não" },
  ];
  type Asked = Extract<OutgoingMessage, { type: "interactive" }>;
  const asked = (action: Asked["action"], texts: Partial<Asked> = {}): Asked => ({
    type: "interactive",
    header: null,
    body: "Olá",
    footer: null,
    action,
    ...texts,
  });
  const flow = { kind: "flow", label: "Abrir" } as const;
  const messages: OutgoingMessage[] = [
    asked(
      { kind: "link", label: "Ver", url: "https://loja.example/p" },
      { header: "Loja", footer: "até já" },
    ),
    asked({ kind: "location_request" }),
    asked({ kind: "contact_request" }),
    asked({ kind: "call_permission" }),
    asked({ kind: "call_button", label: "Ligar", minutes: 60 }),
    asked({ ...flow, flow: "123", screen: "START", data: [{ name: "pedido", value: "42" }] }),
    asked({ ...flow, flow: "cadastro", screen: null, data: [] }),
    asked({ kind: "product", catalogId: "61200", productId: "SKU-9" }, { body: null }),
    asked(
      { kind: "product_list", catalogId: "61200", sections: [{ title: null, productIds: ["a", "b"] }] },
      { header: "Novidades" },
    ),
    asked({ kind: "catalog", productId: "SKU-9" }),
    asked({ kind: "catalog", productId: null }),
    { type: "text", body: "Veja https://loja.example/p/1" },
    { type: "buttons", body: "Tudo certo?", options },
    { type: "list", body: "Qual?", button: "Escolher", options },
    media("image", { caption: "nota" }),
    media("audio", { voice: true }),
    media("document", { fileName: "contrato.pdf", caption: "leia" }),
    media("video"),
    media("sticker"),
    { type: "location", latitude: -23.5, longitude: -46.6, name: "Loja", address: null },
    {
      type: "contacts",
      cards: [
        {
          name: "Rui Melo",
          phones: [{ phone: "+55 21 99999-0000", waId: "5521999990000", type: "CELL" }],
          emails: ["rui@example.com"],
          organisation: "Loja Azul",
        },
      ],
    },
    { type: "reaction", targetWamid: inbound, emoji: "👍" },
    {
      type: "template",
      name: "pedido_enviado",
      language: "pt_BR",
      parameters: {
        header: { kind: "text", texts: [{ name: null, text: "A-77" }] },
        body: [
          { name: null, text: "Lia" },
          { name: null, text: "A-77" },
        ],
        buttons: [{ index: 0, kind: "url", text: "A77" }],
      },
    },
  ];
  const recipients = [
    { kind: "phone" as const, value: "5511987654321" },
    { kind: "bsuid" as const, value: desk.sim.bsuidOf("lia") },
  ];
  for (const message of messages)
    // whom they go to was seen with the others
    for (const recipient of message.type === "interactive" ? recipients.slice(0, 1) : recipients) {
      const body = buildRequest(message, { recipient, opaque: "m:1", quotedWamid: inbound });
      expect(await client().send(NUMBER, body), message.type).toMatchObject({ kind: "accepted" });
    }
  expect(await client().markRead(NUMBER, inbound, false)).toBe("done");
  expect(await client().markRead(NUMBER, inbound, true)).toBe("done");
  expectRight();
  await desk.sim.drainStatuses();
  expect(desk.receiver.statuses().filter(({ status }) => status === "failed")).toEqual([]);
});

it("manages files, people and templates as Meta wants it", async () => {
  const graph = client();
  const used = new Set<keyof GraphClient>(["send", "uploadMedia", "markRead"]);
  const does = async (name: keyof GraphClient, call: Promise<unknown>): Promise<void> => {
    used.add(name);
    const answer = (await call) as { kind?: string; ok?: boolean };
    expect(
      answer.ok ?? ["done", "uploaded", "list", "listed"].includes(answer.kind ?? ""),
      `${name}: ${JSON.stringify(answer)}`,
    ).toBe(true);
  };
  desk.sim.sendAsUser("lia", { type: "image" });
  await desk.sim.drain();
  const image = desk.receiver.messages()[0]?.["image"] as { id: string; sha256: string };
  await does("downloadMedia", graph.downloadMedia(image.id, NUMBER, image.sha256, 1_000_000));
  for (const person of [
    { kind: "phone" as const, value: "5511987654321" },
    { kind: "bsuid" as const, value: desk.sim.bsuidOf("lia") },
  ]) {
    await does("blockUser", graph.blockUser(NUMBER, person, true));
    await does("blockUser", graph.blockUser(NUMBER, person, false));
  }
  await does("listTemplates", graph.listTemplates(WABA));
  const example = await graph.uploadExample(file("image"));
  await does("uploadExample", Promise.resolve(example));
  const header = { format: "IMAGE", handle: example.kind === "uploaded" ? example.handle : null };
  const pictured = await graph.createTemplate(WABA, {
    ...DRAFT,
    header,
    name: "com_foto",
    language: "pt_BR",
  });
  const shown = pictured.kind === "done" ? (pictured.id ?? "") : "";
  used.add("fetchExamples");
  expect([...(await graph.fetchExamples(shown, ["header"], 1_000_000)).keys()]).toEqual(["header"]);
  const created = await graph.createTemplate(WABA, { ...DRAFT, name: "pedido_saiu", language: "pt_BR" });
  await does("createTemplate", Promise.resolve(created));
  const id = created.kind === "done" ? (created.id ?? "") : "";
  const found = desk.sim.world.templates.get(WABA)?.find((template) => template.id === id);
  if (found) found.status = "REJECTED";
  await does("editTemplate", graph.editTemplate(id, { ...DRAFT, category: null }));
  if (found) found.status = "PAUSED";
  await does("unpauseTemplate", graph.unpauseTemplate(id));
  await does("deleteTemplate", graph.deleteTemplate(WABA, { id, name: "pedido_saiu" }));
  expect(Object.keys(graph).filter((name) => !used.has(name as keyof GraphClient))).toEqual([]);
  expectRight();
});

it("connects a number as Meta wants it", async () => {
  const client = setup();
  const used = new Set<keyof SetupClient>();
  const does = async (name: keyof SetupClient, call: Promise<{ kind: string }>): Promise<void> => {
    used.add(name);
    expect((await call).kind, name).toMatch(/^(told|done)$/);
  };
  await does("token", client.token(desk.sim.now()));
  await does("waba", client.waba(WABA));
  await does("number", client.number(NUMBER));
  await does("numbers", client.numbers(WABA));
  await does("apps", client.apps(WABA));
  await does("subscription", client.subscription());
  await does("listen", client.listen(desk.receiver.url, verifyToken));
  await does("subscribe", client.subscribe(WABA, null));
  await does("subscribe", client.subscribe(WABA, { url: desk.receiver.url, verifyToken }));
  await does("clearNumberAddress", client.clearNumberAddress(NUMBER));
  desk.sim.addNumber({ phoneNumberId: NUMBER, codeVerified: false, registered: false });
  await does("requestCode", client.requestCode(NUMBER, "SMS", "pt_BR"));
  await does("verifyCode", client.verifyCode(NUMBER, "123456"));
  await does("register", client.register(NUMBER, "654321"));
  await does("setPin", client.setPin(NUMBER, "123123"));
  await does("deregister", client.deregister(NUMBER));
  await does("unsubscribe", client.unsubscribe(WABA));
  expect(Object.keys(client).filter((name) => !used.has(name as keyof SetupClient))).toEqual([]);
  const access = {
    fetch: looking,
    baseUrl: desk.sim.url,
    version: "v26.0",
    appId,
    appSecret,
    timeoutMs: 5_000,
  };
  expect(await exchangeCode(access, desk.sim.world.giveCode(NUMBER))).toEqual({
    kind: "told",
    facts: accessToken,
  });
  expectRight();
});

it("is told of what is wrong: the shapes are no rubber stamp", () => {
  const problemsOf = (call: string, body: unknown): string[] =>
    CALLS.find((one) => one.call === call)?.body?.(body, "body") ?? [];
  const right = {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    type: "text",
    text: { body: "Oi" },
  };
  const messages = "POST {id}/messages";
  expect(problemsOf(messages, { ...right, to: "+5511987654321" })).toEqual([]);
  expect(problemsOf(messages, { ...right, to: "BR.7001" })).not.toEqual([]);
  expect(problemsOf(messages, { ...right, to: "5511987654321" })).not.toEqual([]);
  expect(problemsOf(messages, right)).not.toEqual([]);
  expect(
    problemsOf(messages, { ...right, to: "+5511987654321", text: { body: "x".repeat(4097) } }),
  ).not.toEqual([]);
  expect(problemsOf(messages, { ...right, to: "+5511987654321", image: { id: "12345" } })).not.toEqual([]);
  expect(problemsOf("POST {id}/register", { messaging_product: "whatsapp", pin: 123456 })).not.toEqual([]);
  expect(
    problemsOf("POST {id}/block_users", { messaging_product: "whatsapp", block_users: [{ user: "5511" }] }),
  ).not.toEqual([]);
});
