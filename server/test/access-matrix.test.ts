import { randomUUID } from "node:crypto";
import type { Role } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tally, TALLY_FOLDER } from "../../scripts/lib/tally.ts";
import { createLogger } from "../src/platform/logger.ts";
import type { Company } from "../src/demo/company.ts";
import {
  admits,
  filled,
  idPlaces,
  namedIn,
  namedPlaces,
  sees,
  slotsOf,
  type Caller,
  type Shape,
} from "./access-cells.ts";
import type { Body } from "./access-rule.ts";
import { RULES } from "./access-rules.ts";
import { undoing } from "./access-undone.ts";
import { formOf, type Team } from "./access-filling.ts";
import { belongings, nothing, type Belongings } from "./access-world.ts";
import { CHANNEL_SECRETS, type Desk } from "./desk-world.ts";
import { openListedDesk, type Route } from "./security-world.ts";

const undo = undoing();
let desk: Desk;
let routes: Route[];
let callers: Caller[];
/**
 * whose things are named: `ours` of the callers' own team, `colleagues` of it but answered by somebody else, `beside` of another team of the
 * company, of another company, nobody's
 */
let targets: Record<"ours" | "colleagues" | "beside" | "foreign" | "missing", Belongings>;
/** the company of each id that stands in a row */
const ownerOf = new Map<string, string>();
/** what the desk logged */
const lines: string[] = [];
let address = 0;

beforeAll(async () => {
  ({ desk, routes } = await openListedDesk({
    open: undo.open,
    log: createLogger((line) => lines.push(line), Date.now),
    graph: { baseUrl: "http://graph.test", fetch: async () => new Response("{}", { status: 503 }) },
  }));
  const { ours, theirs } = desk;
  const mine = await belongings(desk, ours, "comercial", "CANARINHO");
  targets = {
    ours: mine,
    colleagues: await belongings(desk, ours, "comercial", "BEMTEVIZINHO", true),
    beside: await belongings(desk, ours, "suporte", "SABIAZINHO"),
    foreign: await belongings(desk, theirs, "comercial", "TUCANINHO"),
    missing: nothing(mine.things),
  };
  callers = await everybody();
  // rows come back, files would not
  desk.world.deps.storage.remove = async () => undefined;
  await readOwners();
});
afterAll(() => desk.close());

async function everybody(): Promise<Caller[]> {
  const { ours, theirs } = desk;
  const { ours: mine, beside, foreign } = targets;
  const unknown = { company: null, role: "agent" as const, teams: [], own: mine };
  const [bruno, paula] = [await desk.cookie(ours, "Bruno"), await desk.cookie(ours, "Paula")];
  const helena = await desk.cookie(ours, "Helena");
  await desk.call(helena, "PATCH", `/api/agents/${ours.agents["Bruno"]}`, { active: false });
  await desk.call(paula, "POST", "/api/auth/sign-out", {});
  const known = async (
    title: string,
    company: Company,
    name: string,
    role: Role,
    teams: Team[],
    own: Belongings,
  ) => ({
    name: title,
    company,
    role,
    teams,
    own,
    cookie: await desk.cookie(company, name),
  });
  const all: Team[] = ["comercial", "suporte"];
  return [
    { name: "a stranger", cookie: "", ...unknown },
    { name: "a disabled agent", cookie: bruno, ...unknown },
    { name: "a revoked session", cookie: paula, ...unknown },
    await known("an agent of another company", theirs, "Ana", "agent", ["comercial"], foreign),
    await known("an administrator of another company", theirs, "Helena", "administrator", all, foreign),
    await known("an agent of another team", ours, "Diego", "agent", ["suporte"], beside),
    await known("an agent", ours, "Ana", "agent", ["comercial"], mine),
    await known("a supervisor", ours, "Rita", "supervisor", all, mine),
    await known("an administrator", ours, "Helena", "administrator", all, mine),
  ];
}

async function readOwners(): Promise<void> {
  const db = desk.world.deps.system;
  const { rows: tables } = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attname = 'id'
      AND a.atttypid = 'uuid'::regtype AND EXISTS (SELECT FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname = 'account_id')`.execute(
    db,
  );
  for (const { name } of tables) {
    const { rows } = await sql<{
      id: string;
      owner: string;
    }>`SELECT id, account_id AS owner FROM ${sql.ref(name)}`.execute(db);
    for (const { id, owner } of rows) ownerOf.set(id, owner);
  }
}

/** `:id` of a route and `:team` of a rule are the same place; a number in a rule stands for itself there. */
const normal = (name: string): string => name.replaceAll(/\/(:\w+|\d+)(?=\/|$)/g, "/:");
const ruleOf = new Map(Object.entries(RULES).map(([name, rule]) => [normal(name), { name, rule }]));
const ruleFor = ({ method, url }: Route) => ruleOf.get(normal(`${method} ${url}`));

/** Every form in which a route can be asked. */
async function shapesOf(route: Route, company: Company): Promise<Shape[]> {
  const found = ruleFor(route);
  if (!found) return [];
  const { name, rule } = found;
  const [method = "", path = ""] = name.split(" ");
  const common = { name, rule, method, path, query: rule.query ?? {} };
  const bodies = await bodiesOf(name, company);
  return bodies.map((body, place) => {
    const gives = Array.isArray(rule.gives) ? (rule.gives[place] ?? null) : (rule.gives ?? null);
    return { ...common, body, gives };
  });
}
async function bodiesOf(name: string, company: Company = desk.ours): Promise<(Body | null)[]> {
  const rule = RULES[name];
  if (!rule?.current) return rule?.bodies ?? [null];
  const { url, change, without } = rule.current;
  const now = (await desk.call(await desk.cookie(company, "Helena"), "GET", url)).body as Body;
  const fields = Object.entries({ ...now, ...change }).filter(([field]) => !without.includes(field));
  return [Object.fromEntries(fields)];
}

type Answer = { status: number; body: string; touched: string[] };
/** One question: who asks what, with whose ids in which slot (access-cells.ts). */
type Cell = { caller: Caller; shape: Shape; slot: string; whose: Belongings; key: string };

/** Asks, and has what came of it undone. */
async function ask(cell: Cell): Promise<Answer> {
  const { url, fields, body } = filled(cell);
  const payload = fields ? formOf(fields) : body;
  const n = ++address;
  const foreign = cell.caller.company === desk.theirs ? desk.ours : desk.theirs;
  const { result, touched } = await undo.during(foreign.accountId, () =>
    desk.app.inject({
      method: cell.shape.method as "GET",
      url,
      headers: { cookie: cell.caller.cookie },
      // from everywhere: limits by address are not what is tried here
      remoteAddress: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
      ...(payload === null ? {} : { payload }),
    }),
  );
  return { status: result.statusCode, body: result.body, touched };
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Words and ids in an answer that are not this caller's to read. */
function leaks(cell: Cell, { body }: Answer): string[] {
  const { caller } = cell;
  const words = Object.values(targets).flatMap((whose) => [
    ...(sees(caller, whose, "message") ? [] : [whose.word]),
    ...(sees(caller, whose, "account") ? [] : [whose.phone]),
  ]);
  const sent = JSON.stringify(filled(cell));
  const ids = (body.match(UUID) ?? []).filter((id) => {
    const owner = ownerOf.get(id);
    return owner !== undefined && owner !== caller.company?.accountId && !sent.includes(id);
  });
  words.push(...CHANNEL_SECRETS, ...callers.map((one) => one.cookie.split("=")[1] ?? ""));
  return [...words.filter((word) => word !== "" && body.includes(word) && !sent.includes(word)), ...ids];
}

const codeOf = ({ body }: Answer): string => /"code":"(\w+)"/.exec(body)?.[1] ?? "";
/** An answer without the ids that were asked about, which it may repeat, and without those it made. */
function blind({ body }: Answer, { things }: Belongings, own: Belongings): string {
  const owned = new Set(Object.values(own.things));
  const asked = new Map(Object.entries(things).flatMap(([kind, id]) => (owned.has(id) ? [] : [[id, kind]])));
  return body.replaceAll(UUID, (id) => asked.get(id) ?? (ownerOf.has(id) ? id : "new"));
}
/** Where two texts begin to differ. */
function difference(a: string, b: string): string {
  const at = Math.max(0, [...a].findIndex((letter, place) => letter !== b[place]) - 30);
  return `…${a.slice(at, at + 90)}… and not …${b.slice(at, at + 90)}…`;
}

const namesNothing = (shape: Shape): boolean => namedIn(shape, "all").length === 0;
const namesOnlyPath = (shape: Shape): boolean => !namesNothing(shape) && slotsOf(shape).length === 0;

/** Where a colleague answers, some of what a team has is seen and some not: such a mixture is no question about either. */
const isMixed = ({ caller, shape, slot, whose }: Cell): boolean =>
  whose.answered && new Set(namedIn(shape, slot).map((kind) => sees(caller, whose, kind))).size > 1;

/** Is what cannot be seen answered as what is not there? */
function faultOfUnseen({ caller, shape, slot, whose }: Cell, got: Answer, missing: Answer): string | null {
  const told = `${got.status} ${codeOf(got)}`;
  if (slot !== "path" && slot !== "all" && got.status === 404 && missing.status !== 404) return told;
  if ((slot === "path" || namesOnlyPath(shape)) && missing.status !== 404)
    return `a missing one is ${missing.status} ${codeOf(missing)}`;
  const [a, b] = [blind(got, whose, caller.own), blind(missing, targets.missing, caller.own)];
  return got.status === missing.status && a === b
    ? null
    : `${told}, a missing one ${missing.status} ${codeOf(missing)}: ${difference(a, b)}`;
}

/** What is wrong with an answer; null = nothing. */
function fault(cell: Cell, got: Answer, missing: Answer): string | null {
  const { caller, shape, slot, whose } = cell;
  const { rule, gives } = shape;
  const told = `${got.status} ${codeOf(got)}`;
  if (!caller.company) return told === "401 sign_in_first" ? null : `${told}, not 401`;
  if (!admits(rule.who, caller)) return told === "403 forbidden" ? null : `${told}, not 403`;
  if (!namedIn(shape, slot).every((kind) => sees(caller, whose, kind)))
    return faultOfUnseen(cell, got, missing);
  if (slot !== "all") return (got.status >= 500 && got.status !== gives) || got.status === 401 ? told : null;
  if (rule.does && !admits(rule.does, caller))
    return told === (rule.refusal ?? "403 forbidden") ? null : `${told}, not ${rule.refusal ?? 403}`;
  if (gives !== null) return got.status === gives ? null : `${told}, not ${gives}`;
  return got.status >= 200 && got.status < 300 ? null : `${told} ${got.body.slice(0, 300)}`;
}

/**
 * `npm run attack` has every caller try everything. `npm test` leaves what stands in queries and bodies to those whose answers differ, and
 * of another company's things, which are all the same to a caller, takes the first.
 */
const ALL_TRY_ALL = process.env[TALLY_FOLDER] !== undefined;
const TRY_ALL = new Set(["an administrator of another company", "an agent"]);
const slotsFor = (caller: Caller, shape: Shape): string[] =>
  slotsOf(shape).filter((slot) => slot === "path" || ALL_TRY_ALL || TRY_ALL.has(caller.name));
function targetsFor(caller: Caller): [string, Belongings][] {
  const all = Object.entries(targets);
  const isElsewhere = ([, { company }]: [string, Belongings]): boolean =>
    company !== null && company !== caller.company;
  const first = all.find(isElsewhere);
  return ALL_TRY_ALL ? all : all.filter((one) => !isElsewhere(one) || one === first);
}

type Found = { cells: number; wrong: string[] };
/** All of one slot by one caller: whose it names is what differs. Gives how many cells that were, and what was wrong. */
async function tryOut(
  caller: Caller,
  shape: Shape,
  slot: string,
): Promise<{ cells: number; wrong: string[] }> {
  const key = randomUUID();
  const missing = await ask({ caller, shape, slot, whose: targets.missing, key });
  const wrong: string[] = [];
  // what names nothing is the same whoever is meant
  const whoses = namesNothing(shape) ? [] : targetsFor(caller);
  let cells = 0;
  for (const [title, whose] of whoses.length > 0 ? whoses : [["nothing", caller.own] as const]) {
    // that is what all of one's own is
    if (slot !== "all" && whose === caller.own) continue;
    if (isMixed({ caller, shape, slot, whose, key })) continue;
    cells += 1;
    const cell = { caller, shape, slot, whose, key };
    const got = whose === targets.missing ? missing : await ask(cell);
    const faults = [
      fault(cell, got, missing),
      ...leaks(cell, got).map((what) => `tells ${what}`),
      got.touched.length > 0 ? `touches ${got.touched.join(", ")}` : null,
    ].filter((what) => what !== null);
    wrong.push(...faults.map((what) => `${shape.name}, ${slot} of ${title}, by ${caller.name}: ${what}`));
  }
  return { cells, wrong };
}

async function tryRoute(caller: Caller, route: Route): Promise<Found[]> {
  const found: Found[] = [];
  for (const shape of await shapesOf(route, caller.company ?? desk.ours))
    if (shape.rule.who !== "anyone" && shape.rule.who !== "signed")
      for (const slot of ["all", ...slotsFor(caller, shape)]) found.push(await tryOut(caller, shape, slot));
  return found;
}

describe("the access matrix", () => {
  it("has a rule for every route, and one that names every id the route takes", async () => {
    const unknown: string[] = [];
    for (const route of routes) {
      const found = ruleFor(route);
      if (!found) {
        unknown.push(`${route.method} ${route.url}: say in access-rules.ts who may call it, and with what`);
        continue;
      }
      if (found.rule.who === "anyone") continue;
      const bodies = (await bodiesOf(found.name)).filter((body) => body !== null);
      const named = namedPlaces(found.rule, bodies);
      for (const place of idPlaces(route))
        if (!named.has(place) && !found.rule.compares?.includes(place))
          unknown.push(`${found.name}: no body or query of its rule names an id at ${place}`);
    }
    const known = new Set(routes.map(({ method, url }) => normal(`${method} ${url}`)));
    for (const [name, found] of ruleOf)
      if (!known.has(name)) unknown.push(`${found.name}: there is no such route`);
    expect(unknown).toEqual([]);
  });

  it("answers each caller about each thing as the rules say, and tells nobody what is another's", async () => {
    const found: Found[] = [];
    // those of one company beside those of the other, who never wait for the same row
    const [theirs, ours] = [true, false].map((their) =>
      callers.filter(({ company }) => (company === desk.theirs) === their),
    );
    await Promise.all(
      [theirs, ours].map(async (side = []) => {
        for (const route of routes) for (const caller of side) found.push(...(await tryRoute(caller, route)));
      }),
    );
    const cells = found.reduce((sum, one) => sum + one.cells, 0);
    const wrong = found.flatMap((one) => one.wrong);
    tally("access", { cells, wrong: wrong.length });
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(5_000);
  }, 240_000);

  it("leaves no secret, no word and no number of a customer's in the log", () => {
    const told = lines.join("\n");
    const never = [
      ...CHANNEL_SECRETS,
      ...callers.flatMap(({ cookie }) => cookie.split("=")[1] || []),
      ...Object.values(targets).flatMap(({ word, phone }) => [word, phone].filter((text) => text !== "")),
    ];
    expect(never.filter((text) => told.includes(text))).toEqual([]);
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).not.toContain("http.failed");
  });
});
