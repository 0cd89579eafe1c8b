import type { BotView } from "@balcao/api";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useTeams } from "../../lib/queries.ts";
import type { Tongue } from "../sentences.ts";
import { useSurroundings } from "../use-surroundings.ts";
import { marksOf } from "../verify/findings.ts";
import { useFindings } from "../verify/use-findings.ts";
import { draw, type Sketch } from "./draw.ts";
import { litLines } from "./drawing.ts";
import type { Layout } from "./layout.ts";

export type DrawnFlow = { layout: Layout | null; lit: ReadonlySet<string>; error: unknown };

/** The drawing of the last sketch that was given; until it is there, the one before. */
function useDrawing(sketch: Sketch | null): { plain: Layout | null; error: unknown } {
  const [known, setKnown] = useState<{ plain: Layout | null; error: unknown }>({ plain: null, error: null });
  useEffect(() => {
    if (!sketch) return;
    let isCurrent = true;
    draw(sketch).then(
      (plain) => isCurrent && setKnown({ plain, error: null }),
      (error: unknown) => isCurrent && setKnown({ plain: null, error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [sketch]);
  return known;
}

/**
 * The flow of a draft, laid out. `path`: what a test has taken, as ids of triggers in the order in which they acted or of the
 * flow's edges; it must be the same array while it did not change.
 */
export function useFlow(bot: BotView | undefined, path: readonly string[], tongue: Tongue): DrawnFlow {
  const { i18n } = useTranslation();
  const { data: teams } = useTeams();
  const { around, error: unknown } = useSurroundings();
  const triggers = bot?.triggers ?? null;
  const { findings } = useFindings(triggers);
  const sketch = useMemo(
    () =>
      triggers && triggers.length > 0 && teams && around
        ? { triggers, teams, around, tongue, language: i18n.language }
        : null,
    [triggers, teams, around, tongue, i18n.language],
  );
  const { plain, error } = useDrawing(sketch);
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
  return { layout, lit, error: unknown ?? error };
}
