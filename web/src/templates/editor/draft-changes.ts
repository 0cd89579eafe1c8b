import { fold, nextVariable, type DraftButton, type TemplateDraft } from "@balcao/core";

const VARIABLE = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** What Meta takes as a name, of a title as people write it: "Pedido enviado!" is pedido_enviado. */
export const nameOfTitle = (title: string): string =>
  fold(title.replaceAll("_", " "))
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 512);

/** Samples of buttons stand under their places, which move when a button comes or goes. */
function moved(
  samples: TemplateDraft["samples"],
  place: (index: number) => number | null,
): TemplateDraft["samples"] {
  return Object.fromEntries(
    Object.entries(samples).flatMap(([key, sample]): [string, string][] => {
      const index = /^button\.(\d+)$/.exec(key)?.[1];
      if (index === undefined) return [[key, sample]];
      const next = place(Number(index));
      return next === null ? [] : [[`button.${next}`, sample]];
    }),
  );
}

type Parts = Pick<TemplateDraft, "buttons" | "samples">;

/** One more button: a quick reply after the others of its kind, anything else at the end, so that quick replies stand together. */
export function withButton({ buttons, samples }: Parts, type: DraftButton["type"]): Parts & { at: number } {
  const last = buttons.findLastIndex((button) => button.type === "QUICK_REPLY");
  const at = type === "QUICK_REPLY" ? last + 1 : buttons.length;
  return {
    at,
    buttons: buttons.toSpliced(at, 0, { type, text: "", value: "" }),
    samples: moved(samples, (index) => (index < at ? index : index + 1)),
  };
}

export function withoutButton({ buttons, samples }: Parts, at: number): Parts {
  return {
    buttons: buttons.toSpliced(at, 1),
    samples: moved(samples, (index) => (index === at ? null : index < at ? index : index - 1)),
  };
}

/** The same draft with variables of the other kind; their samples go with them. */
export function withFormat(
  draft: TemplateDraft,
  parameterFormat: TemplateDraft["parameterFormat"],
): TemplateDraft {
  if (draft.parameterFormat === parameterFormat) return draft;
  let next: TemplateDraft = { ...draft, parameterFormat, samples: moved(draft.samples, (index) => index) };
  for (const where of ["header", "body"] as const) {
    const text = where === "body" ? draft.body : draft.header?.format === "TEXT" ? draft.header.text : "";
    const names = new Map<string, string>();
    let written = { ...next, body: where === "body" ? "" : next.body };
    if (where === "header" && next.header?.format === "TEXT")
      written = { ...written, header: { format: "TEXT", text: "" } };
    const renamed = text.replace(VARIABLE, (_whole, name: string) => {
      const known = names.get(name) ?? nextVariable(written, where);
      if (!names.has(name)) {
        names.set(name, known);
        const grown = [...names.values()].map((one) => `{{${one}}}`).join(" ");
        written =
          where === "body"
            ? { ...written, body: grown }
            : { ...written, header: { format: "TEXT", text: grown } };
      }
      return `{{${known}}}`;
    });
    const samples = Object.fromEntries(
      Object.entries(next.samples).map(([key, sample]) => {
        const name = key.startsWith(`${where}.`) ? names.get(key.slice(where.length + 1)) : undefined;
        return [name === undefined ? key : `${where}.${name}`, sample];
      }),
    );
    next = { ...next, samples };
    if (where === "body") next = { ...next, body: renamed };
    else if (next.header?.format === "TEXT") next = { ...next, header: { format: "TEXT", text: renamed } };
  }
  return next;
}
