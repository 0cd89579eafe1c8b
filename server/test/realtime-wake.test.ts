import pg from "pg";
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import { silentLogger } from "../src/platform/logger.ts";
import { notifyingWake } from "../src/platform/notify.ts";
import { testWorld, type TestWorld } from "./harness.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
});
afterEach(() => world.close());

const other = async () => {
  const wake = await notifyingWake(world.url, silentLogger);
  onTestFinished(() => wake.stop());
  return wake;
};
const heard = (wake: Awaited<ReturnType<typeof other>>): Promise<void> =>
  new Promise((resolve) => {
    const stop = wake.on("events", () => {
      stop();
      resolve();
    });
  });

it("a wake-up reaches the other processes, and oneself once", async () => {
  const [speaker, listener] = [await other(), await other()];
  let own = 0;
  speaker.on("events", () => own++);
  const told = heard(listener);
  speaker.signal("events");
  await told;
  expect(own).toBe(1);
});

it("the connection is opened again however often it is refused first", async () => {
  const [speaker, listener] = [await other(), await other()];
  const name = new URL(world.url).pathname.slice(1);
  const owner = new pg.Client({ connectionString: process.env["TEST_DATABASE_URL"] });
  await owner.connect();
  onTestFinished(() => owner.end());
  const connections = `FROM pg_stat_activity WHERE application_name = 'balcao wake' AND datname = '${name}'`;
  const listeners = async (): Promise<number> =>
    (await owner.query<{ n: number }>(`SELECT count(*)::int AS n ${connections} AND query LIKE 'LISTEN%'`))
      .rows[0]?.n ?? 0;
  expect(await listeners()).toBe(2);
  // longer than two attempts: the first of them fail
  await owner.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await owner.query(`SELECT pg_terminate_backend(pid) ${connections}`);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(await listeners()).toBe(0);
  await owner.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  await expect.poll(listeners, { timeout: 10_000 }).toBe(2);
  const told = heard(listener);
  speaker.signal("events");
  await told;
});
