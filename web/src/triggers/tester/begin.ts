import { beginTest, playStep, type TesterRun, type TesterWorld, type Trigger } from "@balcao/core";

/** Who begins at a trigger has said something; nothing reads it, as the trigger no longer asks. */
const OPENING = "oi";

/** A team in which the trigger's condition holds: its own, else that of first contact or the first other. */
export function teamOf(trigger: Pick<Trigger, "team">, { context }: TesterWorld): string {
  const { operator, team } = trigger.team;
  if (operator === "is") return team;
  return [context.firstTeamId, ...context.teams.keys()].find((id) => id !== team) ?? context.firstTeamId;
}

/**
 * A new conversation in which this trigger has just acted: in its team, with its menu open. It is the engine that acts, on a bot
 * in which only this trigger answers the first message, so that everything that follows from it is there too. How the customer
 * came there is left open; so the decision has nothing to explain.
 */
export function beginAt(trigger: Trigger, world: TesterWorld, now: number): TesterRun {
  if (world.running === null) return beginTest(now);
  const { bot, versionId } = world.running;
  const team = teamOf(trigger, world);
  const starter: Trigger = {
    ...trigger,
    fires: "on_message",
    idle: null,
    expectedReply: null,
    active: true,
    team: { operator: "is", team },
  };
  const entries = bot.triggers.filter(({ id, fires }) => fires === "on_entry" && id !== trigger.id);
  const settings = { ...bot.settings, firstContactTeam: team, personWords: [] };
  const run = playStep(
    beginTest(now),
    {
      running: { versionId, bot: { ...bot, settings, triggers: [starter, ...entries] } },
      context: { ...world.context, opening: null, firstTeamId: team },
    },
    { does: "writes", text: OPENING },
  );
  return {
    ...run,
    entries: run.entries
      .filter(({ from }) => from !== "customer")
      .map((entry) => ("trace" in entry ? { ...entry, trace: null } : entry)),
  };
}
