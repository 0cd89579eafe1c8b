import type { TicketChoices } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Company } from "../src/demo/company.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { START, type Desk, type Method } from "./desk-world.ts";
import { openListedDesk, type Route } from "./security-world.ts";

const NOBODY = "01a20a45-0de6-7000-9aaf-05ddaf30ba6e";
let desk: Desk;
let routes: Route[];
let serial = 0;

beforeAll(async () => {
  ({ desk, routes } = await openListedDesk());
});
afterAll(() => desk.close());

const SCRIPT = {
  name: "Outro",
  begin: "2026-11-23T09:00",
  steps: [{ does: "writes", text: "oi" }],
  expected: [],
};

const VIEW = { name: "Outra", sharedWith: "me", filter: { tab: "mine", order: "waiting" } };

/** A body each route takes, so that a refusal is about whose it is and not about its shape. */
/** a moment to come, on the test's clock */
const LATER = { at: new Date(START + 5 * 3_600_000).toISOString() };
const BODIES: Record<string, (of: Company) => object> = {
  "POST /api/conversations/:id/messages": () => ({ text: "oi" }),
  "POST /api/conversations/:id/messages/:messageId/reaction": () => ({ emoji: "👍" }),
  "PUT /api/quick-replies/:id": () => ({
    scope: "account",
    shortcut: "x",
    title: "x",
    text: "x",
    version: 1,
  }),
  "PUT /api/quick-replies/:id/file": () => {
    const form = new FormData();
    form.set("file", new Blob(["oi"]), "oi.txt");
    return form;
  },
  "PUT /api/channels/:id/access": () => ({
    appId: "300300300",
    appSecret: null,
    accessToken: null,
    version: 1,
  }),
  "PUT /api/channels/:id/name": () => ({ name: "Loja", version: 1 }),
  "POST /api/channels/:id/remove": () => ({ unsubscribe: false, deregister: false, version: 1 }),
  "POST /api/contacts/:id/choices": () => ({
    kind: "marketing",
    stopped: true,
    reason: "Pediu por telefone",
  }),
  "PUT /api/channels/:id/settings": () => ({ firstTeamId: null, autoMessages: {}, version: 0 }),
  "POST /api/channels/:id/register": () => ({ pin: "123456" }),
  "POST /api/channels/:id/pin": () => ({ pin: "123456" }),
  "POST /api/channels/:id/code": () => ({ method: "SMS" }),
  "POST /api/channels/:id/code/verify": () => ({ code: "123456" }),
  "POST /api/channels/:id/test": () => ({ to: "11987654321" }),
  "POST /api/conversations/:id/template": () => ({ name: "retomar", language: "pt_BR", values: {} }),
  "POST /api/conversations/:id/files": () => {
    const form = new FormData();
    form.set("key", `security-${++serial}`);
    form.set("kind", "document");
    form.set("file", new Blob(["oi"]), "oi.txt");
    return form;
  },
  "POST /api/conversations/:id/scheduled": () => ({ ...LATER, content: { type: "text", text: "oi" } }),
  "POST /api/conversations/:id/scheduled/files": () => {
    const form = new FormData();
    form.set("key", `security-${++serial}`);
    form.set("kind", "document");
    form.set("at", LATER.at);
    form.set("file", new Blob(["oi"]), "oi.txt");
    return form;
  },
  "POST /api/conversations/:id/scheduled/:scheduledId/move": () => LATER,
  "POST /api/conversations/:id/scheduled/:scheduledId/send": () => ({}),
  "POST /api/conversations/:id/scheduled/:scheduledId/cancel": () => ({}),
  "POST /api/conversations/:id/status": () => ({ status: "closed" }),
  "POST /api/conversations/:id/assign": () => ({ agentId: null }),
  "POST /api/conversations/:id/forward": (of) => ({ teamId: of.teams.suporte }),
  "POST /api/conversations/:id/return-to-bot": () => ({}),
  "POST /api/conversations/:id/transcript": () => ({}),
  "POST /api/conversations/:id/composed": () => ({
    content: { type: "menu", body: "oi", options: ["a", "b"] },
  }),
  "POST /api/conversations/:id/block": () => ({ blocked: true }),
  "POST /api/conversations/:id/read": () => ({}),
  "POST /api/conversations/:id/accept": () => ({}),
  "POST /api/conversations/:id/messages/:messageId/retry": () => ({}),
  "PUT /api/conversations/:id/draft": () => ({ mode: "note", text: "oi", quotedMessageId: null, at: 1 }),
  "POST /api/conversations/:id/notes": () => ({ text: "oi" }),
  "POST /api/tickets/:id/acts": () => ({ act: { type: "priority", priority: 1 } }),
  "POST /api/tickets/:id/messages": () => ({ conversationId: NOBODY, messageIds: [NOBODY] }),
  "POST /api/tickets/:id/unlink": () => ({ messageIds: [NOBODY] }),
  "POST /api/tickets/:id/comments": () => ({ text: "oi" }),
  "POST /api/tickets/:id/relate": () => ({ number: 1 }),
  "POST /api/tickets/:id/unrelate": () => ({ ticketId: NOBODY }),
  "POST /api/tickets/:id/merge": () => ({ into: 1 }),
  "POST /api/tickets/:id/clone": () => ({}),
  "POST /api/tickets/:id/files": () => {
    const form = new FormData();
    form.set("key", `security-${++serial}`);
    form.set("file", new Blob(["oi"]), "oi.txt");
    return form;
  },
  "POST /api/tickets/:id/files/:fileId/remove": () => ({}),
  "PUT /api/ticket-statuses/:id": () => ({ name: "Outro", color: "#112233", active: true, version: 1 }),
  "PUT /api/ticket-categories/:id": () => ({ name: "Outra", parentId: null, active: true, version: 1 }),
  "PUT /api/ticket-types/:id": () => ({ name: "Outro", active: true, version: 1 }),
  "PATCH /api/notes/:id": () => ({ text: "Outro" }),
  "PUT /api/views/:id": () => ({ version: 1, view: VIEW }),
  "PUT /api/contacts/:id/labels": () => ({ add: [], remove: [] }),
  "PUT /api/labels/:id": () => ({ name: "Outro", color: "#112233", version: 1 }),
  "PATCH /api/contacts/:id": () => ({ name: "Outro" }),
  "PUT /api/contacts/:id/value": () => ({ fieldId: NOBODY, value: "x", was: null }),
  "PUT /api/contacts/:id/email": () => ({ address: "outro@example.com", was: null }),
  "PUT /api/contacts/:id/organisation": () => ({ organisationId: null, was: null }),
  "POST /api/contacts/:id/notes": () => ({ key: `security-${++serial}`, text: "Outro" }),
  "POST /api/contacts/:id/merge": () => ({
    key: `security-${++serial}`,
    otherId: NOBODY.replace(/.$/, "0"),
    cause: "x",
  }),
  "PATCH /api/contact-notes/:id": () => ({ text: "Outro" }),
  "PUT /api/organisations/:id": () => ({ name: "Outra", domain: "", notes: "", version: 1 }),
  "DELETE /api/organisations/:id": () => ({ version: 1, moveTo: null }),
  "PUT /api/fields/:id": () => ({ label: "Outro", options: [], active: true, version: 1 }),
  "PATCH /api/agents/:id": () => ({ name: "Outro" }),
  "POST /api/agents/:id/end-sessions": () => ({}),
  "PUT /api/teams/:id": () => ({
    name: "Outra",
    color: "#000000",
    description: "",
    active: true,
    inactivityHours: null,
    businessHours: null,
    memberIds: [],
    version: 1,
  }),
  "DELETE /api/teams/:id": (of) => ({ moveTo: of.teams.suporte, version: 1 }),
  "PUT /api/bot/triggers/:id": (of) => ({
    description: "Outro",
    team: { operator: "is", team: of.teams.suporte },
    fires: "on_message",
    idle: null,
    expectedReply: ["x"],
    action: { type: "hand_over", team: of.teams.comercial },
    active: true,
    version: 1,
  }),
  "PUT /api/templates/:id": () => ({
    draft: {
      name: "x",
      language: "pt_BR",
      category: "UTILITY",
      parameterFormat: "POSITIONAL",
      header: null,
      body: "Oi",
      footer: "",
      buttons: [],
      samples: {},
    },
  }),
  "PUT /api/templates/:id/about": () => ({ teamIds: [], note: "" }),
  "PUT /api/bot/scripts/:id": () => ({ ...SCRIPT, version: 1 }),
};
const WITHOUT_BODY: ReadonlySet<string> = new Set([
  "DELETE /api/sessions/:id",
  "POST /api/webhooks/:id/replay",
  "POST /api/channels/:id/check",
  "POST /api/channels/:id/webhook",
  "DELETE /api/notes/:id",
  "DELETE /api/labels/:id",
  "DELETE /api/views/:id",
  "DELETE /api/contact-notes/:id",
  "POST /api/contact-merges/:id/undo",
  "DELETE /api/quick-replies/:id",
  "DELETE /api/quick-replies/:id/file",
  "DELETE /api/invitations/:id",
  "DELETE /api/templates/:id",
  "POST /api/templates/:id/unpause",
  "DELETE /api/bot/triggers/:id",
  "DELETE /api/bot/scripts/:id",
]);
const isCommand = (url: string): boolean =>
  /^\/api\/(conversations|tickets)\/:id\//.test(url) && !url.endsWith("/draft");

type Ids = Record<string, string>;
/** One of everything a path can name, of one company. */
async function idsOf(company: Company, phone: string): Promise<Ids> {
  const helena = await desk.cookie(company, "Helena");
  const conversation = await desk.write(company, phone, "oi");
  const invitation = await desk.call(helena, "POST", "/api/invitations", {
    email: `${phone}@x.example`,
    name: "",
    role: "agent",
    teamIds: [],
  });
  const { rows } = await sql<{ message: string; contact: string; trigger: string }>`
    SELECT (SELECT id FROM message WHERE conversation_id = ${conversation} AND author = 'bot' LIMIT 1) AS message,
      (SELECT contact_id FROM conversation WHERE id = ${conversation}) AS contact,
      (SELECT id FROM trigger WHERE account_id = ${company.accountId} LIMIT 1) AS trigger`.execute(
    desk.world.deps.system,
  );
  const scripts = await desk.call(helena, "POST", "/api/bot/scripts", SCRIPT);
  const noted = await desk.call(helena, "POST", `/api/conversations/${conversation}/notes`, {
    key: `security-${++serial}`,
    text: "nota",
  });
  const scheduled = `/api/conversations/${conversation}/scheduled`;
  const words = { ...LATER, content: { type: "text", text: "oi" } };
  await desk.call(helena, "POST", scheduled, { key: `security-${++serial}`, ...words });
  const planned = await desk.call(helena, "GET", scheduled);
  const reply = { scope: "personal", shortcut: "oi", title: "Oi", text: "Oi" };
  const replied = await desk.call(helena, "POST", "/api/quick-replies", reply);
  const view = await desk.call(helena, "POST", "/api/views", VIEW);
  const ticket = await desk.call(helena, "POST", "/api/tickets", {
    key: `security-${++serial}`,
    conversationId: conversation,
    title: "Chamado",
    teamId: company.teams.comercial,
  });
  const label = await desk.call(helena, "POST", "/api/labels", { name: "Nova", color: "#112233" });
  const known = await desk.call(helena, "POST", `/api/contacts/${rows[0]?.contact}/notes`, {
    key: `security-${++serial}`,
    text: "prefere à tarde",
  });
  const contact = `/api/contacts/${rows[0]?.contact}`;
  const twin = await desk.write(company, phone.replace(/...$/, "777"), "oi");
  const twins = await desk.call(helena, "GET", `/api/conversations/${twin}`);
  await desk.call(helena, "POST", `${contact}/merge`, {
    key: `security-${++serial}`,
    otherId: (twins.body["contact"] as { id: string }).id,
    cause: "a mesma pessoa",
  });
  const merged = await desk.call(helena, "GET", contact);
  const organisation = await desk.call(helena, "POST", "/api/organisations", {
    name: `Girassol ${phone}`,
    domain: "",
    notes: "",
  });
  const people = new FormData();
  const claim = { key: `security-${++serial}`, locale: "en", existing: "skip", fileName: "a.csv" };
  for (const [name, value] of Object.entries({ ...claim, mapping: '["phone"]' })) people.set(name, value);
  people.set("file", new Blob(["phone"]), "a.csv");
  const imported = await desk.call(helena, "POST", "/api/contact-imports", people);
  const field = await desk.call(helena, "POST", "/api/fields", {
    subject: "contact",
    label: `Campo ${phone}`,
    kind: "text",
    options: [],
  });
  const file = new FormData();
  file.set("key", `security-${++serial}`);
  file.set("file", new Blob(["oi"]), "oi.txt");
  const attached = await desk.call(helena, "POST", `/api/tickets/${String(ticket.body["id"])}/files`, file);
  await desk.call(helena, "POST", "/api/ticket-categories", { name: `C ${phone}`, parentId: null });
  const { body } = await desk.call(helena, "POST", "/api/ticket-types", { name: `T ${phone}` });
  const chosen = body as unknown as TicketChoices;
  const media = NOBODY.replace(/.$/, phone.slice(-1));
  await sql`INSERT INTO media (account_id, id, channel_id, message_id, graph_media_id, kind, state, mime_type, size, storage_key, created_at)
    SELECT account_id, ${media}, channel_id, id, '1', 'image', 'stored', 'image/gif', 6, 'x', now() FROM message WHERE id = ${rows[0]?.message}`.execute(
    desk.world.deps.system,
  );
  const template = uuidv7();
  await sql`INSERT INTO template (account_id, id, waba_id, meta_id, name, language, status, category, parameter_format, components, told_at)
    VALUES (${company.accountId}, ${template}, '1', '1', 'x', 'pt_BR', 'APPROVED', 'UTILITY', 'POSITIONAL', '[]', now())`.execute(
    desk.world.deps.system,
  );
  const delivery = uuidv7();
  await sql`INSERT INTO webhook_delivery (account_id, id, channel_id, received_at, body, facts)
    VALUES (${company.accountId}, ${delivery}, ${company.channelId}, now(), '{}', 0)`.execute(
    desk.world.deps.system,
  );
  return {
    webhooks: delivery,
    templates: template,
    conversations: conversation,
    messages: rows[0]?.message ?? "",
    contacts: rows[0]?.contact ?? "",
    "bot/triggers": rows[0]?.trigger ?? "",
    "bot/scripts": (scripts.body["items"] as { id: string }[])[0]?.id ?? "",
    scheduled: (planned.body["items"] as { id: string }[])[0]?.id ?? "",
    views: String(view.body["id"]),
    labels: String(label.body["id"]),
    tickets: String(ticket.body["id"]),
    files: (attached.body["ticket"] as { files: { id: string }[] }).files[0]?.id ?? "",
    "ticket-statuses": chosen.statuses[0]?.id ?? "",
    "ticket-categories": chosen.categories[0]?.id ?? "",
    "ticket-types": chosen.types[0]?.id ?? "",
    notes: (noted.body["note"] as { id: string }).id,
    "quick-replies": String(replied.body["id"]),
    "contact-merges": (merged.body["merges"] as { id: string }[])[0]?.id ?? "",
    "contact-notes": (known.body["notes"] as { id: string }[])[0]?.id ?? "",
    organisations: String(organisation.body["id"]),
    "contact-imports": String(imported.body["id"]),
    fields: String(field.body["id"]),
    teams: company.teams.comercial,
    channels: company.channelId,
    agents: company.agents["Ana"] ?? "",
    sessions:
      ((await desk.call(helena, "GET", "/api/sessions")).body["items"] as { id: string }[])[0]?.id ?? "",
    invitations: (invitation.body["invitation"] as { id: string }).id,
    media,
  };
}

/** Routes that name something by an id. (A version's number is each company's own: see bot-versions.test.) */
const named = (): Route[] =>
  routes.filter((route) => /^\/api\/.*:(?!number)/.test(route.url) && !route.isPublic);

/** `inner`: what is named within what `id` names. */
async function ask(cookie: string, route: Route, id: string, inner: Ids): Promise<unknown> {
  const name = `${route.method} ${route.url}`;
  const body = BODIES[name]?.(desk.ours);
  if (!body && route.method !== "GET" && !WITHOUT_BODY.has(name))
    throw new Error(`${name} has a path with ids: say in BODIES what it takes`);
  const url = route.url
    .replace(":messageId", inner["messages"] ?? NOBODY)
    .replace(":scheduledId", inner["scheduled"] ?? NOBODY)
    .replace(":fileId", inner["files"] ?? NOBODY)
    .replace(":id", id);
  const isForm = body instanceof FormData;
  const payload = body && !isForm && isCommand(route.url) ? { key: `security-${++serial}`, ...body } : body;
  const { status, body: answer } = await desk.call(cookie, route.method, url, payload);
  return { status, answer };
}

describe("every route", () => {
  it("is public only where it must be", () => {
    const open = routes.filter((route) => route.isPublic).map(({ method, url }) => `${method} ${url}`);
    expect(open.toSorted()).toEqual([
      "GET /api/health",
      "GET /api/invitations/by-token/:token",
      "GET /api/sign-in-options",
      "GET /webhooks/whatsapp/:channel",
      "POST /api/auth/sign-in/email",
      "POST /api/auth/sign-out",
      "POST /api/demo/sign-in",
      "POST /api/first-administrator",
      "POST /api/invitations/accept",
      "POST /webhooks/whatsapp/:channel",
    ]);
    expect(routes.length).toBeGreaterThan(35);
  });

  it("refuses strangers, revoked sessions and other sites before it looks at anything", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    for (const { method, url, isPublic } of routes) {
      const path = url.replaceAll(/:\w+/g, NOBODY);
      if (!isPublic)
        for (const cookie of ["", "balcao.session_token=x.y", ana.replace(/.{6}$/, "AAAAAA")]) {
          const { status, body } = await desk.call(cookie, method, path, method === "GET" ? undefined : {});
          expect({ url, status, code: body.code }).toEqual({ url, status: 401, code: "sign_in_first" });
        }
      if (method === "GET" || url.startsWith("/webhooks/")) continue;
      const sites: Record<string, string>[] = [
        { origin: "https://evil.example" },
        { origin: "null" },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
      ];
      for (const headers of sites) {
        const answer = await desk.app.inject({
          method,
          url: path,
          headers: { cookie: ana, ...headers },
          payload: {},
        });
        expect({ url, code: answer.json().code }).toEqual({ url, code: "other_site" });
      }
    }
  });

  it("answers a foreign id, of another company or of another team, as it answers a missing one", async () => {
    const theirs = await idsOf(desk.theirs, "5511987000901");
    const ours = await idsOf(desk.ours, "5511987000902");
    const [helena, diego] = [await desk.cookie(desk.ours, "Helena"), await desk.cookie(desk.ours, "Diego")];
    expect(named().length).toBeGreaterThan(15);
    for (const route of named()) {
      const kind = /^\/api\/(bot\/[a-z]+|[a-z-]+)\//.exec(route.url)?.[1] ?? "";
      const [foreign, own] = [theirs[kind], ours[kind]];
      if (!foreign || !own) throw new Error(`${route.url}: say in idsOf what it names`);
      const missing = await ask(helena, route, NOBODY, {});
      expect(missing, route.url).toMatchObject({ status: 404 });
      expect(await ask(helena, route, foreign, theirs), route.url).toEqual(missing);
      // the conversation is Principal's: nothing of it is Diego's, who works in Suporte
      const ofTeams = [
        "conversations",
        "messages",
        "notes",
        "media",
        "contacts",
        "contact-notes",
        "contact-merges",
        "tickets",
      ];
      if (!ofTeams.includes(kind)) continue;
      const refused = await ask(diego, route, NOBODY, {});
      // 403 only where his role shuts him out whatever the id
      expect(refused, route.url).toMatchObject({ status: /\/(raw|costs)$/.test(route.url) ? 403 : 404 });
      expect(await ask(diego, route, own, ours), route.url).toEqual(refused);
    }
    const { rows } =
      await sql`SELECT FROM contact WHERE name = 'Outro' UNION ALL SELECT FROM agent WHERE name = 'Outro'`.execute(
        desk.world.deps.system,
      );
    expect(rows).toEqual([]);
  });

  it("that changes the company is for administrators", async () => {
    const [ana, rita] = [await desk.cookie(desk.ours, "Ana"), await desk.cookie(desk.ours, "Rita")];
    const settings: [Method, string][] = routes
      .filter(
        ({ method, url }) =>
          method !== "GET" &&
          /^\/api\/(teams|agents|invitations|settings|bot|fields|channels|webhooks)/.test(url),
      )
      .filter((route) => !route.isPublic)
      .map(({ method, url }) => [method, url.replaceAll(/:\w+/g, NOBODY)]);
    expect(settings.length).toBeGreaterThan(9);
    for (const [method, url] of [...settings, ["GET", "/api/invitations"] as [Method, string]])
      for (const cookie of [ana, rita])
        expect((await desk.call(cookie, method, url, method === "GET" ? undefined : {})).body.code, url).toBe(
          "forbidden",
        );
  });

  it("takes no field it does not know", async () => {
    const helena = await desk.cookie(desk.ours, "Helena");
    const ana = desk.ours.agents["Ana"];
    for (const extra of ["userId", "accountId", "account_id", "id", "preferences", "email"]) {
      const reply = await desk.call(helena, "PATCH", `/api/agents/${ana}`, { name: "Ana", [extra]: NOBODY });
      expect(reply.status, extra).toBe(422);
    }
    const poisoned = await desk.app.inject({
      method: "PATCH",
      url: "/api/me/preferences",
      headers: { cookie: helena, "content-type": "application/json" },
      payload: '{"__proto__": {"polluted": 1}, "a": {"constructor": {"prototype": {"polluted": 1}}}}',
    });
    expect(poisoned.statusCode).toBe(400);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
