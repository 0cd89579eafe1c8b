type Button = { type: string; text: string; value: string };

/** A template as it is written before Meta sees it: TemplateDraft of @balcao/core. */
export type DraftToBuild = {
  category: string;
  parameterFormat: "POSITIONAL" | "NAMED";
  header: { format: "TEXT"; text: string } | { format: string; handle: string | null } | null;
  body: string;
  footer: string;
  buttons: readonly Button[];
  samples: Readonly<Record<string, string>>;
};

type Part = Record<string, unknown>;

const namesIn = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g), ([, name = ""]) => name)),
];

/** Examples of a text's variables, in the shape of their format; nothing for a text without any (wire facts, section 11.2). */
function examplesOf(draft: DraftToBuild, where: "header" | "body", text: string): Part {
  const names = namesIn(text);
  if (names.length === 0) return {};
  const sample = (name: string): string => draft.samples[`${where}.${name}`] ?? "";
  if (draft.parameterFormat === "NAMED") {
    const params = names.map((name) => ({ param_name: name, example: sample(name) }));
    return { example: { [`${where}_text_named_params`]: params } };
  }
  const list = names.toSorted((one, other) => Number(one) - Number(other)).map(sample);
  // the body's examples are a list of lists
  return { example: { [`${where}_text`]: where === "body" ? [list] : list } };
}

function headerPart(draft: DraftToBuild): Part[] {
  const { header } = draft;
  if (header === null) return [];
  if ("text" in header)
    return [
      { type: "HEADER", format: "TEXT", text: header.text, ...examplesOf(draft, "header", header.text) },
    ];
  return [{ type: "HEADER", format: header.format, example: { header_handle: [header.handle] } }];
}

function buttonPart({ type, text, value }: Button, sample: string): Part {
  if (type === "COPY_CODE") return { type, example: sample };
  if (type === "PHONE_NUMBER") return { type, text, phone_number: value.replace(/[\s().-]/g, "") };
  if (type !== "URL") return { type, text };
  const url = value.trim();
  // the example of an address is the whole of it
  return {
    type,
    text,
    url,
    ...(url.includes("{{") ? { example: [url.replace("{{1}}", () => sample)] } : {}),
  };
}

/** The parts of a template as Meta takes them, for one that keeps the rules of section 11.4. */
export function draftComponents(draft: DraftToBuild): Part[] {
  const { body, footer, buttons, samples } = draft;
  return [
    ...headerPart(draft),
    { type: "BODY", text: body, ...examplesOf(draft, "body", body) },
    ...(footer.trim() === "" ? [] : [{ type: "FOOTER", text: footer }]),
    ...(buttons.length === 0
      ? []
      : [
          {
            type: "BUTTONS",
            buttons: buttons.map((button, index) => buttonPart(button, samples[`button.${index}`] ?? "")),
          },
        ]),
  ];
}
