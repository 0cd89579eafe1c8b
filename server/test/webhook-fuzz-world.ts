import { encodeLikeMeta } from "@balcao/whatsapp";
import { seeded } from "./random.ts";
import { METADATA, type Json } from "./webhook-corpus-parts.ts";
import { EXAMPLES } from "./webhook-corpus.ts";
import { damage, mutate } from "./webhook-mutate.ts";

/** The same seed makes the same bodies, each by its number alone: `BALCAO_FUZZ_SEED=7` tries others, and a failure names seed and number. */
export const SEED = Number(process.env["BALCAO_FUZZ_SEED"] ?? 20_261_126);

/** A body with one change that was tampered with among whole ones. */
export type Fuzzed = {
  body: Buffer;
  /** ids of the whole messages beside it; none where the bytes themselves were damaged */
  neighbours: string[];
};

const PEOPLE = 40;

/** A whole message beside: of another person than any example speaks of. */
const neighbour = (id: string, person: number): Json => ({
  field: "messages",
  value: {
    messaging_product: "whatsapp",
    metadata: METADATA,
    contacts: [{ profile: { name: `Vizinho ${person}` }, wa_id: `55118900${10_000 + person}` }],
    messages: [
      {
        from: `55118900${10_000 + person}`,
        id,
        timestamp: String(1_790_000_000 + person),
        type: "text",
        text: { body: "oi" },
      },
    ],
  },
});

/** Body number `index`: an example of the wire facts under ids of its own, tampered with. */
export function fuzzed(index: number, seed = SEED): Fuzzed {
  const random = seeded(Math.imul(seed, 1_000_003) + index);
  const example = EXAMPLES[index % EXAMPLES.length];
  if (!example) throw new Error("the corpus is empty");
  const { field, value } = example;
  const written = JSON.stringify({ field, value });
  const change = JSON.parse(written.replace(/\b(wamid|wacid)\./g, `$1.${index}.`)) as Json;
  const how = random.below(10);
  if (how === 1) mutate(change, random);
  else if (how > 1) mutate(change["value"] as Json, random);
  const ids = [0, 1, 2].map((place) => `wamid.neighbour.${index}.${place}`);
  const [first, second, third] = ids.map((id, place) => neighbour(id, (index * 3 + place) % PEOPLE));
  const body = Buffer.from(
    encodeLikeMeta({
      object: "whatsapp_business_account",
      entry: [
        { id: "300100200300400", changes: [first] },
        { id: "300100200300400", time: 1_790_000_000, changes: [second, change, third] },
      ],
    }),
  );
  return how === 0 ? { body: damage(body, random), neighbours: [] } : { body, neighbours: ids };
}
