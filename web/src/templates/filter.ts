import type { TemplateView } from "@balcao/api";
import { fold } from "@balcao/core";

/** What the list is narrowed to, as the address has it; what is left out does not narrow. */
export type TemplateFilter = {
  q?: string;
  /** Meta's word for its status; conversations have `status` in their address */
  state?: string;
  category?: string;
  language?: string;
  /** Meta's word; `NONE`: it has said none */
  quality?: string;
  /** the business account of a number */
  waba?: string;
};
export const FACETS = ["state", "category", "language", "quality", "waba"] as const;
export type Facet = (typeof FACETS)[number];

const LONGEST = 200;

/** The filter out of an address that anybody may have written. */
export function readFilter(search: Record<string, unknown>): TemplateFilter {
  return Object.fromEntries(
    (["q", ...FACETS] as const).flatMap((name) => {
      const value = search[name];
      // a number in the address is read as one
      const text = typeof value === "number" ? String(value) : value;
      return typeof text === "string" && text !== "" ? [[name, text.slice(0, LONGEST)]] : [];
    }),
  );
}

const VALUES: Record<Facet, (template: TemplateView) => string> = {
  state: ({ status }) => status,
  category: ({ category }) => category,
  language: ({ language }) => language,
  quality: ({ quality }) => quality ?? "NONE",
  waba: ({ wabaId }) => wabaId,
};

const wordsOf = ({ name, body, cards }: TemplateView): string =>
  fold([name, body, ...cards.map((card) => card.body)].join(" "));

const isWithin = (template: TemplateView, filter: TemplateFilter, but: Facet | null): boolean =>
  FACETS.every((facet) => {
    const wanted = filter[facet];
    return facet === but || wanted === undefined || VALUES[facet](template) === wanted;
  });

export type Narrowed = {
  shown: TemplateView[];
  /** of each facet its values, with how many there would be with the other filters as they are; the most frequent first */
  counts: Record<Facet, (readonly [value: string, count: number])[]>;
};

/** What is left of the list, and how much there is of everything it can be narrowed to. */
export function narrow(templates: readonly TemplateView[], filter: TemplateFilter): Narrowed {
  const text = fold(filter.q?.trim() ?? "");
  const said = text === "" ? [...templates] : templates.filter((one) => wordsOf(one).includes(text));
  const countsOf = (facet: Facet): [string, number][] => {
    const counts = new Map<string, number>(templates.map((one) => [VALUES[facet](one), 0]));
    for (const one of said)
      if (isWithin(one, filter, facet)) {
        const value = VALUES[facet](one);
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    // what the address asks for can be seen, and taken back, also when nothing has it
    const wanted = filter[facet];
    if (wanted !== undefined && !counts.has(wanted)) counts.set(wanted, 0);
    return [...counts].toSorted(([one, some], [other, more]) => more - some || (one < other ? -1 : 1));
  };
  return {
    shown: said.filter((one) => isWithin(one, filter, null)),
    counts: {
      state: countsOf("state"),
      category: countsOf("category"),
      language: countsOf("language"),
      quality: countsOf("quality"),
      waba: countsOf("waba"),
    },
  };
}

export const isNarrowed = (filter: TemplateFilter): boolean =>
  filter.q !== undefined || FACETS.some((facet) => filter[facet] !== undefined);
