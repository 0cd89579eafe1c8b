import type { ContactImport, ContactPage, ImportFaultPage, ImportPreview } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contactDoor } from "../src/modules/conversations/index.ts";
import { importLoop } from "../src/modules/contacts/index.ts";
import type { Loop } from "../src/platform/module.ts";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";

let desk: Desk;
let helena: string;
let ana: string;
let rita: string;
let loop: Loop;
let serial = 0;
const key = (): string => `import-${String(++serial).padStart(8, "0")}`;
const as = <T>(reply: Reply): T => reply.body as unknown as T;

beforeAll(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
  ana = await desk.cookie(desk.ours, "Ana");
  rita = await desk.cookie(desk.ours, "Rita");
  loop = importLoop(desk.world.deps, { door: contactDoor });
});
afterAll(async () => {
  await loop.stop();
  await desk.close();
});

type Content = string | Uint8Array<ArrayBuffer>;
function formOf(fields: Record<string, string>, content: Content): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", new Blob([content]), "contatos.csv");
  return form;
}
const preview = (content: Content, cookie = rita): Promise<Reply> =>
  desk.call(cookie, "POST", "/api/contact-imports/preview", formOf({ locale: "pt-BR" }, content));

type Wishes = { key?: string; existing?: "update" | "skip"; locale?: string };
const begin = (
  mapping: readonly (string | null)[],
  content: Content,
  { existing = "update", locale = "pt-BR", ...wishes }: Wishes = {},
  cookie = rita,
): Promise<Reply> => {
  const fields = { key: wishes.key ?? key(), mapping: JSON.stringify(mapping), existing, locale };
  return desk.call(
    cookie,
    "POST",
    "/api/contact-imports",
    formOf({ ...fields, fileName: "contatos.csv" }, content),
  );
};
const state = async (id: string): Promise<ContactImport> =>
  as(await desk.call(rita, "GET", `/api/contact-imports/${id}`));
const faults = async (id: string, query = ""): Promise<ImportFaultPage> =>
  as(await desk.call(rita, "GET", `/api/contact-imports/${id}/faults?${query}`));
const list = async (q: string): Promise<ContactPage["items"]> =>
  as<ContactPage>(await desk.call(helena, "GET", `/api/contacts?q=${encodeURIComponent(q)}`)).items;
/** Begins an import and waits for its end. */
async function whole(...all: Parameters<typeof begin>): Promise<ContactImport> {
  const begun = await begin(...all);
  expect(begun).toMatchObject({ status: 200, body: { state: "running" } });
  await loop.drain();
  return state(String(begun.body["id"]));
}

describe("a preview", () => {
  it("shows heads, records and what the columns probably are, and keeps nothing", async () => {
    const reply = await preview(
      '\uFEFFNome;Celular;Obs\r\n"Souza; Maria";11 98765-0101;\r\nJoão;1187650102;"duas\r\nlinhas"\r\n',
    );
    expect(as<ImportPreview>(reply)).toEqual({
      heads: ["Nome", "Celular", "Obs"],
      rows: [
        ["Souza; Maria", "11 98765-0101", ""],
        ["João", "1187650102", "duas\r\nlinhas"],
      ],
      mapping: ["name", "phone", null],
    });
    expect((await desk.call(rita, "GET", "/api/contact-imports")).body["items"]).toEqual([]);
  });

  it("reads what spreadsheets save without UTF-8, and refuses what is no table", async () => {
    const latin = Uint8Array.from(Buffer.from("Nome,Organização\nJosé,Pão\n", "latin1"));
    expect(await preview(latin)).toMatchObject({
      body: { rows: [["José", "Pão"]], mapping: ["name", "organisation"] },
    });
    for (const content of ["", 'Nome\n"nunca fecha\n'])
      expect(await preview(content)).toMatchObject({
        status: 422,
        body: { fields: [{ code: "not_a_table" }] },
      });
  });
});

describe("an import", () => {
  const MAPPING = ["name", "phone", "email", "organisation", "labels"];

  it("makes contacts and organisations, and tells each bad line with its number and reason", async () => {
    await desk.call(helena, "POST", "/api/labels", { name: "VIP", color: "#112233" });
    const lines = [
      "Nome;Telefone;E-mail;Empresa;Etiquetas",
      "Zilda Ramos;11 98765-0111;Zilda@X.com;Girassol;vip",
      "Sem telefone;;;;",
      "",
      '"Duas\nlinhas";11987650112;;GIRASSOL;',
      "Ruim;123;x@;;outra",
      "'=Fórmula;'+55 (11) 98765-0113;;;",
    ];
    const done = await whole(MAPPING, lines.join("\r\n"));
    expect(done).toMatchObject({
      state: "done",
      part: 1,
      records: 5,
      created: 3,
      updated: 0,
      skipped: 0,
      refused: 2,
    });
    expect((await faults(done.id)).items).toEqual([
      { line: 3, target: "phone", code: "required" },
      { line: 7, target: "email", code: "not_an_email" },
      { line: 7, target: "labels", code: "unknown_label" },
      { line: 7, target: "phone", code: "not_a_phone" },
    ]);
    const first = await faults(done.id, "limit=1");
    expect(
      (await faults(done.id, `cursor=${encodeURIComponent(String(first.nextCursor))}`)).items,
    ).toHaveLength(3);
    const [zilda] = await list("Zilda");
    expect(zilda).toMatchObject({
      phone: "+55 (11) 98765-0111",
      email: "zilda@x.com",
      organisation: { name: "Girassol" },
      labelIds: [expect.any(String)],
    });
    expect(await list("87650112")).toMatchObject([{ organisation: zilda?.organisation }]);
    expect(await list("98765-0113")).toMatchObject([{ name: "=Fórmula" }]);
    const { rows } = await sql<{
      storage_key: string | null;
    }>`SELECT storage_key FROM contact_import WHERE id = ${done.id}`.execute(desk.world.deps.system);
    expect(rows).toEqual([{ storage_key: null }]);
  });

  it("updates who is there, whatever the ninth digit, or leaves them, as chosen; blank cells take nothing away", async () => {
    const conversation = await desk.write(desk.ours, "551187650121", "oi");
    const mapping = ["name", "phone", "email"];
    const skipped = await whole(mapping, "n,t,e\nNinguém,11987650121,\n", { existing: "skip" });
    expect(skipped).toMatchObject({ created: 0, updated: 0, skipped: 1 });
    expect(await list("Ninguém")).toEqual([]);
    const updated = await whole(mapping, "n,t,e\nIara Dias,11987650121,iara@x.com\n");
    expect(updated).toMatchObject({ created: 0, updated: 1 });
    const { rows } =
      await sql`SELECT FROM event WHERE conversation_id = ${conversation} AND type = 'contact.changed'`.execute(
        desk.world.deps.system,
      );
    expect(rows).toHaveLength(1);
    await whole(mapping, "n,t,e\n,1187650121,\n");
    expect(await list("87650121")).toMatchObject([{ name: "Iara Dias", email: "iara@x.com" }]);
    await sql`UPDATE contact SET email_confirmed_at = now() WHERE name = 'Iara Dias'`.execute(
      desk.world.deps.system,
    );
    const refused = await whole(mapping, "n,t,e\nOutra,1187650121,outra@x.com\n");
    expect(refused).toMatchObject({ updated: 0, refused: 1 });
    expect((await faults(refused.id)).items).toEqual([{ line: 2, target: "email", code: "email_confirmed" }]);
    expect(await list("87650121")).toMatchObject([{ name: "Iara Dias", email: "iara@x.com" }]);
  });

  it("finds in a later line whom an earlier one made", async () => {
    const done = await whole(["name", "phone"], "n;t\nPrimeiro nome;11987650131\nSegundo nome;1187650131\n");
    expect(done).toMatchObject({ records: 2, created: 1, updated: 1 });
    expect(await list("87650131")).toMatchObject([{ name: "Segundo nome" }]);
  });

  it("is one for one key, and refuses a mapping without a phone", async () => {
    const once = key();
    const [one, other] = await Promise.all(
      [1, 2].map(() => begin(["name", "phone"], "n;t\nUma Vez;11987650141\n", { key: once })),
    );
    expect(one?.body["id"]).toBe(other?.body["id"]);
    await loop.drain();
    expect((await begin(["name", "phone"], "n;t\nUma Vez;11987650141\n", { key: once })).body).toMatchObject({
      id: one?.body["id"],
      state: "done",
      created: 1,
    });
    expect(await begin(["name"], "n\nx\n")).toMatchObject({
      status: 422,
      body: { fields: [{ code: "no_phone" }] },
    });
    expect(await begin(["phone", "phone"], "n\nx\n")).toMatchObject({
      body: { fields: [{ path: "mapping", code: "target_twice" }] },
    });
  });

  it("keeps what came before a line that no CSV has, and says so", async () => {
    const done = await whole(["name", "phone"], 'n;t\nAntes Dela;11987650151\n"nunca fecha;11987650152\n');
    expect(done).toMatchObject({ state: "failed", failure: "unreadable", created: 1 });
    expect(await list("Antes Dela")).toHaveLength(1);
  });

  it("loses and doubles nothing when its worker dies in the middle", async () => {
    const count = 450;
    const phone = (index: number): string => `11 9${String(71_000_000 + index)}`;
    const lines = Array.from({ length: count }, (_, index) => `Em Massa ${index};${phone(index)}`);
    const begun = await begin(["name", "phone"], `n;t\n${lines.join("\n")}\nfim;123\n`);
    let rounds = 0;
    const dying = importLoop(desk.world.deps, {
      door: contactDoor,
      faultPoint: () => {
        if (++rounds === 2) throw new Error("dead before the commit");
      },
    });
    await dying.drain();
    await dying.stop();
    const midway = await state(String(begun.body["id"]));
    expect(midway).toMatchObject({ state: "running", records: 200, created: 200 });
    expect(midway.part).toBeGreaterThan(0.2);
    expect(midway.part).toBeLessThan(0.8);
    // two nodes at once go on from there
    const others = [1, 2].map(() => importLoop(desk.world.deps, { door: contactDoor }));
    await Promise.all(others.map((one) => one.drain()));
    await loop.drain();
    await Promise.all(others.map((one) => one.stop()));
    expect(await state(midway.id)).toMatchObject({
      state: "done",
      records: 451,
      created: 450,
      updated: 0,
      refused: 1,
    });
    expect((await faults(midway.id)).items).toEqual([{ line: 452, target: "phone", code: "not_a_phone" }]);
    const { rows } = await sql`SELECT FROM contact WHERE name LIKE 'Em Massa %'`.execute(
      desk.world.deps.system,
    );
    expect(rows).toHaveLength(count);
  });

  it("ends by itself when a batch goes wrong again and again", async () => {
    const broken = importLoop(desk.world.deps, {
      door: contactDoor,
      faultPoint: () => {
        throw new Error("always");
      },
    });
    const begun = await begin(["name", "phone"], "n;t\nNunca;11987650161\n");
    for (let round = 0; round < 3; round++) await broken.drain();
    await broken.stop();
    await loop.drain();
    expect(await state(String(begun.body["id"]))).toMatchObject({
      state: "failed",
      failure: "internal",
      created: 0,
    });
    expect(await list("Nunca")).toEqual([]);
  });
});

describe("an export", () => {
  const get = async (query: string, cookie = rita): Promise<string> => {
    const answer = await desk.app.inject({
      method: "GET",
      url: `/api/contacts/export?${query}`,
      headers: { cookie },
    });
    expect(answer.statusCode).toBe(200);
    return answer.body;
  };

  it("holds all pages, safe from formulas, as spreadsheets of the language read it, and stands in the log", async () => {
    await whole(["name", "phone"], "n;t\n'=cmd|' /C calc'!A0;11987650171\n");
    const file = await get("locale=pt-BR");
    expect(file.startsWith('\uFEFF"Nome";"Telefone";"E-mail";"Organização";"Etiquetas"')).toBe(true);
    expect(file).toContain(`"'=cmd|' /C calc'!A0";"'+55 (11) 98765-0171"`);
    expect(file).toContain('"Zilda Ramos";"\'+55 (11) 98765-0111";"zilda@x.com";"Girassol";"VIP"');
    const names = file.match(/"Em Massa \d+"/g) ?? [];
    expect(new Set(names).size).toBe(450);
    expect(names).toHaveLength(450);
    expect(file.split("\r\n").some((line) => /^"?[=+\-@]/.test(line))).toBe(false);
    expect(await get("locale=en&q=zilda")).toMatch(/^\uFEFF"Name","Phone".*\r\n"Zilda Ramos",.*\r\n$/);
    const { rows } = await sql<{ agent: string; data: unknown }>`
      SELECT agent_id AS agent, data FROM event WHERE type = 'contact_export.begun' ORDER BY id DESC LIMIT 1`.execute(
      desk.world.deps.system,
    );
    expect(rows).toEqual([
      { agent: desk.ours.agents["Rita"], data: { searched: true, label: null, organisation: null } },
    ]);
  });

  it("is read again by an import of the same language: nothing is made, nothing is refused", async () => {
    const field = { subject: "contact", label: "Limite", kind: "number", options: [] };
    const made = await desk.call(helena, "POST", "/api/fields", field);
    const fieldId = String(made.body["id"]);
    const [zilda] = await list("Zilda");
    await desk.call(helena, "PUT", `/api/contacts/${zilda?.id}/value`, {
      fieldId,
      value: -1234.5,
      was: null,
    });
    const before = await get("locale=pt-BR");
    const { mapping } = as<ImportPreview>(await preview(before));
    expect(mapping).toEqual([
      "name",
      "phone",
      "email",
      "organisation",
      "labels",
      null,
      null,
      null,
      `field:${fieldId}`,
    ]);
    const done = await whole(mapping, before);
    expect(done).toMatchObject({ state: "done", created: 0, refused: 0 });
    expect(await get("locale=pt-BR")).toBe(before);
  });
});

describe("files of contacts", () => {
  it("are for who oversees", async () => {
    expect(await preview("n\nx", ana)).toMatchObject({ status: 403 });
    expect(await begin(["phone"], "n\nx", {}, ana)).toMatchObject({ status: 403 });
    for (const path of ["/api/contacts/export", "/api/contact-imports"])
      expect(await desk.call(ana, "GET", path)).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });

  it("are refused when they are too large, before they are read", async () => {
    const content = new Uint8Array(21 * 1024 * 1024).fill(97);
    expect(await begin(["phone"], content)).toMatchObject({
      status: 413,
      body: { code: "import_too_large" },
    });
  });
});
