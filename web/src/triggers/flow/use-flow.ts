import type { BotView, Team } from "@balcao/api";
import { botFlow } from "@balcao/core";
import { useMemo } from "react";
import { useTeams } from "../../lib/queries.ts";
import { botWith } from "../company.ts";
import type { Tongue } from "../sentences.ts";
import { useSurroundings } from "../use-surroundings.ts";
import { plainTrigger } from "../verify/bot-input.ts";
import { marksOf } from "../verify/findings.ts";
import { useFindings } from "../verify/use-findings.ts";
import { drawingOf, litLines } from "./drawing.ts";
import { layOut, type Layout } from "./layout.ts";

export type DrawnFlow = { layout: Layout | null; lit: ReadonlySet<string>; error: unknown };

const colorsOf = (teams: readonly Team[]): Map<string, string> =>
  new Map(teams.map(({ id, color }) => [id, color]));

/**
 * The flow of a draft, laid out. `path`: what a test has taken, as ids of triggers in the order in which they acted or of the
 * flow's edges; it must be the same array while it did not change.
 */
export function useFlow(bot: BotView | undefined, path: readonly string[], tongue: Tongue): DrawnFlow {
  const teams = useTeams();
  const { around, error } = useSurroundings();
  const triggers = bot?.triggers ?? null;
  const { findings } = useFindings(triggers);
  const flow = useMemo(
    () => (triggers && around ? botFlow(botWith(triggers.map(plainTrigger), around)) : null),
    [triggers, around],
  );
  const plain = useMemo(() => {
    if (!flow || !triggers || !teams.data) return null;
    const facts = {
      triggers: new Map(triggers.map((trigger) => [trigger.id, trigger])),
      colors: colorsOf(teams.data),
      marks: new Map(),
    };
    return layOut(drawingOf(flow, facts, tongue));
  }, [flow, triggers, teams.data, tongue]);
  // marks come later and move nothing
  const layout = useMemo(() => {
    if (!plain || !findings) return plain;
    const marks = marksOf(findings);
    const boxes = plain.boxes.map((box) => ({
      ...box,
      mark: (box.triggerId !== null && marks.get(box.triggerId)) || null,
    }));
    return { ...plain, boxes };
  }, [plain, findings]);
  const lit = useMemo(() => (layout ? litLines(layout, path) : new Set<string>()), [layout, path]);
  return { layout, lit, error };
}
