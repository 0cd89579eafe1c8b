import { encodeLikeMeta } from "@balcao/whatsapp";
import type { Accepted } from "./crash-graph.ts";
import type { Random } from "./random.ts";

/** A number as Meta's deliveries name it, and the address its deliveries go to. */
export type Line = { phoneNumberId: string; company: number; channelId: string };
/** What happens to one person on one number. */
export type Talk = { line: Line; person: number };
type Item = { line: Line; part: "messages" | "statuses"; json: Record<string, unknown> };
export type Post = { line: Line; body: Uint8Array };

export const MESSAGES_EACH = 20;
const REPEATED = 0.3;
const MOVED = 0.3;
const MOST_IN_ONE = 50;

/** Both forms of one Brazilian mobile, sometimes with the person's other id: always the same person. */
function sender(person: number, random: Random): Record<string, unknown> {
  const digits = String(80_000_000 + person);
  return {
    from: random.chance(0.5) ? `55119${digits}` : `5511${digits}`,
    ...(random.chance(0.3) ? { from_user_id: `BR.${7_000_000 + person}` } : {}),
  };
}

/** Meta's name for what a person writes in this place of the talk. */
export const wamidOf = ({ line, person }: Talk, place: number): string =>
  `wamid.in.${line.phoneNumberId}.${person}.${place}`;

function messageOf(talk: Talk, place: number, begun: number, random: Random): Record<string, unknown> {
  const odd = place % 10 === 9;
  return {
    id: wamidOf(talk, place),
    timestamp: String(Math.floor(begun / 1000) + place),
    ...sender(talk.person, random),
    ...(odd ? { type: "hologram", hologram: { place } } : { type: "text", text: { body: `m${place}` } }),
  };
}

/** Some of it far from its place. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const all = [...items];
  for (let i = 0; i < all.length; i++) {
    if (!random.chance(MOVED)) continue;
    const j = Math.min(all.length - 1, i + random.below(300));
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}

/** Some of it twice, the second time anything from at once to much later; then shuffled: Meta on a bad day. */
function disturbed<T>(items: readonly T[], random: Random): T[] {
  const places = items.map((item, place) => ({ item, place }));
  const again = places.filter(() => random.chance(REPEATED));
  const all = [...places, ...again.map(({ item, place }) => ({ item, place: place + random.below(400) }))];
  return shuffled(
    all.sort((a, b) => a.place - b.place).map(({ item }) => item),
    random,
  );
}

/** Every message of every talk, in a random mixture that keeps each talk's own order. */
function mixture(talks: readonly Talk[], begun: number, random: Random): Item[] {
  const queues = talks.map((talk) => ({ talk, next: 0 }));
  const items: Item[] = [];
  while (queues.length > 0) {
    const index = random.below(queues.length);
    const queue = queues[index];
    if (!queue) break;
    items.push({
      line: queue.talk.line,
      part: "messages",
      json: messageOf(queue.talk, queue.next, begun, random),
    });
    if (++queue.next === MESSAGES_EACH) queues.splice(index, 1);
  }
  return items;
}

/** Things nobody asked for, which must neither get lost nor get in the way. */
const STRANGE: readonly Record<string, unknown>[] = [
  { field: "messages", value: { metadata: {}, messages: [{ type: "text" }] } },
  { field: "moon_phase_update", value: { phase: "waning" } },
  { field: "messages", value: "not an object" },
];

/** One delivery: a change for each number and kind, as Meta groups them, and now and then something strange. */
export function post(items: readonly Item[], random: Random): Post {
  const changes: Record<string, unknown>[] = [];
  for (const line of new Set(items.map((item) => item.line)))
    for (const part of ["messages", "statuses"] as const) {
      const list = items.filter((item) => item.line === line && item.part === part).map((item) => item.json);
      const metadata = { phone_number_id: line.phoneNumberId };
      if (list.length > 0)
        changes.push({ field: "messages", value: { messaging_product: "whatsapp", metadata, [part]: list } });
    }
  const strange = STRANGE[random.below(60)];
  if (strange) changes.splice(random.below(changes.length + 1), 0, strange);
  const [first] = items;
  if (!first) throw new Error("a delivery without items");
  const body = encodeLikeMeta({ object: "whatsapp_business_account", entry: [{ id: "3001", changes }] });
  return { line: first.line, body };
}

/** Deliveries of 1 to 50 items each, mostly small, `count` in all; one delivery speaks of one company only. */
export function messagePosts(talks: readonly Talk[], begun: number, count: number, random: Random): Post[] {
  const companies = [...new Set(talks.map((talk) => talk.line.company))];
  return shuffled(
    companies.flatMap((company) => {
      const own = talks.filter((talk) => talk.line.company === company);
      const items = disturbed(mixture(own, begun, random), random);
      const sizes = Array.from({ length: Math.round((count * own.length) / talks.length) }, () => 1);
      for (let left = items.length - sizes.length; left > 0;) {
        const index = random.below(sizes.length);
        const more = Math.min(left, 1 + random.below(MOST_IN_ONE - (sizes[index] ?? 1)));
        sizes[index] = (sizes[index] ?? 1) + more;
        left -= more;
      }
      return sizes.flatMap((size) => {
        const part = items.splice(0, size);
        return part.length > 0 ? [post(part, random)] : [];
      });
    }),
    random,
  );
}

/** What Meta will say about a message it took: never less than sent, in any order, some of it twice. */
export function statusesOf(accepted: Accepted, line: Line, random: Random): { items: Item[]; last: string } {
  const steps = ["sent", "delivered", "read"].slice(0, 1 + random.below(3));
  const items = steps.map((status) => ({
    line,
    part: "statuses" as const,
    json: {
      id: accepted.wamid,
      status,
      timestamp: String(Math.floor(Date.now() / 1000)),
      recipient_id: accepted.to,
      biz_opaque_callback_data: accepted.opaque,
    },
  }));
  return { items: disturbed(items, random), last: steps.at(-1) ?? "sent" };
}
