import { factsOf, verify, type Finding, type RunningBot } from "@balcao/core";
import type { Company } from "./bot.view.ts";

// neither a running bot nor its company ever changes: what was found in the pair stays true
const found = new WeakMap<RunningBot, { company: Company; errors: Finding[] }>();

/**
 * Errors of a bot that speaks. It was published without any, so that each is there because a team or a setting has changed
 * since (or because it was published by a release that did not look).
 */
export function alarmsOf(running: RunningBot, company: Company): Finding[] {
  const known = found.get(running);
  if (known?.company === company) return known.errors;
  const errors = verify(running.bot, factsOf(company)).filter(({ severity }) => severity === "error");
  found.set(running, { company, errors });
  return errors;
}

/** The same for the same error, whatever else there is: how far beyond a limit it goes (its numbers) makes no other of it. */
export function nameOf({ code, triggerIds, data, numbers }: Finding): string {
  const about = Object.entries(data).filter(([, value]) => typeof value !== "number");
  return JSON.stringify([code, triggerIds, ...about, ...(numbers ? [numbers] : [])]);
}
