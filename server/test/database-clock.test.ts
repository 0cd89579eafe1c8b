import { expect, it } from "vitest";
import { carriedClock } from "../src/platform/database-clock.ts";

/** A database whose clock and a machine whose stopwatch are moved by hand; a reading takes `takes` milliseconds. */
function world() {
  const state = { database: 1_000_000, elapsed: 50, takes: 10 };
  const pass = (ms: number): void => {
    state.database += ms;
    state.elapsed += ms;
  };
  const clock = carriedClock(
    () => {
      pass(state.takes / 2);
      const told = state.database;
      pass(state.takes / 2);
      return Promise.resolve(told);
    },
    () => state.elapsed,
  );
  return { state, pass, clock };
}

it("is the database's time from the first reading on, and goes on between readings", async () => {
  const { state, pass, clock } = world();
  expect(() => clock.now()).toThrow(/never read/);
  state.takes = 4_000;
  await clock.reread();
  expect(clock.now()).toBe(state.database);
  pass(60_000);
  expect(clock.now()).toBe(state.database);
});

it("follows the database where it is put forward or back, and a machine that slept or drifts", async () => {
  const { state, pass, clock } = world();
  await clock.reread();
  for (const jump of [86_400_000, -90_000_000, 7]) {
    state.database += jump;
    await clock.reread();
    expect(clock.now()).toBe(state.database);
  }
  pass(5_000);
  state.elapsed -= 3_000;
  await clock.reread();
  expect(clock.now()).toBe(state.database);
});

it("does not believe a reading that was long on its way, nor one that failed", async () => {
  const { state, clock } = world();
  await clock.reread();
  const ahead = state.database - state.elapsed;
  state.database += 60_000;
  state.takes = 600;
  await clock.reread();
  expect(clock.now() - state.elapsed).toBe(ahead);
  const broken = carriedClock(() => Promise.reject(new Error("gone")));
  await expect(broken.reread()).rejects.toThrow("gone");
});
