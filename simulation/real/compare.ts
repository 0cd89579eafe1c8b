import type { Came } from "./calls.ts";
import type { Kind, Names } from "./names.ts";

/** Answers whose order the SQL promises; of all others only what is in them counts. */
const ORDERED = new Set([
  "channels/inbox#takeFacts",
  "channels/inbox#beat",
  "conversations/tail#eventsAfter",
  "conversations/tail#eventsBeyond",
  "conversations/tail#eventsBetween",
  "conversations/facts#momentsOf",
  "conversations/load#loadForUpdate",
  "conversations/load#loadOfContacts",
]);

/** Answers that the model gives in part: what it lacks says nothing. */
const IN_PART = new Set([
  "agents/teams#listTeams",
  "conversations/thread#hydrateMessages",
  "templates/life#lockLives",
]);

/** Numbers that PostgreSQL keeps with fewer digits. */
const FEW_DIGITS = new Set(["tokens", "perSecond", "pace_tokens", "messages_per_second"]);

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;

/** A value in the form in which two of them are the same text: nothing and null are one, names in order, bytes as text. */
export function plain(value: unknown, name = ""): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && FEW_DIGITS.has(name)) return Math.fround(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value !== "object") return value;
  if (value instanceof Date) return value.getTime();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (Array.isArray(value)) return value.map((one) => plain(one));
  if (value instanceof Set) return sorted([...value].map((one) => plain(one)));
  if (value instanceof Map) return sorted([...value].map(([key, one]) => [plain(key), plain(one)]));
  const kept = Object.entries(value)
    .map(([key, one]) => [key, plain(one, key)] as const)
    .filter(([, one]) => one !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept);
}

/** In an order that is the same for the same things. */
export function sorted(values: readonly unknown[]): unknown[] {
  const text = new Map(values.map((one) => [one, JSON.stringify(one)]));
  return values.toSorted((a, b) => ((text.get(a) ?? "") < (text.get(b) ?? "") ? -1 : 1));
}

/** A message of a thread in the few words that the model has for it. */
function shown(message: Fields): Fields {
  const media = message["media"] as { state?: string } | null;
  const reactions = message["reactions"] as { author: string; emoji: string }[];
  return {
    ...message,
    media: media?.state ?? null,
    reactions: sorted(reactions.map(({ author, emoji }) => `${author} ${emoji}`)),
  };
}

function part(model: unknown, real: unknown): unknown {
  if (Array.isArray(model) && Array.isArray(real)) {
    const byId = new Map(model.map((one: Fields) => [one["id"], one]));
    return real.map((one: Fields) => part(byId.get(one["id"]), one));
  }
  if (!isFields(model) || !isFields(real)) return real;
  return Object.fromEntries(Object.keys(model).map((key) => [key, real[key]]));
}

const LISTS: Readonly<Record<string, Kind>> = {
  "channels/inbox#takeFacts": "fact",
  "conversations/tail#eventsAfter": "event",
  "conversations/tail#eventsBeyond": "event",
  "conversations/tail#eventsBetween": "event",
};

/** PostgreSQL's answer in the model's numbers. Those that are met for the first time are learned from their places. */
function renamed(names: Names, name: string, model: unknown, real: unknown): unknown {
  const kind = LISTS[name];
  if (kind === undefined || !Array.isArray(real)) return real;
  const told = Array.isArray(model) ? (model as { id: number }[]) : [];
  return (real as { id: number; txid?: string }[]).map((one, place) => {
    const other = told[place];
    if (other) names.meet(kind, other.id, one.id);
    const id = names.modelOf(kind, one.id);
    return one.txid === undefined ? { ...one, id } : { ...one, id, txid: names.modelXid(Number(one.txid)) };
  });
}

/** A place in the log by what lies before it. */
const placed = (names: Names, side: "model" | "real", cursor: unknown): unknown => {
  const { epoch, txid } = cursor as { epoch: string; txid: string };
  return { epoch, before: names.before(side, Number(txid)) };
};

/** Both answers as texts, which are equal when the answers are. */
export function texts(names: Names, name: string, model: Came, real: Came): { model: string; real: string } {
  if ("code" in model || "code" in real) return { model: textOf(model), real: textOf(real) };
  let [said, answered] = [model.answer, renamed(names, name, model.answer, real.answer)];
  if (name === "conversations/tail#currentCursor")
    [said, answered] = [placed(names, "model", said), placed(names, "real", answered)];
  if (name === "conversations/thread#hydrateMessages") answered = (answered as Fields[]).map(shown);
  if (IN_PART.has(name)) answered = part(said, answered);
  const form = (value: unknown): string => {
    const one = plain(value);
    return JSON.stringify(Array.isArray(one) && !ORDERED.has(name) ? sorted(one) : one);
  };
  return { model: form(said), real: form(answered) };
}

const textOf = (came: Came): string =>
  "code" in came ? `fails with ${came.code}` : JSON.stringify(plain(came.answer));
