/** A change of one place in a production file, made while it is loaded. The file itself is never touched. */
export type Plant = {
  /** 0 = always: what the simulation needs; else the number of the bug in reliability.md 1C that it switches */
  bug: number;
  /** the end of its path */
  file: string;
  find: string;
  put: string;
};

const SIM = "globalThis.__simulation";
const ON = (bug: number): string => `${SIM}.planted(${bug})`;
const SERVER = "server/src/modules";

/** What every run needs: ids, accounts and memory that are the run's own. */
const ALWAYS: readonly Plant[] = [
  {
    bug: 0,
    file: "server/src/platform/ids.ts",
    find: "export function uuidv7(): string {",
    put: `export function uuidv7(): string {\n  return ${SIM}.id();`,
  },
  {
    bug: 0,
    file: "server/src/platform/database.ts",
    find: "export async function inAccount<T>(db: Db, accountId: string, work: (tx: Tx) => Promise<T>): Promise<T> {\n  return db.transaction().execute(async (tx) => {\n    await sql`SELECT set_config('app.account_id', ${accountId}, true)`.execute(tx);",
    put: `export async function inAccount<T>(db: Db, accountId: string, work: (tx: Tx) => Promise<T>): Promise<T> {\n  return db.transaction().execute(async (tx) => {\n    await ${SIM}.bind(tx, accountId);`,
  },
  {
    bug: 0,
    file: `${SERVER}/bot/running.ts`,
    find: "const versions = new Map<string, BotVersion>();",
    put: `const versions: Map<string, BotVersion> = ${SIM}.cache("bot versions");`,
  },
  {
    bug: 0,
    file: `${SERVER}/conversations/realtime.ts`,
    find: "      people.start();\n",
    put: "",
  },
  {
    bug: 0,
    file: `${SERVER}/conversations/facts.notices.ts`,
    find: "await verifyPublished(tx, accountId, now);",
    put: "void accountId;",
  },
];

/** The bugs whose rule stands in production code. Those whose rule stands in SQL (1, 2, 4, 12, 14, 16) or in the shell around it (15, 22) are switched in `store/` and `world/`. */
const BUGS: readonly Plant[] = [
  {
    bug: 3,
    file: `${SERVER}/media/fetcher.ts`,
    find: "return result.permanent || media.attempts",
    put: `return result.permanent || ${ON(3)} || media.attempts`,
  },
  {
    bug: 5,
    file: "core/src/sending/status.ts",
    find: "return RANK[next] > RANK[current] ?",
    put: `return RANK[next] > RANK[current] || ${ON(5)} ?`,
  },
  {
    bug: 6,
    file: `${SERVER}/conversations/facts.statuses.ts`,
    find: 'else if (message || !reactions.has(ourId(body.opaque) ?? ""))',
    put: `else if (!${ON(6)} && (message || !reactions.has(ourId(body.opaque) ?? "")))`,
  },
  {
    bug: 7,
    file: "whatsapp/src/parse-delivery.ts",
    find: "for (const entry of entries) readEntry(entry, facts);",
    put: `for (const entry of ${ON(7)} ? entries.slice(0, 1) : entries) readEntry(entry, facts);`,
  },
  {
    bug: 8,
    file: `${SERVER}/channels/lane-batch.ts`,
    find: "if ((await removeFacts(tx, [fact.id])) === 0) return;",
    put: `const lost = ${ON(8)} ? (await takeFacts(tx, [laneOf(fact.channelId)], BATCH)).map((one) => one.id) : [fact.id];
    if ((await removeFacts(tx, lost)) === 0) return;`,
  },
  {
    bug: 9,
    file: `${SERVER}/channels/webhook.routes.ts`,
    find: "          await keeper.keep(delivery);",
    put: `          if (${ON(9)}) {
            const seen = ${SIM}.memory("deliveries");
            if (seen.has(body.toString("base64"))) return reply.code(200).type("text/plain").send("ok");
            seen.add(body.toString("base64"));
          }
          await keeper.keep(delivery);`,
  },
  {
    bug: 10,
    file: `${SERVER}/conversations/facts.conversations.ts`,
    find: "if (seen.has(key)) return false;",
    put: `if (seen.has(key) && !${ON(10)}) return false;`,
  },
  {
    bug: 11,
    file: `${SERVER}/conversations/facts.conversations.ts`,
    find: "if (!contact) continue;",
    put: `if (!contact) continue;
    if (${ON(11)} && facts.findIndex((one) => contactOf.get(one.body) === contact) < facts.findIndex((one) => one.body === body)) continue;`,
  },
  {
    bug: 12,
    file: "core/src/conversation/customer-message.ts",
    find: "  if (fresh) {",
    put: `  if (fresh || ${ON(12)}) {`,
  },
  {
    bug: 13,
    file: "core/src/conversation/wake.ts",
    find: "state = { ...state, warnedFor: state.lastInteractionAt };",
    put: `state = { ...state, warnedFor: state.lastInteractionAt };
    if (${ON(13)}) state = { ...state, lastInteractionAt: now };`,
  },
  {
    bug: 17,
    file: `${SERVER}/channels/lane-batch.ts`,
    find: "return !NOBODYS_SQLSTATE.test(code);",
    put: `return ${ON(17)} || !NOBODYS_SQLSTATE.test(code);`,
  },
  {
    bug: 18,
    file: "core/src/conversation/commands.ts",
    find: "snoozedUntil: over ? null : state.snoozedUntil,",
    put: `snoozedUntil: over && !${ON(18)} ? null : state.snoozedUntil,`,
  },
  {
    bug: 18,
    file: "core/src/conversation/wake.ts",
    find: 'if (before.status === "closed") return { state: before, effects: [] };',
    put: `if (before.status === "closed" && !${ON(18)}) return { state: before, effects: [] };`,
  },
  {
    bug: 19,
    file: `${SERVER}/conversations/realtime.ts`,
    find: "? await eventsBetween(system, accountId, wanted, here, REPLAY_MOST)",
    put: `? ${ON(19)} ? [] : await eventsBetween(system, accountId, wanted, here, REPLAY_MOST)`,
  },
  {
    bug: 20,
    file: "core/src/conversation/commands.ts",
    find: 'if (content.type !== "template" && !isWindowOpen(before.windowClosesAt, now))',
    put: `if (!${ON(20)} && content.type !== "template" && !isWindowOpen(before.windowClosesAt, now))`,
  },
  {
    bug: 20,
    file: `${SERVER}/channels/sender-claim.ts`,
    find: "if (!isOpen) return WINDOW_CLOSED;",
    put: `if (!isOpen && !${ON(20)}) return WINDOW_CLOSED;`,
  },
];

export const PLANTS: readonly Plant[] = [...ALWAYS, ...BUGS];
