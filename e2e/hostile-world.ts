import { randomUUID } from "node:crypto";
import { DEFAULT_NUMBER } from "@balcao/simulator";
import { signBody } from "@balcao/whatsapp";
import { vi } from "vitest";
import { signIn } from "../bench/lib/desk.ts";
import type { RunningDesk } from "./desk.ts";
import { PAYLOADS } from "./hostile-payloads.ts";
import { writeRows } from "./hostile-rows.ts";
import { FOUND, marksOf, ofPerson, textsOf, type Sink } from "./hostile-texts.ts";

type Row = Record<string, unknown>;

export type HostileWorld = {
  /** of the customer who wrote all of it */
  conversation: string;
  /** of those who wrote a part of it each */
  people: string[];
  contact: string;
  ticket: number;
  template: string;
};

const { phoneNumberId, wabaId, appSecret, displayPhone } = DEFAULT_NUMBER;
const LIA = "5511987654321";

/** What customers send, as Meta posts it: one delivery. */
function delivery(messages: Row[], contacts: Row[]): Buffer {
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: displayPhone, phone_number_id: phoneNumberId },
    contacts,
    messages,
  };
  const entry = [{ id: wabaId, changes: [{ field: "messages", value }] }];
  return Buffer.from(JSON.stringify({ object: "whatsapp_business_account", entry }));
}

const phoneOf = (n: number): string => `55119000000${String(n + 1).padStart(2, "0")}`;

/** One message of each kind with the n-th texts. */
function everyKind(from: string, n: number, at: number): Row[] {
  let serial = 0;
  const said = (type: string, part: Row): Row => ({
    from,
    id: `wamid.${from}.${n}.${++serial}`,
    timestamp: String(Math.floor(at / 1000)),
    type,
    ...part,
  });
  const of = (sink: Sink): string => textsOf(sink)[n] ?? "";
  const pdf = { id: "1", mime_type: "application/pdf" };
  const place = { name: of("placename"), address: of("placeaddress"), url: PAYLOADS[n * 7] };
  const name = { formatted_name: of("cardname"), first_name: "x" };
  const row = { id: "x", title: of("replytitle"), description: of("replydescription") };
  const form = { name: "flow", body: "Sent", response_json: JSON.stringify({ resposta: of("formvalue") }) };
  const items = [{ product_retailer_id: "x", quantity: 1, item_price: 1, currency: "BRL" }];
  const ad = {
    source_url: "https://[",
    source_type: "ad",
    source_id: "1",
    headline: of("adheadline"),
    body: of("adbody"),
  };
  const quoted = said("text", { text: { body: of("quoted") } });
  return [
    ...ofPerson(textsOf("filename"), n).map((filename) =>
      said("document", { document: { ...pdf, filename } }),
    ),
    said("text", { text: { body: `${FOUND} ${of("message")}` } }),
    said("document", { document: { ...pdf, caption: of("caption") } }),
    said("location", { location: { latitude: -23.5, longitude: -46.6, ...place } }),
    said("contacts", { contacts: [{ name, phones: [{ phone: "1" }], org: { company: of("cardcompany") } }] }),
    said("interactive", { interactive: { type: "list_reply", list_reply: row } }),
    said("interactive", { interactive: { type: "nfm_reply", nfm_reply: form } }),
    said("order", { order: { catalog_id: "1", text: of("ordertext"), product_items: items } }),
    said("text", { text: { body: "x" }, referral: ad }),
    quoted,
    said("text", { text: { body: "resposta" }, context: { from: displayPhone, id: quoted["id"] } }),
  ];
}

/** Of a kind that nobody knows yet: shown as it came, among the raw webhooks. */
const unknownKinds = (at: number): Row[] =>
  textsOf("unsupported").map((title, n) => ({
    from: LIA,
    id: `wamid.hologram.${n}`,
    timestamp: String(Math.floor(at / 1000)),
    type: "hologram",
    hologram: { title },
    errors: [{ code: 131051, title }],
  }));

type Listed = { items: { id: string; contact: { id: string; phone: string } }[] };
const WAIT = { timeout: 20_000, interval: 100 };

/** A desk in which everything that anybody can write is written by somebody with bad intentions. */
export async function writeHostile(desk: RunningDesk): Promise<HostileWorld> {
  const options = (await (await fetch(`${desk.url}/api/sign-in-options`)).json()) as {
    demoPeople: { agentId: string; name: string }[];
  };
  const cookie = await signIn(
    desk,
    options.demoPeople.find(({ name }) => name.startsWith("Helena"))?.agentId ?? "",
  );
  const api = async <T>(method: string, path: string, body?: Row): Promise<T> => {
    const headers = { cookie, origin: desk.url, ...(body ? { "content-type": "application/json" } : {}) };
    const answer = await fetch(`${desk.url}${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? null : await answer.json()) as T;
  };
  const { items: channels } = await api<{ items: { id: string }[] }>("GET", "/api/channels");
  const post = async (body: Buffer): Promise<void> => {
    const headers = { "content-type": "application/json", "x-hub-signature-256": signBody(body, appSecret) };
    const answer = await fetch(`${desk.url}/webhooks/whatsapp/${channels[0]?.id}`, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
    });
    if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`);
  };
  const now = desk.sim.now();
  // Meta has to know her, too, or it would refuse what she is answered
  desk.sim.sendAsUser("lia", { type: "text", text: "oi" });
  const everybody = (): Promise<Listed> => api<Listed>("GET", "/api/conversations?tab=all&limit=100");
  await vi.waitFor(async () => {
    if ((await everybody()).items.length === 0) throw new Error("Lia has not written");
  }, WAIT);
  const profiles = textsOf("profilename");
  const numbers = profiles.map((_, n) => n);
  await post(delivery(unknownKinds(now), [{ wa_id: LIA, profile: { name: "x" } }]));
  for (const n of numbers)
    await post(
      delivery(everyKind(phoneOf(n), n, now), [{ wa_id: phoneOf(n), profile: { name: profiles[n] } }]),
    );
  const whole = numbers.flatMap((n) => everyKind(LIA, n, now));
  await post(delivery(whole, [{ wa_id: LIA, profile: { name: profiles.join(" ") } }]));
  const idOf = new Map<string, Listed["items"][number]>();
  await vi.waitFor(async () => {
    for (const item of (await everybody()).items) idOf.set(item.contact.phone.replace(/\D/gu, ""), item);
    const { entries } = await api<{ entries: unknown[] }>(
      "GET",
      `/api/conversations/${idOf.get(LIA)?.id}/thread`,
    );
    if (idOf.size <= numbers.length || !JSON.stringify(entries).includes(marksOf("quoted").at(-1) ?? ""))
      throw new Error("not all has come");
  }, WAIT);
  const people = numbers.map((n) => idOf.get(phoneOf(n))?.id ?? "");
  const { id: conversation = "", contact } = idOf.get(LIA) ?? {};
  if (!contact) throw new Error("Lia has not written");
  const { items: teams } = await api<{ items: { id: string }[] }>("GET", "/api/teams");
  const key = (): Row => ({ key: randomUUID() });
  for (const n of numbers)
    for (const id of [conversation, people[n] ?? ""]) {
      await api("POST", `/api/conversations/${id}/messages`, { ...key(), text: textsOf("agentmessage")[n] });
      await api("POST", `/api/conversations/${id}/notes`, { ...key(), text: textsOf("note")[n] });
    }
  const last = textsOf("preview").map((body, n) => ({
    from: phoneOf(n),
    id: `wamid.last.${n}`,
    timestamp: String(Math.ceil(desk.sim.now() / 1000)),
    type: "text",
    text: { body },
  }));
  await post(delivery(last, []));
  const made = await api<{ id: string; number: number }>("POST", "/api/tickets", {
    ...key(),
    conversationId: conversation,
    title: "x",
    teamId: teams[0]?.id,
  });
  for (const text of textsOf("comment"))
    await api("POST", `/api/tickets/${made.id}/comments`, { ...key(), text });
  const world = { conversation, people, contact: contact.id, ticket: made.number };
  await writeRows(desk.databaseUrl, world);
  const { items: templates } = await api<{ items: { id: string; name: string }[] }>("GET", "/api/templates");
  return { ...world, template: templates.find((one) => one.name.startsWith("hostil"))?.id ?? "" };
}
