import { compileBot } from "../conditions.ts";
import type { BotInput } from "../types.ts";
import { checkHandOvers, checkNumbers, checkOpening, checkTexts } from "./check-flow.ts";
import { checkKeywords, checkOffered, checkWayOut, checkWords } from "./check-menus.ts";
import { checkEntries, checkNeverWins, checkTies } from "./check-order.ts";
import { checkTemplates } from "./check-templates.ts";
import { Explorer } from "./explore.ts";
import type { Finding, Severity, VerifyFacts } from "./findings.ts";
import { Tables } from "./tables.ts";

const WEIGHT: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** With the numbers on which it happens, when its case begins where only their conversations do. */
function onNumbers(finding: Finding, first: string, own: NonNullable<VerifyFacts["starts"]>): Finding {
  const begins = finding.witness?.begins ?? first;
  if (begins === first) return finding;
  return { ...finding, numbers: own.filter(({ team }) => team === begins).map(({ number }) => number) };
}

/**
 * Every trap in a bot (chatbot.md, section 5), errors first. Teams, idle times and folded words that can be told apart are
 * finite, and each situation the bot can bring a conversation into is walked with each of them by the functions that decide
 * for real: the answers are exact, with a witness to play. A bot without a team of first contact is walked from nowhere; numbers with a team of their own are walked from there too.
 * `facts`: what stands outside the bot; what is left out is not checked. Pure; changes nothing it is given.
 */
export function verify(bot: BotInput, facts: VerifyFacts = {}): Finding[] {
  const explorer = new Explorer(new Tables(compileBot(bot)), facts);
  const teams = bot.teams ?? [];
  const first = bot.settings?.firstContactTeam ?? teams[0]?.id ?? "";
  const own = facts.starts ?? [];
  const cases = { explorer, explored: explorer.walk([first, ...own.map(({ team }) => team)]) };
  const known = new Set(teams.map(({ id }) => id));
  const findings: Finding[] = [
    ...checkOpening(cases),
    ...checkEntries(cases),
    ...checkHandOvers(cases, teams, facts),
    ...checkNeverWins(cases),
    ...checkKeywords(cases),
    ...checkWords(cases),
    ...checkWayOut(cases),
    ...checkTexts(cases, known),
    ...checkTemplates(cases, facts),
    ...checkTies(cases),
    ...checkNumbers(cases),
    ...checkOffered(cases),
  ];
  return findings
    .map((finding) => onNumbers(finding, first, own))
    .toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
}
