import type { Tongue } from "../sentences.ts";
import type { Box, Drawing, Line } from "./drawing.ts";

const MARKS = { error: "verify.errors", warning: "verify.warnings", info: "verify.infos" } as const;

/** What a box is beside its name and team: "menu, 1 erro". */
function detailsOf({ kind, triggerId, mark, isAlone }: Box, { t }: Tongue): string[] {
  return [
    ...(triggerId === null ? [] : [t(`flow.kind.${kind}`)]),
    ...(mark ? [t(MARKS[mark.severity], { count: mark.count })] : []),
    ...(isAlone ? [t("flow.alone")] : []),
  ];
}

/** A box in a few words: "Boas-vindas, Principal, menu, 1 erro". */
export const boxText = (box: Box, tongue: Tongue): string =>
  [box.title, ...(box.triggerId === null ? [] : [box.team]), ...detailsOf(box, tongue)].join(", ");

/** One way to or from a box, with why one goes it. */
export type Way = { box: Box; why: string };
export type Ways = { from: Way[]; to: Way[] };

/** By box, the ways that lead to it and on from it. */
export function waysOf({ boxes, lines }: Drawing): Map<string, Ways> {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const ways = new Map<string, Ways>(boxes.map(({ id }) => [id, { from: [], to: [] }]));
  const add = (at: string, side: keyof Ways, other: string, { reasons }: Line): void => {
    const box = byId.get(other);
    if (box) ways.get(at)?.[side].push({ box, why: reasons.join(", ") });
  };
  for (const line of lines) {
    add(line.from, "to", line.to, line);
    add(line.to, "from", line.from, line);
  }
  return ways;
}

/** What a screen reader says of a box after its name and team: the rest, and all its ways. */
export function spokenRest(box: Box, { from, to }: Ways, tongue: Tongue): string {
  const { t } = tongue;
  const tell = (ways: readonly Way[]): string =>
    ways.map((way) => t("flow.by", { place: way.box.title, why: way.why })).join("; ");
  return [
    detailsOf(box, tongue).join(", "),
    ...(from.length > 0 ? [`${t("flow.from")}: ${tell(from)}`] : []),
    ...(to.length > 0 ? [`${t("flow.to")}: ${tell(to)}`] : []),
  ]
    .filter(Boolean)
    .join(". ");
}
