import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { Role } from "@balcao/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tally } from "../../scripts/lib/tally.ts";
import type { Company } from "../src/demo/company.ts";
import { OF_TEAMS, sees, type Caller } from "./access-cells.ts";
import { LATER, type Team } from "./access-filling.ts";
import { belongings, type Belongings } from "./access-world.ts";
import { openDesk, type Desk, type Method } from "./desk-world.ts";
import { listenAt, type Line } from "./socket-line.ts";

type Hearer = Caller & { line: Line };
let desk: Desk;
let port: number;
let hearers: Hearer[];
let targets: Belongings[];

beforeAll(async () => {
  desk = await openDesk({ withBot: true });
  await desk.app.listen({ host: "127.0.0.1", port: 0 });
  ({ port } = desk.app.server.address() as AddressInfo);
  const { ours, theirs } = desk;
  targets = [
    await belongings(desk, ours, "comercial", "CANARINHO"),
    await belongings(desk, ours, "suporte", "SABIAZINHO"),
    await belongings(desk, theirs, "comercial", "TUCANINHO"),
  ];
  await desk.tell();
  const hearer = async (name: string, company: Company, role: Role, teams: Team[]): Promise<Hearer> => {
    const cookie = await desk.cookie(company, name);
    const own = targets[0] as Belongings;
    const line = await listenAt(port, cookie, null);
    await line.next();
    return {
      name: `${name}${company === theirs ? " elsewhere" : ""}`,
      cookie,
      company,
      role,
      teams,
      own,
      line,
    };
  };
  const all: Team[] = ["comercial", "suporte"];
  hearers = [
    await hearer("Ana", ours, "agent", ["comercial"]),
    await hearer("Diego", ours, "agent", ["suporte"]),
    await hearer("Rita", ours, "supervisor", all),
    await hearer("Helena", ours, "administrator", all),
    await hearer("Ana", theirs, "agent", ["comercial"]),
    await hearer("Helena", theirs, "administrator", all),
  ];
});
afterAll(async () => {
  for (const { line } of hearers) await line.hangUp();
  await desk.close();
});

type Act = {
  what: string;
  /** what must be seen to be told of it; null = it is the company's, or the one's who did it */
  of: "conversation" | "ticket" | "contact" | null;
  method: Method;
  url: string;
  body: (of: Things) => object;
};
type Things = Record<string, string>;
const command = (body: object) => () => ({ key: randomUUID(), ...body });
const act = (what: object) => (of: Things) => ({
  act: what,
  items: [{ id: of["conversation"], key: randomUUID() }],
});

/** What people do, with what is told of it over sockets. `$kind` in an address: an id of what it is done to. */
const ACTS: Act[] = [
  {
    what: "a note",
    of: "conversation",
    method: "POST",
    url: "/conversations/$conversation/notes",
    body: command({ text: "$word" }),
  },
  {
    what: "an answer",
    of: "conversation",
    method: "POST",
    url: "/conversations/$conversation/messages",
    body: command({ text: "$word" }),
  },
  {
    what: "back to the team",
    of: "conversation",
    method: "POST",
    url: "/conversations/$conversation/assign",
    body: command({ agentId: null }),
  },
  {
    what: "a reaction",
    of: "conversation",
    method: "POST",
    url: "/conversations/$conversation/messages/$message/reaction",
    body: command({ emoji: "👍" }),
  },
  {
    what: "a scheduled message",
    of: "conversation",
    method: "POST",
    url: "/conversations/$conversation/scheduled",
    body: command({ at: LATER, content: { type: "text", text: "$word" } }),
  },
  {
    what: "a label",
    of: "conversation",
    method: "POST",
    url: "/conversations/acts",
    body: (of) => act({ type: "labels", add: [of["label"]], remove: [] })(of),
  },
  {
    what: "a priority",
    of: "conversation",
    method: "POST",
    url: "/conversations/acts",
    body: act({ type: "priority", priority: 2 }),
  },
  {
    what: "a snooze",
    of: "conversation",
    method: "POST",
    url: "/conversations/acts",
    body: act({ type: "snooze", until: LATER }),
  },
  {
    what: "a block",
    of: "conversation",
    method: "POST",
    url: "/conversations/$conversation/block",
    body: command({ blocked: true }),
  },
  {
    what: "the end of a block",
    of: "conversation",
    method: "POST",
    url: "/conversations/$conversation/block",
    body: command({ blocked: false }),
  },
  {
    what: "a printed transcript",
    of: "conversation",
    method: "POST",
    url: "/conversations/$conversation/transcript",
    body: command({}),
  },
  {
    what: "a name",
    of: "contact",
    method: "PATCH",
    url: "/contacts/$contact",
    body: () => ({ name: "$word" }),
  },
  {
    what: "a note about a contact",
    of: "contact",
    method: "POST",
    url: "/contacts/$contact/notes",
    body: command({ text: "$word" }),
  },
  {
    what: "a comment",
    of: "ticket",
    method: "POST",
    url: "/tickets/$ticket/comments",
    body: command({ text: "$word" }),
  },
  {
    what: "a ticket's kind",
    of: "ticket",
    method: "POST",
    url: "/tickets/$ticket/acts",
    body: (of) => ({ key: randomUUID(), act: { type: "kind", typeId: of["type"] } }),
  },
  {
    what: "an urgent ticket",
    of: "ticket",
    method: "POST",
    url: "/tickets/$ticket/acts",
    body: command({ act: { type: "priority", priority: 4 } }),
  },
  {
    what: "a new ticket",
    of: "ticket",
    method: "POST",
    url: "/tickets",
    body: (of) => ({
      key: randomUUID(),
      conversationId: of["conversation"],
      title: "$word",
      teamId: of["team"],
    }),
  },
  {
    what: "an end",
    of: "conversation",
    method: "POST",
    url: "/conversations/$conversation/status",
    body: command({ status: "closed" }),
  },
  {
    what: "a new label",
    of: null,
    method: "POST",
    url: "/labels",
    body: () => ({ name: "N $phone", color: "#112233" }),
  },
  {
    what: "a team's reply",
    of: null,
    method: "POST",
    url: "/quick-replies",
    body: (of) => ({ scope: "team", teamId: of["team"], shortcut: "n", title: "$word", text: "$word" }),
  },
];

/** Does it, as the company's administrator. */
async function perform(wanted: Act, whose: Belongings): Promise<void> {
  const filled = (text: string): string =>
    text
      .replaceAll("$word", whose.word)
      .replaceAll("$phone", whose.phone)
      .replaceAll(/\$(\w+)/g, (_, kind: string) => whose.things[kind] ?? "");
  const body = JSON.parse(filled(JSON.stringify(wanted.body(whose.things)))) as object;
  const cookie = await desk.cookie(whose.company as Company, "Helena");
  const answer = await desk.call(cookie, wanted.method, filled(`/api${wanted.url}`), body);
  expect({ what: wanted.what, status: answer.status, code: answer.body.code }).toMatchObject({
    status: expect.toSatisfy((status: number) => status < 300),
  });
}

/** Everything that one was told since the last time, as text. */
async function heardBy({ line }: Hearer, from: number): Promise<string> {
  await line.settled();
  return JSON.stringify(line.frames.slice(from).filter(({ type }) => type === "changes"));
}

/** What of somebody else's a text tells: words, ids. */
const leaksIn = (text: string, hearer: Hearer): string[] =>
  targets.flatMap((whose) =>
    [
      ...(sees(hearer, whose, "message") ? [] : [whose.word]),
      ...(sees(hearer, whose, "account") ? [] : [whose.phone]),
      ...Object.entries(whose.things).flatMap(([kind, id]) =>
        (OF_TEAMS.test(kind) || whose.company !== hearer.company) &&
        !sees(hearer, whose, kind) &&
        id.length > 20
          ? [id]
          : [],
      ),
    ].filter((word) => text.includes(word)),
  );

describe("what is told over sockets", () => {
  it("of everything people do reaches who may see it, and nobody else", async () => {
    const wrong: string[] = [];
    let cells = 0;
    for (const wanted of ACTS)
      for (const whose of targets) {
        const from = hearers.map(({ line }) => line.frames.length);
        await perform(wanted, whose);
        await desk.tell();
        for (const [place, hearer] of hearers.entries()) {
          const text = await heardBy(hearer, from[place] ?? 0);
          const told = `${wanted.what} of ${whose.word}, to ${hearer.name}`;
          cells += 1;
          for (const leak of leaksIn(text, hearer)) wrong.push(`${told}: tells ${leak}`);
          if (whose.company !== hearer.company && text !== "[]") wrong.push(`${told}: ${text}`);
          if (
            wanted.of &&
            sees(hearer, whose, wanted.of) &&
            !/"type":"(conversation|gone|contact|ticket|refetch)"/.test(text)
          )
            wrong.push(`${told}: tells nothing`);
          if (
            !wanted.of &&
            whose.company === hearer.company &&
            !text.includes('"refetch"') &&
            wanted.what === "a new label"
          )
            wrong.push(`${told}: tells nothing`);
        }
      }
    tally("access", { cells, wrong: wrong.length });
    expect(wrong).toEqual([]);
  }, 120_000);

  it("is told of what customers write, too", async () => {
    for (const whose of targets) {
      const from = hearers.map(({ line }) => line.frames.length);
      await desk.write(whose.company as Company, whose.phone, `mais ${whose.word}`);
      await desk.tell();
      for (const [place, hearer] of hearers.entries()) {
        const text = await heardBy(hearer, from[place] ?? 0);
        expect(leaksIn(text, hearer), `${whose.word} to ${hearer.name}`).toEqual([]);
        if (whose.company !== hearer.company) expect(text).toBe("[]");
      }
    }
  });
});

describe("a socket", () => {
  const cookie = () => desk.cookie(desk.ours, "Rita");
  const refused = async (text: string): Promise<number> => {
    const line = await listenAt(port, await cookie(), null);
    await line.next();
    line.send(text);
    return line.closed;
  };

  it("needs a session and a page of ours", async () => {
    for (const none of ["", "balcao.session_token=x.y"])
      await expect(listenAt(port, none, null)).rejects.toThrow("401");
    const own = await cookie();
    for (const origin of ["https://evil.example", "http://127.0.0.1:3000.evil.example", "null", "", null])
      expect(await (await listenAt(port, own, null, origin)).closed, String(origin)).toBe(1008);
  });

  it("that says what no page says is closed", async () => {
    const { conversation } = targets[0]?.things ?? {};
    const here = { type: "here", conversationId: conversation, typing: true, idle: false };
    for (const frame of [
      { type: "hello", cursor: null },
      { ...here, agentId: desk.ours.agents["Ana"] },
      { type: "changes", cursor: "x", changes: [], countsChanged: true },
      { type: "ping", as: "administrator" },
      { type: "people", whole: true, agents: [], conversations: [], absent: false },
    ])
      expect(await refused(JSON.stringify(frame)), frame.type).toBe(1008);
    expect(await refused("x".repeat(10 * 1024 * 1024))).toBe(1009);
    expect(await refused(`{"type":"hello","cursor":"${"9".repeat(15_000)}"}`)).toBe(1008);
  });

  it("that sends without end is closed, and is answered no more than so often", async () => {
    const line = await listenAt(port, await cookie(), null);
    await line.next();
    for (let n = 0; n < 5_000; n++) line.send('{"type":"ping"}');
    expect(await line.closed).toBe(1008);
    expect(line.frames.filter(({ type }) => type === "pong").length).toBeLessThan(600);
    // others of the same person go on
    const other = await listenAt(port, await cookie(), null);
    expect((await other.next()).type).toBe("ready");
    await other.hangUp();
  });

  it("with a cursor of another's, or a made one, begins anew and is told nothing of before", async () => {
    const from = await listenAt(port, await desk.cookie(desk.theirs, "Helena"), null);
    await from.next();
    const [epoch, txid, id] = from.cursor().split(":");
    await desk.write(desk.theirs, "5511987003001", "TUCANINHO outra vez");
    await desk.tell();
    const cursors = [
      from.cursor(),
      `${epoch}:0:0`,
      `${epoch}:-1:-1`,
      `${epoch}:${txid}:${id}' OR 1=1`,
      "::",
      `${epoch}:1e9:1`,
    ];
    for (const cursor of cursors) {
      const line = await listenAt(port, await cookie(), cursor);
      expect((await line.next()).type, cursor).toMatch(/^(ready|reset)$/);
      await line.settled();
      expect(JSON.stringify(line.frames), cursor).not.toContain("TUCANINHO");
      await line.hangUp();
    }
    await from.hangUp();
  });
});
