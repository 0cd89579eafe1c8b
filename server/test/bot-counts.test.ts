import { afterEach, beforeEach, expect, it } from "vitest";
import { getBot } from "../src/modules/bot/bot.view.ts";
import { inAccount } from "../src/platform/database.ts";
import { HOUR, lia, message, PipelineWorld } from "./pipeline-world.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

/** How often each trigger acted in the last seven days, those that did not left out. */
async function fired(): Promise<Record<string, number>> {
  const { accountId } = world.company;
  const bot = await inAccount(world.world.deps.app, accountId, (tx) =>
    getBot(tx, accountId, world.clock.now()),
  );
  return Object.fromEntries(
    bot.triggers
      .filter(({ firedLast7Days }) => firedLast7Days > 0)
      .map(({ description, firedLast7Days }) => [description, firedLast7Days]),
  );
}

it("counts what each trigger sent and whom it handed over, for seven days", async () => {
  expect(await fired()).toEqual({});
  for (const words of ["oi", "Comercial", "Orçamento"]) {
    await world.hear(message(lia, words, world.clock.now()));
    world.clock.advance(60_000);
  }
  expect(await fired()).toEqual({
    "Boas-vindas": 1,
    "Ir para o Comercial": 1,
    "Menu comercial": 1,
    "Comercial: orçamento": 1,
  });
  world.clock.advance(7 * 24 * HOUR);
  expect(await fired()).toEqual({});
});
