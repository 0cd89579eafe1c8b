type Button = { type: string; text: string; value: string; screen?: string };
type File = { format: string; handle: string | null };
type Samples = Readonly<Record<string, string>>;

/** A template as it is written before Meta sees it: TemplateDraft of @balcao/core, with the handles of its files. */
export type DraftToBuild = {
  category: string;
  parameterFormat: "POSITIONAL" | "NAMED";
  header: { format: "TEXT"; text: string } | File | null;
  body: string;
  footer: string;
  buttons: readonly Button[];
  cards: readonly { header: File; body: string; buttons: readonly Button[] }[];
  authentication: { advises: boolean; minutes: number | null; button: string } | null;
  samples: Samples;
};

type Part = Record<string, unknown>;

const namesIn = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g), ([, name = ""]) => name)),
];

/**
 * Examples of a text's variables, in the shape of their format; nothing for a text without any (wire facts, section 11.2). `before`: what
 * the keys of its samples begin with.
 */
function examplesOf(draft: DraftToBuild, where: "header" | "body", text: string, before = ""): Part {
  const names = namesIn(text);
  if (names.length === 0) return {};
  const sample = (name: string): string => draft.samples[`${before}${where}.${name}`] ?? "";
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
  return [filePart(header)];
}

const filePart = ({ format, handle }: File): Part => ({
  type: "HEADER",
  format,
  example: { header_handle: [handle] },
});

function buttonPart({ type, text, value, screen = "" }: Button, sample: string): Part {
  if (type === "FLOW") {
    const begins = screen.trim() === "" ? {} : { navigate_screen: screen.trim() };
    return { type, text, flow_id: value.trim(), flow_action: "navigate", ...begins };
  }
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

const buttonsPart = (buttons: readonly Button[], samples: Samples, before = ""): Part[] =>
  buttons.length === 0
    ? []
    : [
        {
          type: "BUTTONS",
          buttons: buttons.map((button, index) =>
            buttonPart(button, samples[`${before}button.${index}`] ?? ""),
          ),
        },
      ];

function carouselPart(draft: DraftToBuild): Part {
  const cards = draft.cards.map(({ header, body, buttons }, index) => {
    const before = `card.${index}.`;
    const text = { type: "BODY", text: body, ...examplesOf(draft, "body", body, before) };
    return {
      components: [
        filePart(header),
        ...(body.trim() === "" ? [] : [text]),
        ...buttonsPart(buttons, draft.samples, before),
      ],
    };
  });
  return { type: "CAROUSEL", cards };
}

/** Meta writes the words of an authentication template itself (wire facts, section 11.2). */
const codeParts = ({ advises, minutes, button }: NonNullable<DraftToBuild["authentication"]>): Part[] => [
  { type: "BODY", add_security_recommendation: advises },
  ...(minutes === null ? [] : [{ type: "FOOTER", code_expiration_minutes: minutes }]),
  {
    type: "BUTTONS",
    buttons: [
      { type: "OTP", otp_type: "COPY_CODE", ...(button.trim() === "" ? {} : { text: button.trim() }) },
    ],
  },
];

/** The parts of a template as Meta takes them, for one that keeps the rules of section 11.4. */
export function draftComponents(draft: DraftToBuild): Part[] {
  const { body, footer, buttons, cards, authentication, samples } = draft;
  if (authentication !== null) return codeParts(authentication);
  return [
    ...headerPart(draft),
    { type: "BODY", text: body, ...examplesOf(draft, "body", body) },
    ...(footer.trim() === "" ? [] : [{ type: "FOOTER", text: footer }]),
    ...buttonsPart(buttons, samples),
    ...(cards.length === 0 ? [] : [carouselPart(draft)]),
  ];
}
