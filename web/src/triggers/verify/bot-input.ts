import { factsOf, type BotInput, type Trigger, type VerifyFacts } from "@balcao/core";
import { botWith, type Surroundings } from "../company.ts";

/** What the verifier is asked about. */
export type Question = { bot: BotInput; facts: VerifyFacts };

/** The triggers as a bot of this company, with what settings and teams mean for it: as the server verifies it at publishing. */
export const questionOf = (triggers: readonly Trigger[], around: Surroundings): Question => ({
  bot: botWith(triggers, around),
  facts: factsOf(around.company),
});

/** A trigger of the list without what the server adds, so that another count of firings is no other question. */
export const plainTrigger = (trigger: Trigger): Trigger => {
  const { id, description, team, fires, idle, expectedReply, action, position, active } = trigger;
  return { id, description, team, fires, idle, expectedReply, action, position, active };
};
