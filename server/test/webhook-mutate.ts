import type { Random } from "./random.ts";

type Container = Record<string, unknown> | unknown[];
type Slot = { holder: Container; key: string | number };

const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;

/** Every place of a JSON value where something stands. */
function slotsOf(root: Container): Slot[] {
  const slots: Slot[] = [];
  const waiting: Container[] = [root];
  for (let holder = waiting.pop(); holder !== undefined; holder = waiting.pop())
    for (const key of Array.isArray(holder) ? holder.keys() : Object.keys(holder)) {
      slots.push({ holder, key });
      const inner = (holder as Record<string | number, unknown>)[key];
      if (isContainer(inner)) waiting.push(inner);
    }
  return slots;
}

const LONG = "x".repeat(70_000);
/** What nobody would write there. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  -1e-308,
  9_007_199_254_740_992,
  1_790_000_000,
  "",
  " ",
  "0",
  "-1",
  "1e999",
  "1790000000",
  "99999999999999999999",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udfff\ud800",
  "😀",
  "\u202e",
  "ÿ",
  LONG,
  "__proto__",
  "constructor",
  "BR.7001002003004005",
  "5511987654321",
  "wamid.OUT",
  "'; DROP TABLE message; --",
  "${jndi:ldap://x}",
  "<script>",
  "NaN",
  "null",
  [],
  {},
  [[]],
  [null],
  [{}],
  { length: 3 },
  { toString: "x" },
  ["a", ["b", ["c"]]],
  { id: { id: { id: "deep" } } },
  "2026-11-26T00:00:00Z",
  "text",
  "system",
  "failed",
  "reaction",
  "unsupported",
];

type Change = (slot: Slot, slots: readonly Slot[], random: Random) => void;
const put = ({ holder, key }: Slot, value: unknown): void => {
  // defined, not assigned: a key named __proto__ stays an ordinary key
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};
const at = ({ holder, key }: Slot): unknown => (holder as Record<string | number, unknown>)[key];
const pick = <T>(list: readonly T[], random: Random): T => list[random.below(list.length)] as T;
/** A copy that may stand anywhere. */
const copyOf = (value: unknown): unknown => (value === undefined ? null : structuredClone(value));

const CHANGES: readonly Change[] = [
  (slot, _slots, random) => put(slot, copyOf(pick(STRANGE, random))),
  ({ holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  ({ holder, key }, _slots, random) => {
    if (Array.isArray(holder))
      holder.splice(
        Number(key),
        0,
        ...Array.from({ length: 1 + random.below(3) }, () => copyOf(holder[Number(key)])),
      );
  },
  // the right thing in the wrong place
  (slot, slots, random) => put(slot, copyOf(at(pick(slots, random)))),
  ({ holder, key }, _slots, random) => {
    if (Array.isArray(holder)) return;
    const value = holder[key];
    delete holder[key];
    put(
      {
        holder,
        key: pick(["__proto__", "id", "type", "from", "errors", String(key).toUpperCase(), ""], random),
      },
      value,
    );
  },
  (slot) => put(slot, [at(slot)]),
  (slot) => put(slot, { [String(slot.key)]: at(slot) }),
  (slot) => {
    const value = at(slot);
    put(
      slot,
      typeof value === "string"
        ? Number(value)
        : typeof value === "number"
          ? String(value)
          : JSON.stringify(value),
    );
  },
  (slot, _slots, random) => {
    const value = at(slot);
    if (typeof value !== "string" || value === "") return;
    const from = random.below(value.length);
    put(
      slot,
      value.slice(0, from) + pick(["\u0000", "\ud83d", "é", "", value], random) + value.slice(from + 1),
    );
  },
];

/** Changes a JSON value in place, one to four times. */
export function mutate(root: Container, random: Random): void {
  for (let times = 1 + random.below(4); times > 0; times--) {
    const slots = slotsOf(root);
    if (slots.length === 0) return;
    pick(CHANGES, random)(pick(slots, random), slots, random);
  }
}

/** Damages bytes as a bad line or a bad program does: what is left may be no JSON at all. */
export function damage(bytes: Buffer, random: Random): Buffer {
  const from = random.below(bytes.length);
  switch (random.below(5)) {
    case 0:
      return bytes.subarray(0, from);
    case 1: {
      const copy = Buffer.from(bytes);
      copy[from] = random.below(256);
      return copy;
    }
    case 2:
      return Buffer.concat([
        bytes.subarray(0, from),
        Buffer.from([random.below(256), 0, 255]),
        bytes.subarray(from),
      ]);
    case 3:
      return Buffer.concat([bytes, bytes.subarray(from)]);
    default:
      return Buffer.concat([
        bytes.subarray(0, from),
        Buffer.from("[".repeat(1 + random.below(300))),
        bytes.subarray(from),
      ]);
  }
}
