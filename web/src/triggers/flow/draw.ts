import type { Agent, BotView, Me, Team } from "@balcao/api";
import { factsOf, type Flow } from "@balcao/core";
import i18next from "i18next";
import { asideOf } from "../../lib/aside.ts";
import { createFormats } from "../../lib/format.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { SETTINGS, type Settings } from "../../settings/queries.ts";
import { botNow } from "../queries.ts";
import { botWith, surroundingsOf, type Surroundings } from "../company.ts";
import type { Tongue } from "../sentences.ts";
import { tongueOf } from "../use-tongue.ts";
import { plainTrigger } from "../verify/bot-input.ts";
import type { Wanted } from "./draw.worker.ts";
import { drawingOf } from "./drawing.ts";
import type { Layout } from "./layout.ts";

/** All that a drawing depends on. `language`: the one `tongue` speaks. */
export type Sketch = {
  triggers: BotView["triggers"];
  teams: readonly Team[];
  around: Surroundings;
  tongue: Tongue;
  language: string;
};

const aside = asideOf<Wanted, Flow | Layout>(
  "the drawing of the flow",
  () => new Worker(new URL("./draw.worker.ts", import.meta.url), { type: "module" }),
);

async function drawn(
  { triggers, teams, tongue }: Sketch,
  asked: Extract<Wanted, { bot: unknown }>,
): Promise<Layout> {
  const flow = (await aside(asked)) as Flow;
  const facts = {
    triggers: new Map(triggers.map((trigger) => [trigger.id, trigger])),
    colors: new Map(teams.map(({ id, color }) => [id, color])),
    marks: new Map(),
  };
  return (await aside({ drawing: drawingOf(flow, facts, tongue) })) as Layout;
}

let last: { key: string; layout: Promise<Layout> } | null = null;

/** The flow of a draft, laid out on a thread of its own; the same as the last time is not drawn again. */
export function draw(sketch: Sketch): Promise<Layout> {
  const { triggers, teams, around, language } = sketch;
  const bot = botWith(triggers.map(plainTrigger), around);
  const { inactivityHours } = factsOf(around.company);
  const key = JSON.stringify([bot, [...(inactivityHours ?? [])], teams.map(({ color }) => color), language]);
  if (last?.key !== key) {
    const made = { key, layout: drawn(sketch, { bot, facts: { inactivityHours } }) };
    last = made;
    made.layout.catch(() => {
      if (last === made) last = null;
    });
  }
  return last.layout;
}

/** Begins to draw before anybody looks, when all that it takes has been loaded: one is about to open the flow. */
export function drawAhead(): void {
  const bot = botNow();
  const me = queryClient.getQueryData<Me>(keys.me);
  const teams = queryClient.getQueryData<Team[]>(keys.teams);
  const settings = queryClient.getQueryData<Settings>(SETTINGS);
  const agents = queryClient.getQueryData<Agent[]>(keys.agents);
  if (!bot || !me || !teams || !settings || !agents || bot.triggers.length === 0) return;
  const language = i18next.language;
  const { number } = createFormats(language, "UTC");
  const tongue = tongueOf(i18next.getFixedT(null, "triggers"), number, teams);
  // what stands behind a message changes nothing in the drawing
  const around = surroundingsOf(me.account, settings, teams, agents, new Map());
  // whoever opens it asks again, and is told what went wrong
  draw({ triggers: bot.triggers, teams, around, tongue, language }).catch(() => undefined);
}
