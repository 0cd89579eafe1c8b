import { afterEach, beforeEach, expect, it } from "vitest";
import { silentLogger } from "../src/platform/logger.ts";
import { notifyingWake } from "../src/platform/notify.ts";
import { testWorld, type TestWorld } from "./harness.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
});
afterEach(() => world.close());

it("wakes this process at once and the others soon, each once", async () => {
  const here = await notifyingWake(world.url, silentLogger);
  const there = await notifyingWake(world.url, silentLogger);
  try {
    let heardHere = 0;
    let heardThere = 0;
    const second = new Promise<void>((resolve) => {
      here.on("facts", () => {
        heardHere += 1;
        if (heardHere === 4) resolve();
      });
    });
    const first = new Promise<void>((resolve) => {
      there.on("facts", () => {
        heardThere += 1;
        resolve();
      });
    });
    for (let i = 0; i < 3; i++) here.signal("facts");
    expect(heardHere).toBe(3);
    await first;
    // what the others say comes after anything of our own that could have come back
    there.signal("facts");
    await second;
    expect([heardHere, heardThere]).toEqual([4, 2]);
  } finally {
    await here.stop();
    await there.stop();
  }
});

it.each(["blocks", "reads", "mails"] as const)("wakes the others for %s too", async (topic) => {
  const here = await notifyingWake(world.url, silentLogger);
  const there = await notifyingWake(world.url, silentLogger);
  try {
    const heard = new Promise<void>((resolve) => void there.on(topic, resolve));
    here.signal(topic);
    await heard;
  } finally {
    await here.stop();
    await there.stop();
  }
});
