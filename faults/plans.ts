import { sql } from "kysely";
import type { CrashDesk, Row } from "../server/test/crash-desk.ts";
import { faultOf, usualManners, type GraphManners } from "../server/test/crash-graph.ts";
import { THIS_RELEASE, type Program } from "../server/test/crash-processes.ts";
import { rest } from "../server/test/crash-storm.ts";
import type { Random } from "../server/test/random.ts";
import type { Clocks } from "./clocks.ts";
import type { Database } from "./database.ts";
import type { Disk } from "./disk.ts";
import type { Way } from "./proxy.ts";

/** What a plan may strike: two programs that serve the web (the desk's), two that work, their clocks, their database, the way to it. */
export type Target = {
  desk: CrashDesk;
  workers: Program[];
  clocks: Clocks;
  database: Database;
  way: Way;
  /** null where the plan asks for none */
  disk: Disk | null;
  /** folder of the release before this one; null where the plan asks for none */
  previous: string | null;
  chaos: Random;
};

export type Plan = {
  name: string;
  /** what happens, in the table's words */
  what: string;
  /** how often, when all 50,000 messages are sent */
  strikes: number;
  /** does each strike end a program or the database by SIGKILL? */
  kills: boolean;
  /** its part of the messages */
  share: number;
  strike(target: Target, index: number): Promise<void>;
  /** do nginx and the page of the manual stand before the programs that serve the web? */
  front?: boolean;
  /** does the release before this one found the desk and run first? */
  previous?: boolean;
  /** deliveries a second, without a pause until the last strike is over; if none, as fast as they are taken, each part of them once its strike begins */
  perSecond?: number;
  /** do agents answer meanwhile, too? */
  agents?: boolean;
  /** does all that is written go to a small disk of its own? Its size in bytes */
  disk?: number;
  manners(chaos: Random): ReturnType<GraphManners>;
};

/** Meta on its worst: a third fails, some take seconds, and one in thirty loses the answer. */
function worst(chaos: Random): ReturnType<GraphManners> {
  const fault = faultOf({ refused_for_now: 120, too_fast: 120, page: 50, silence: 30 }, chaos);
  const slow = chaos.chance(0.03);
  return { before: 1 + chaos.below(slow ? 3000 : 30), after: 1 + chaos.below(slow ? 3000 : 60), fault };
}

async function killWorker({ desk, workers, chaos }: Target): Promise<void> {
  const place = chaos.below(workers.length);
  await workers[place]?.kill();
  workers[place] = desk.startWorker();
  // each death finds programs that had begun to work
  await workers[place].ready;
}

async function killWeb({ desk, chaos }: Target): Promise<void> {
  const place = chaos.below(desk.webs.length);
  await desk.webs[place]?.kill();
  await desk.startWeb(place).ready;
}

const killDatabase = ({ database }: Target): Promise<void> => database.killAndStart();

/** A machine that stops for longer than a lease, e.g. because it was moved to another host, and goes on as if nothing were. */
async function freezeWorker({ workers, chaos }: Target): Promise<void> {
  const sleeper = workers[chaos.below(workers.length)];
  sleeper?.signal("SIGSTOP");
  await rest(6_000 + chaos.below(3_000));
  sleeper?.signal("SIGCONT");
}

/** A new version comes without a break: each program is told to end, and a new one takes its place, the webs one after the other. */
async function deploy({ desk, workers }: Target): Promise<void> {
  for (const [place, web] of desk.webs.entries()) {
    web.signal("SIGTERM");
    await web.ended;
    await desk.startWeb(place).ready;
  }
  for (const [place, worker] of workers.entries()) {
    worker.signal("SIGTERM");
    await worker.ended;
    workers[place] = desk.startWorker();
    await workers[place].ready;
  }
}

/**
 * This release takes the place of the one before, program by program: the first that starts brings the database along. Then back.
 * Throws when the database was not brought along: then nothing was tried.
 */
async function upgrade(target: Target, index: number): Promise<void> {
  const { desk, previous } = target;
  const schema = (): Promise<unknown> =>
    desk.value(sql<Row>`SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
  const before = await schema();
  desk.run(index % 2 === 0 ? THIS_RELEASE : (previous ?? THIS_RELEASE));
  await deploy(target);
  const after = await schema();
  if ((index === 0) === (before === after))
    throw new Error(`${String(before)} tables and indexes became ${String(after)} in strike ${index}`);
}

/** By turns: every connection to the database is reset; and nothing passes on them for some seconds, though they stay open. */
async function breakWay({ way, chaos }: Target, index: number): Promise<void> {
  if (index % 2 === 1) {
    way.hold();
    await rest(2_000 + chaos.below(6_000));
  }
  way.cut();
  await rest(500);
}

/** No room for some seconds, neither for the database nor for files; then there is some again. */
async function fillDisk({ disk, database, chaos }: Target): Promise<void> {
  disk?.fill();
  await rest(2_000 + chaos.below(4_000));
  disk?.free();
  await database.keepUp();
}

const MINUTE_MS = 60_000;
const OFF = [5, -5, 120, -120, 1440, -1440].map((minutes) => minutes * MINUTE_MS);

/** One machine's clock is put wrong, by five minutes to a day; some are put right again. */
function putClock({ clocks, chaos }: Target): Promise<void> {
  clocks.put(chaos.below(clocks.count()), chaos.chance(0.2) ? 0 : (OFF[chaos.below(OFF.length)] ?? 0));
  return rest(500);
}

const anything = (target: Target, index: number): Promise<void> =>
  [killWorker, killWeb, killDatabase][index % 3]?.(target) ?? Promise.resolve();

/** each carries 1.6 messages of customers on average, repeated ones too: 100 a second */
const DEPLOYED_AT = 64;

/** Two nodes each, in every plan: lanes and sends are raced for all the time. */
export const PLANS: readonly Plan[] = [
  {
    name: "workers",
    what: "SIGKILL of a worker",
    strikes: 20,
    kills: true,
    share: 8,
    strike: killWorker,
    manners: usualManners,
  },
  {
    name: "webs",
    what: "SIGKILL of a web node",
    strikes: 20,
    kills: true,
    share: 8,
    strike: killWeb,
    manners: usualManners,
  },
  {
    name: "database",
    what: "SIGKILL of PostgreSQL",
    strikes: 8,
    kills: true,
    share: 6,
    strike: killDatabase,
    manners: usualManners,
  },
  {
    name: "anything",
    what: "SIGKILL of any of them, Meta at its worst",
    strikes: 18,
    kills: true,
    share: 8,
    strike: anything,
    manners: worst,
  },
  {
    name: "way",
    what: "connections to PostgreSQL reset, or held open without a word",
    strikes: 12,
    kills: false,
    share: 6,
    strike: breakWay,
    manners: usualManners,
  },
  {
    name: "frozen",
    what: "a worker stops for 6 to 9 s and goes on",
    strikes: 8,
    kills: false,
    share: 5,
    strike: freezeWorker,
    manners: usualManners,
  },
  {
    name: "meta",
    what: "Meta refuses a third, takes seconds, loses answers",
    strikes: 0,
    kills: false,
    share: 4,
    strike: () => Promise.resolve(),
    manners: worst,
  },
  {
    name: "clocks",
    what: "clocks put wrong by 5 minutes to a day, of one machine after the other",
    strikes: 40,
    kills: false,
    share: 4,
    strike: putClock,
    manners: usualManners,
  },
  {
    name: "deploy",
    what: "every program replaced under load",
    strikes: 3,
    kills: false,
    share: 5,
    strike: deploy,
    perSecond: DEPLOYED_AT,
    manners: usualManners,
  },
  {
    name: "front",
    what: "every program replaced under load, behind nginx",
    strikes: 3,
    kills: false,
    share: 5,
    strike: deploy,
    perSecond: DEPLOYED_AT,
    front: true,
    manners: usualManners,
  },
  {
    name: "upgrade",
    what: "upgraded from the release before and taken back under load, behind nginx",
    strikes: 2,
    kills: false,
    share: 5,
    strike: upgrade,
    perSecond: DEPLOYED_AT,
    front: true,
    previous: true,
    agents: true,
    manners: usualManners,
  },
  {
    name: "disk",
    what: "the disk full for 2 to 6 s",
    strikes: 8,
    kills: false,
    share: 4,
    strike: fillDisk,
    disk: 768 * 1024 ** 2,
    manners: usualManners,
  },
];
