import type { ConversationRow, MessageHit } from "@balcao/api";

/** People shown before the messages; all of them on request. */
export const FEW_PEOPLE = 5;

/** What the results of a search are drawn from, one under the other. */
export type SearchItem =
  | { type: "heading"; key: string; of: "people" | "messages" }
  | { type: "person"; key: string; row: ConversationRow }
  | { type: "everyone"; key: string }
  | { type: "message"; key: string; hit: MessageHit }
  | { type: "state"; key: string; state: "loading" | "failed" | "none" };

/** Can the keyboard rest on it? */
export const isStop = ({ type }: SearchItem): boolean =>
  type === "person" || type === "everyone" || type === "message";

/** People by name or phone, and what was said below them: never far, however many people there are. */
export function searchItems(options: {
  people: readonly ConversationRow[];
  morePeople: boolean;
  everyone: boolean;
  /** null = not known yet */
  hits: readonly MessageHit[] | null;
  failed: boolean;
  moreHits: boolean;
}): SearchItem[] {
  const { people, morePeople, everyone, hits, failed, moreHits } = options;
  const items: SearchItem[] = [];
  const shown = everyone ? people : people.slice(0, FEW_PEOPLE);
  if (shown.length > 0) items.push({ type: "heading", key: "people", of: "people" });
  for (const row of shown) items.push({ type: "person", key: row.id, row });
  if (!everyone && (morePeople || shown.length < people.length))
    items.push({ type: "everyone", key: "everyone" });
  items.push({ type: "heading", key: "messages", of: "messages" });
  for (const hit of hits ?? []) items.push({ type: "message", key: hit.id, hit });
  const state = failed ? "failed" : hits === null || moreHits ? "loading" : hits.length === 0 ? "none" : null;
  if (state) items.push({ type: "state", key: "state", state });
  return items;
}

/** The next place to rest on from `index` in steps of `by`; `index` itself when there is none. */
export function nextStop(items: readonly SearchItem[], index: number, by: number): number {
  const sign = Math.sign(by);
  let place = index;
  let left = Math.abs(by);
  for (let at = index + sign; left > 0 && at >= 0 && at < items.length; at += sign) {
    const item = items[at];
    if (!item || !isStop(item)) continue;
    place = at;
    left -= 1;
  }
  return place;
}
