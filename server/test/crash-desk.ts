import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signBody } from "@balcao/whatsapp";
import { sql } from "kysely";
import { createCompany } from "../src/demo/company.ts";
import { createAuth } from "../src/modules/agents/index.ts";
import { addChannel } from "../src/modules/channels/index.ts";
import { systemClock } from "../src/platform/clock.ts";
import { createSealer } from "../src/platform/crypto.ts";
import { openDatabase } from "../src/platform/database.ts";
import type { Deps } from "../src/platform/deps.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { silentLogger } from "../src/platform/logger.ts";
import { smtpMailer } from "../src/platform/mailer.ts";
import { migrate } from "../src/platform/migrate.ts";
import { folderStorage } from "../src/platform/storage.ts";
import { localWake } from "../src/platform/wake.ts";
import { startCrashGraph, type CrashGraph, type GraphManners } from "./crash-graph.ts";
import { startProgram, type Program } from "./crash-processes.ts";
import type { Line, Post } from "./crash-traffic.ts";
import { freePort } from "./free-port.ts";

const SECRET = Buffer.alloc(32, 9).toString("base64");
const APP_SECRET = "crash-app-secret";

/** As often a delivery is refused at most where nothing strikes the web nodes. */
const ATTEMPTS = 20;
const AGAIN_MS = 25;

type Throwaway = { url: string; folder: string; remove(): Promise<void> };
export type Row = Record<string, unknown>;

/** Two companies with three numbers, on programs that really run: some serve the web, the others are started by the test. */
export type CrashDesk = {
  graph: CrashGraph;
  lines: Line[];
  /** what the programs logged as errors */
  complaints: Row[];
  /** folder of the database's files, and its address without what `way` puts before it */
  postgres: Pick<Throwaway, "url" | "folder">;
  /** on this desk's database, or another one of the same installation */
  startWorker(url?: string): Program;
  /** one of each company, signed in */
  administrators: { accountId: string; cookie: string }[];
  /** the ports at which the desk is reached */
  doors: readonly number[];
  /** the programs that serve the web */
  webs: Program[];
  /** another one in the place of one that has ended */
  startWeb(place: number): Program;
  /** posts as Meta does: signed, to one web node after the other, and again until it hears 200 */
  deliver(post: Post): Promise<void>;
  /** deliveries that were not answered with 200, and the milliseconds the unluckiest had to go on until it was */
  refusals(): { count: number; longestMs: number };
  rows(statement: ReturnType<typeof sql<Row>>): Promise<Row[]>;
  /** the first column of the first row */
  value(statement: ReturnType<typeof sql<Row>>): Promise<unknown>;
  stop(): Promise<void>;
};

/** The same people write to all three numbers; the bot answers every message, so that each answer can be counted. */
async function found(deps: Deps, graphUrl: string): Promise<{ lines: Line[]; accountIds: string[] }> {
  const channel = (phoneNumberId: string) => ({
    phoneNumberId,
    wabaId: "3001",
    displayPhone: phoneNumberId,
    graphBaseUrl: graphUrl,
    accessToken: "token-123456",
    appSecret: APP_SECRET,
    verifyToken: "verify-1234",
  });
  const first = await createCompany(deps, { demo: false, withBot: true, channel: channel("4001") });
  const second = await createCompany(deps, { demo: false, withBot: true, channel: channel("4003") });
  const more = { ...channel("4002"), accountId: first.accountId, id: uuidv7(), name: "Outro número" };
  await deps.system.transaction().execute(async (tx) => {
    await addChannel(tx, deps, more);
    await sql`UPDATE whatsapp_setting SET bot_texts = jsonb_set(bot_texts, '{otherAnswerLimit}', '1000')`.execute(
      tx,
    );
    await sql`UPDATE channel SET messages_per_second = 400`.execute(tx);
  });
  const lines = [
    { phoneNumberId: "4001", company: 0, channelId: first.channelId },
    { phoneNumberId: "4002", company: 0, channelId: more.id },
    { phoneNumberId: "4003", company: 1, channelId: second.channelId },
  ];
  return { lines, accountIds: [first.accountId, second.accountId] };
}

/** As `npm start` would: the programs believe a session that stands in the database and is signed by their key. */
async function signIn(
  deps: Deps,
  url: string,
  accountIds: readonly string[],
): Promise<CrashDesk["administrators"]> {
  const auth = createAuth(deps, { databaseUrl: url, secret: SECRET });
  const signedIn = await Promise.all(
    accountIds.map(async (accountId) => {
      const { rows } = await sql<{ userId: string }>`SELECT user_id AS "userId" FROM agent
        WHERE account_id = ${accountId} AND role = 'administrator'`.execute(deps.system);
      const [cookie = ""] = (await auth.openSession(rows[0]?.userId ?? "", new Headers())).split(";");
      return { accountId, cookie };
    }),
  );
  await auth.stop();
  return signedIn;
}

/** A durable PostgreSQL of its own: the program refuses one that may forget what it has promised. */
async function durablePostgres(): Promise<Throwaway> {
  const path = String(new URL("../../scripts/lib/throwaway.mjs", import.meta.url));
  const tools = (await import(path)) as { throwawayPostgres(o: { durable: boolean }): Promise<Throwaway> };
  const postgres = await tools.throwawayPostgres({ durable: true });
  await migrate({ url: postgres.url });
  return postgres;
}

type Setting = {
  /** how many programs serve the web */
  webs?: number;
  /** how often one delivery is posted at most; Meta goes on for days */
  attempts?: number;
  /** leads the programs to the database, e.g. through something that cuts their connections */
  way?: (url: string) => Promise<string>;
  /** puts something before the ports of the programs that serve the web; gives the ports to knock at */
  front?: (ports: readonly number[]) => Promise<readonly number[]>;
  /** what a program that starts gets into its environment besides */
  env?: () => Record<string, string>;
};

/** Posts to these ports in turn; what is refused goes again, elsewhere. */
function courier(ports: readonly number[], attempts: number): Pick<CrashDesk, "deliver" | "refusals"> {
  let [turn, count, longestMs] = [0, 0, 0];
  const send = async ({ line, body }: Post): Promise<number> => {
    const port = ports[turn++ % ports.length];
    const response = await fetch(`http://127.0.0.1:${port}/webhooks/whatsapp/${line.channelId}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-hub-signature-256": signBody(body, APP_SECRET) },
      body: Buffer.from(body),
    });
    await response.arrayBuffer();
    return response.status;
  };
  return {
    async deliver(post) {
      let begun = 0;
      for (let attempt = 1; ; attempt++) {
        // a program that was killed refuses the connection, or ends it without a word
        const status = await send(post).catch((error: unknown) => String(error));
        const now = performance.now();
        if (begun > 0) longestMs = Math.max(longestMs, now - begun);
        if (status === 200) return;
        count++;
        begun ||= now;
        if (attempt === attempts) throw new Error(`the webhook answered ${status} to the last`);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    },
    refusals: () => ({ count, longestMs }),
  };
}

/** A desk whose programs run, but for the workers. */
export async function startCrashDesk(
  manners: GraphManners,
  { webs = 1, attempts = ATTEMPTS, way, front, env: more }: Setting = {},
): Promise<CrashDesk> {
  const postgres = await durablePostgres();
  const folder = await mkdtemp(join(tmpdir(), "balcao-crash-"));
  const deps: Deps = {
    clock: systemClock,
    app: openDatabase({ url: postgres.url, role: "balcao_app", max: 1, name: "crash app" }),
    system: openDatabase({ url: postgres.url, role: "balcao_system", max: 4, name: "crash" }),
    log: silentLogger,
    sealer: createSealer([SECRET]),
    storage: folderStorage(folder),
    mailer: smtpMailer({ innerHosts: [] }),
    wake: localWake(),
    baseUrl: "http://127.0.0.1",
    demo: false,
  };
  const graph = await startCrashGraph(manners);
  const { lines, accountIds } = await found(deps, graph.url);
  const complaints: Row[] = [];
  const programs: Program[] = [];
  const ports: number[] = [];
  while (ports.length < webs) ports.push(await freePort());
  const database = (await way?.(postgres.url)) ?? postgres.url;
  const start = (role: "web" | "worker", { port = 0, url = database } = {}): Program => {
    const env = {
      DATABASE_URL: url,
      BALCAO_SECRET: SECRET,
      DATA_DIR: folder,
      PORT: String(port),
      GRAPH_BASE_URL: graph.url,
      ...more?.(),
    };
    const program = startProgram({ ...env, ROLE: role }, (line) => {
      if (line["level"] === "error") complaints.push(line);
    });
    programs.push(program);
    return program;
  };
  const nodes = ports.map((port) => start("web", { port }));
  await Promise.all(nodes.map(({ ready }) => ready));
  const doors = (await front?.(ports)) ?? ports;
  const rows: CrashDesk["rows"] = async (statement) => (await statement.execute(deps.system)).rows;
  return {
    graph,
    lines,
    complaints,
    postgres,
    startWorker: (url) => start("worker", { url }),
    administrators: await signIn(deps, postgres.url, accountIds),
    doors,
    webs: nodes,
    startWeb: (place) => (nodes[place] = start("web", { port: ports[place] })),
    ...courier(doors, attempts),
    rows,
    value: async (statement) => Object.values((await rows(statement))[0] ?? {})[0],
    async stop() {
      await Promise.all(programs.map((program) => program.kill()));
      await graph.close();
      await deps.app.destroy();
      await deps.system.destroy();
      await postgres.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
