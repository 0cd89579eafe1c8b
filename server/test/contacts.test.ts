import type { ContactDetails, CustomField, Label, Organisation } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";

const NOBODY = "01a20a45-0de6-7000-9aaf-05ddaf30ba6e";
let desk: Desk;
let helena: string;
let ana: string;
let rita: string;
let serial = 0;
const key = (): string => `key-${String(++serial).padStart(8, "0")}`;
const as = <T>(reply: Reply): T => reply.body as unknown as T;

beforeAll(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
  ana = await desk.cookie(desk.ours, "Ana");
  rita = await desk.cookie(desk.ours, "Rita");
});
afterAll(() => desk.close());

type Met = { id: string; conversation: string };
/** A customer who has just written, and waits in Comercial. */
async function meet(phone: string): Promise<Met> {
  const conversation = await desk.write(desk.ours, phone, "oi");
  const { body } = await desk.call(helena, "GET", `/api/conversations/${conversation}`);
  const { comercial } = desk.ours.teams;
  await desk.call(helena, "POST", `/api/conversations/${conversation}/forward`, {
    key: key(),
    teamId: comercial,
  });
  return { conversation, id: (body["contact"] as { id: string }).id };
}
const details = async ({ id }: Met, cookie = helena): Promise<ContactDetails> =>
  as(await desk.call(cookie, "GET", `/api/contacts/${id}`));
const shownName = async ({ conversation }: Met): Promise<unknown> =>
  (await desk.call(helena, "GET", `/api/conversations/${conversation}`)).body["contact"];

const changesToldOf = async ({ conversation }: Met): Promise<number> =>
  (
    await sql`SELECT FROM event WHERE conversation_id = ${conversation} AND type = 'contact.changed'`.execute(
      desk.world.deps.system,
    )
  ).rows.length;

describe("identity", () => {
  it("tells every number with its forms, and WhatsApp's ids to administrators only", async () => {
    const lia = await meet("551187650001");
    await desk.write(desk.ours, "5511987650001", "com o nove");
    const known = await details(lia);
    expect(known.phones).toEqual([
      { phone: "+55 (11) 98765-0001", forms: ["551187650001", "5511987650001"] },
    ]);
    expect(known.userIds).toEqual([]);
    expect((await details(lia, rita)).userIds).toBeNull();
    expect(Date.parse(known.firstSeenAt)).toBe(desk.world.clock.now());
  });

  it("shows who works here under the agent's name, unless another is registered", async () => {
    const someone = await meet("5511987650002");
    const agent = `/api/agents/${desk.ours.agents["Rita"]}`;
    expect(await desk.call(helena, "PATCH", agent, { phone: "8765" })).toMatchObject({
      status: 422,
      body: { fields: [{ path: "phone", code: "not_a_phone" }] },
    });
    expect(await desk.call(helena, "PATCH", agent, { phone: "(11) 8765-0002" })).toMatchObject({
      body: { phone: "+55 (11) 98765-0002" },
    });
    expect(await shownName(someone)).toMatchObject({ name: "Rita Campos" });
    expect(await details(someone)).toMatchObject({ name: null, agentName: "Rita Campos" });
    const other = `/api/agents/${desk.ours.agents["Ana"]}`;
    expect(await desk.call(helena, "PATCH", other, { phone: "+5511987650002" })).toMatchObject({
      status: 422,
      body: { fields: [{ path: "phone", code: "phone_taken" }] },
    });
    await desk.call(ana, "PATCH", `/api/contacts/${someone.id}`, { name: "Rita do Financeiro" });
    expect(await shownName(someone)).toMatchObject({ name: "Rita do Financeiro" });
    await desk.call(ana, "PATCH", `/api/contacts/${someone.id}`, { name: null });
    expect((await desk.call(helena, "PATCH", agent, { phone: null })).body["phone"]).toBeNull();
    expect(await shownName(someone)).toMatchObject({ name: null });
  });
});

describe("a card that is saved", () => {
  const save = (phone: string, name: string, cookie = ana): Promise<Reply> =>
    desk.call(cookie, "POST", "/api/contacts", { phone, name });

  it("makes a contact, whoever's phone with or without the ninth digit, once", async () => {
    expect(await save("+55 11 98765-0031", "Tia Cida")).toMatchObject({
      status: 200,
      body: { outcome: "created", contact: { name: "Tia Cida", phone: "+55 (11) 98765-0031" } },
    });
    const [one, other] = await Promise.all([save("1187650032", "Tio Zé"), save("11987650032", "Tio Zé")]);
    expect([one?.body["outcome"], other?.body["outcome"]].toSorted()).toEqual(["created", "known"]);
    expect(await save("551187650031", "Outro nome")).toMatchObject({
      body: { outcome: "known", contact: { name: "Tia Cida" } },
    });
    // who writes then is known by the name
    const conversation = await desk.write(desk.ours, "551187650031", "oi, a Lia passou meu cartão");
    expect(await shownName({ id: "", conversation })).toMatchObject({ name: "Tia Cida" });
    expect(await save("8765", "Ninguém")).toMatchObject({
      status: 422,
      body: { fields: [{ path: "phone", code: "not_a_phone" }] },
    });
  });

  it("names who is there without one, and nobody whom this agent may not see", async () => {
    const lia = await meet("5511987650033");
    const before = await changesToldOf(lia);
    expect(await save("5511987650033", "Lia Prado")).toMatchObject({
      body: { outcome: "completed", contact: { id: lia.id, name: "Lia Prado" } },
    });
    expect(await changesToldOf(lia)).toBe(before + 1);
    const other = await meet("5511987650034");
    const { suporte } = desk.ours.teams;
    const away = { key: key(), teamId: suporte };
    await desk.call(helena, "POST", `/api/conversations/${other.conversation}/forward`, away);
    expect((await save("5511987650034", "Nome do cartão")).body).toEqual({ outcome: "known", contact: null });
    expect(await shownName(other)).toMatchObject({ name: null });
    // another account knows nothing of it
    const theirs = await desk.cookie(desk.theirs, "Helena");
    expect((await save("5511987650033", "Lia", theirs)).body["outcome"]).toBe("created");
  });
});

describe("custom fields", () => {
  const make = async (label: string, kind: string, options: string[] = []): Promise<CustomField> =>
    as(await desk.call(helena, "POST", "/api/fields", { subject: "contact", label, kind, options }));

  it("are defined, ordered and switched off by administrators", async () => {
    const [city, plan] = [await make("Cidade", "text"), await make("Plano", "list", ["Ouro", "Prata"])];
    expect(
      await desk.call(rita, "POST", "/api/fields", {
        subject: "contact",
        label: "Não",
        kind: "text",
        options: [],
      }),
    ).toMatchObject({ status: 403 });
    const taken = { subject: "contact", label: "cidade", kind: "text", options: [] };
    expect(await desk.call(helena, "POST", "/api/fields", taken)).toMatchObject({
      status: 422,
      body: { fields: [{ path: "label", code: "taken" }] },
    });
    expect(
      await desk.call(helena, "POST", "/api/fields", { ...taken, label: "Vazia", kind: "list" }),
    ).toMatchObject({ body: { fields: [{ path: "options", code: "required" }] } });
    const order = { subject: "contact", ids: [plan.id, city.id] };
    expect((await desk.call(helena, "PUT", "/api/fields/order", order)).body["items"]).toMatchObject([
      { label: "Plano" },
      { label: "Cidade" },
    ]);
    expect(
      await desk.call(helena, "PUT", "/api/fields/order", { ...order, ids: [plan.id, plan.id] }),
    ).toMatchObject({ status: 409 });
    const change = { label: "Município", options: [], active: false, version: 1 };
    expect(as(await desk.call(helena, "PUT", `/api/fields/${city.id}`, change))).toMatchObject({
      label: "Município",
      active: false,
      version: 2,
    });
    expect(await desk.call(helena, "PUT", `/api/fields/${city.id}`, change)).toMatchObject({ status: 409 });
    const theirs = await desk.cookie(desk.theirs, "Helena");
    expect((await desk.call(theirs, "GET", "/api/fields")).body["items"]).toEqual([]);
  });

  it("hold values that fit, tell of two people at once, and reach other screens", async () => {
    const lia = await meet("5511987650003");
    const size = await make("Número", "number");
    const set = (value: unknown, was: unknown, fieldId = size.id): Promise<Reply> =>
      desk.call(ana, "PUT", `/api/contacts/${lia.id}/value`, { fieldId, value, was });
    expect(as<ContactDetails>(await set(38, null)).fields).toEqual({ [size.id]: 38 });
    // somebody else saw no value yet
    expect(await set(40, null)).toMatchObject({
      status: 409,
      body: { code: "version_conflict", data: { current: 38 } },
    });
    // the same wish twice is one
    expect((await set(38, null)).status).toBe(200);
    expect(await set("38", 38)).toMatchObject({
      status: 422,
      body: { fields: [{ path: "value", code: "not_a_number" }] },
    });
    expect(await set(1, null, NOBODY)).toMatchObject({ body: { fields: [{ code: "unknown_field" }] } });
    const [one, other] = await Promise.all([set(39, 38), set(41, 38)]);
    expect([one?.status, other?.status].toSorted()).toEqual([200, 409]);
    expect(as<ContactDetails>(await set(null, (await details(lia)).fields[size.id])).fields).toEqual({});
  });
});

describe("labels", () => {
  const make = async (name: string): Promise<string> =>
    as<Label>(await desk.call(helena, "POST", "/api/labels", { name, color: "#0f766e" })).id;
  const put = (met: Met, body: object, cookie = ana): Promise<Reply> =>
    desk.call(cookie, "PUT", `/api/contacts/${met.id}/labels`, body);

  it("are put on and taken off by whoever sees the contact, and told once", async () => {
    const lia = await meet("5511987650021");
    const [vip, event] = [await make("VIP"), await make("Evento")];
    expect(as<ContactDetails>(await put(lia, { add: [vip, event] })).labelIds).toEqual(
      [vip, event].toSorted(),
    );
    expect(as<ContactDetails>(await put(lia, { add: [event], remove: [vip] })).labelIds).toEqual([event]);
    const told = await changesToldOf(lia);
    // the same once more is nothing new
    expect(as<ContactDetails>(await put(lia, { add: [event], remove: [vip] })).labelIds).toEqual([event]);
    expect(await changesToldOf(lia)).toBe(told);
    expect(await put(lia, { add: [NOBODY] })).toMatchObject({
      status: 422,
      body: { fields: [{ path: "add", code: "unknown_label" }] },
    });
    // of the contact, not of the conversation
    const row = await desk.call(helena, "GET", `/api/conversations/${lia.conversation}`);
    expect(row.body["labelIds"]).toEqual([]);
    expect((await desk.call(helena, "DELETE", `/api/labels/${event}`)).status).toBe(204);
    expect((await details(lia)).labelIds).toEqual([]);
  });

  it("are nobody's who does not see the contact, in any account", async () => {
    const lia = await meet("5511987650022");
    const label = await make("Só nossa");
    const { suporte } = desk.ours.teams;
    await desk.call(helena, "POST", `/api/conversations/${lia.conversation}/forward`, {
      key: key(),
      teamId: suporte,
    });
    expect((await put(lia, { add: [label] })).status).toBe(404);
    const theirs = await desk.cookie(desk.theirs, "Helena");
    expect((await put(lia, { add: [label] }, theirs)).status).toBe(404);
    expect((await details(lia)).labelIds).toEqual([]);
    const other = await desk.write(desk.theirs, "5511987650022", "oi");
    const { body } = await desk.call(theirs, "GET", `/api/conversations/${other}`);
    const contact = { id: (body["contact"] as { id: string }).id, conversation: other };
    expect((await put(contact, { add: [label] }, theirs)).status).toBe(422);
  });
});

describe("organisation and notes", () => {
  it("is made once, found without accents, put on a contact and taken off", async () => {
    const lia = await meet("5511987650004");
    const fields = { name: "Padaria São João", domain: "PadariaSaoJoao.com.br", notes: "fecha às 14 h" };
    const made = as<Organisation>(await desk.call(ana, "POST", "/api/organisations", fields));
    expect(made).toMatchObject({ domain: "padariasaojoao.com.br", version: 1 });
    expect(await desk.call(ana, "POST", "/api/organisations", { ...fields, domain: "x" })).toMatchObject({
      status: 422,
      body: { fields: [{ path: "domain" }] },
    });
    expect(await desk.call(ana, "POST", "/api/organisations", fields)).toMatchObject({
      body: { fields: [{ path: "name", code: "taken" }] },
    });
    expect((await desk.call(ana, "GET", "/api/organisations?q=sao%20jo")).body["items"]).toEqual([
      { ...made, contacts: 0 },
    ]);
    expect((await desk.call(ana, "GET", "/api/organisations?q=x%25")).body["items"]).toEqual([]);
    const put = (organisationId: string | null, was: string | null): Promise<Reply> =>
      desk.call(ana, "PUT", `/api/contacts/${lia.id}/organisation`, { organisationId, was });
    expect(as<ContactDetails>(await put(made.id, null)).organisation).toEqual(made);
    expect(await put(null, null)).toMatchObject({ status: 409, body: { data: { current: made.id } } });
    expect(await put(NOBODY, made.id)).toMatchObject({
      body: { fields: [{ code: "unknown_organisation" }] },
    });
    const saved = await desk.call(rita, "PUT", `/api/organisations/${made.id}`, {
      ...made,
      id: undefined,
      name: "Padaria",
    });
    expect(saved).toMatchObject({ status: 200, body: { name: "Padaria", version: 2 } });
    expect((await details(lia)).organisation).toMatchObject({ name: "Padaria" });
    expect(as<ContactDetails>(await put(null, made.id)).organisation).toBeNull();
  });

  it("an e-mail is written over what its editor saw, and refused when it is none", async () => {
    const lia = await meet("5511987650014");
    const put = (address: string | null, was: string | null): Promise<Reply> =>
      desk.call(ana, "PUT", `/api/contacts/${lia.id}/email`, { address, was });
    expect(await put("lia@", null)).toMatchObject({
      status: 422,
      body: { fields: [{ path: "address", code: "not_an_email" }] },
    });
    expect(as<ContactDetails>(await put(" Lia@Loja.com", null)).email).toEqual({
      address: "lia@loja.com",
      confirmed: false,
    });
    expect(await put("rui@loja.com", null)).toMatchObject({
      status: 409,
      body: { data: { current: "lia@loja.com" } },
    });
    expect(as<ContactDetails>(await put(null, "lia@loja.com")).email).toBeNull();
  });

  it("notes are their author's to change, and go by who oversees", async () => {
    const lia = await meet("5511987650005");
    const body = { key: key(), text: "Prefere à tarde" };
    await desk.call(ana, "POST", `/api/contacts/${lia.id}/notes`, body);
    const { notes } = as<ContactDetails>(await desk.call(ana, "POST", `/api/contacts/${lia.id}/notes`, body));
    expect(notes).toMatchObject([
      { text: "Prefere à tarde", agentId: desk.ours.agents["Ana"], editedAt: null },
    ]);
    const note = `/api/contact-notes/${notes[0]?.id}`;
    expect((await desk.call(rita, "PATCH", note, { text: "outra" })).status).toBe(403);
    expect(as<ContactDetails>(await desk.call(ana, "PATCH", note, { text: "De manhã" })).notes).toMatchObject(
      [{ text: "De manhã", editedAt: new Date(desk.world.clock.now()).toISOString() }],
    );
    const bia = await desk.cookie(desk.ours, "Diego");
    expect((await desk.call(bia, "DELETE", note)).status).toBe(404);
    expect(as<ContactDetails>(await desk.call(rita, "DELETE", note)).notes).toEqual([]);
  });
});
