import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { signBody } from "@balcao/whatsapp";
import type { sql } from "kysely";
import { openDatabase } from "../src/platform/database.ts";
import type * as founding from "./crash-founding.ts";
import { startCrashGraph, type CrashGraph, type GraphManners } from "./crash-graph.ts";
import { startProgram, THIS_RELEASE, type Program } from "./crash-processes.ts";
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
  /** from now on what is started is the program of the release in this folder */
  run(release: string): void;
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
  /**
   * Deliveries that were not answered with 200, the milliseconds the unluckiest had to go on until it was, and those from the first post of
   * any delivery to its 200 at most.
   */
  refusals(): { count: number; longestMs: number; slowestMs: number };
  rows(statement: ReturnType<typeof sql<Row>>): Promise<Row[]>;
  /** the first column of the first row */
  value(statement: ReturnType<typeof sql<Row>>): Promise<unknown>;
  stop(): Promise<void>;
};

/** A durable PostgreSQL of its own: the program refuses one that may forget what it has promised. */
async function durablePostgres(): Promise<Throwaway> {
  const path = String(new URL("../../scripts/lib/throwaway.mjs", import.meta.url));
  const tools = (await import(path)) as { throwawayPostgres(o: { durable: boolean }): Promise<Throwaway> };
  return tools.throwawayPostgres({ durable: true });
}

type Setting = {
  /** how many programs serve the web */
  webs?: number;
  /** how often one delivery is posted at most; Meta goes on for days */
  attempts?: number;
  /** folder of the release that founds the installation, and whose program is started first; the one this file lies in if none is named */
  release?: string;
  /** leads the programs to the database, e.g. through something that cuts their connections */
  way?: (url: string) => Promise<string>;
  /** puts something before the ports of the programs that serve the web; gives the ports to knock at */
  front?: (ports: readonly number[]) => Promise<readonly number[]>;
  /** what a program that starts gets into its environment besides */
  env?: () => Record<string, string>;
};

/** Posts to these ports in turn; what is refused goes again, elsewhere. */
function courier(ports: readonly number[], attempts: number): Pick<CrashDesk, "deliver" | "refusals"> {
  let [turn, count, longestMs, slowestMs] = [0, 0, 0, 0];
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
      const posted = performance.now();
      let begun = 0;
      for (let attempt = 1; ; attempt++) {
        // a program that was killed refuses the connection, or ends it without a word
        const status = await send(post).catch((error: unknown) => String(error));
        const now = performance.now();
        if (begun > 0) longestMs = Math.max(longestMs, now - begun);
        slowestMs = Math.max(slowestMs, now - posted);
        if (status === 200) return;
        count++;
        begun ||= now;
        if (attempt === attempts) throw new Error(`the webhook answered ${status} to the last`);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    },
    refusals: () => ({ count, longestMs, slowestMs }),
  };
}

/** A desk whose programs run, but for the workers. */
export async function startCrashDesk(
  manners: GraphManners,
  { webs = 1, attempts = ATTEMPTS, release = THIS_RELEASE, way, front, env: more }: Setting = {},
): Promise<CrashDesk> {
  const postgres = await durablePostgres();
  const folder = await mkdtemp(join(tmpdir(), "balcao-crash-"));
  const graph = await startCrashGraph(manners);
  const founder = String(pathToFileURL(join(release, "server/test/crash-founding.ts")));
  const { foundInstallation } = (await import(founder)) as typeof founding;
  const secrets = { secret: SECRET, appSecret: APP_SECRET };
  const founded = await foundInstallation({ url: postgres.url, folder, graphUrl: graph.url, ...secrets });
  const system = openDatabase({ url: postgres.url, role: "balcao_system", max: 4, name: "crash" });
  let running = release;
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
    const told = (line: Row): void => {
      if (line["level"] === "error") complaints.push(line);
    };
    const program = startProgram({ ...env, ROLE: role }, told, running);
    programs.push(program);
    return program;
  };
  const nodes = ports.map((port) => start("web", { port }));
  await Promise.all(nodes.map(({ ready }) => ready));
  const doors = (await front?.(ports)) ?? ports;
  const rows: CrashDesk["rows"] = async (statement) => (await statement.execute(system)).rows;
  return {
    graph,
    ...founded,
    complaints,
    postgres,
    run: (folder) => void (running = folder),
    startWorker: (url) => start("worker", { url }),
    doors,
    webs: nodes,
    startWeb: (place) => (nodes[place] = start("web", { port: ports[place] })),
    ...courier(doors, attempts),
    rows,
    value: async (statement) => Object.values((await rows(statement))[0] ?? {})[0],
    async stop() {
      await Promise.all(programs.map((program) => program.kill()));
      await graph.close();
      await system.destroy();
      await postgres.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
