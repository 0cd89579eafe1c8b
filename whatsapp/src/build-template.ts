/** `name` is null in POSITIONAL templates, where the order says which. */
type Text = { name: string | null; text: string };

/** What is filled into a template, or into a card of its carousel. */
type Block = {
  header:
    | { kind: "text"; texts: Text[] }
    | { kind: "image" | "video" | "document"; link: string }
    | { kind: "location"; latitude: number; longitude: number; name: string; address: string }
    | null;
  body: Text[];
  buttons: { index: number; kind: "url" | "copy_code" | "quick_reply" | "flow"; text: string }[];
};

/** A template on its way out: its name, its language and what is filled in. */
export type OutgoingTemplate = {
  type: "template";
  name: string;
  language: string;
  parameters: Block & { cards?: Block[] };
};

type Part = Record<string, unknown>;

const textParameter = ({ name, text }: Text): Part => ({
  type: "text",
  ...(name === null ? {} : { parameter_name: name }),
  text,
});

function headerParameters(header: NonNullable<Block["header"]>): Part[] {
  if (header.kind === "text") return header.texts.map(textParameter);
  if (header.kind === "location") {
    const { kind, latitude, longitude, name, address } = header;
    return [{ type: kind, [kind]: { latitude, longitude, name, address } }];
  }
  return [{ type: header.kind, [header.kind]: { link: header.link } }];
}

function buttonParameter({ kind, text }: Block["buttons"][number]): Part {
  switch (kind) {
    case "url":
      return { type: "text", text };
    case "copy_code":
      return { type: "coupon_code", coupon_code: text };
    case "quick_reply":
      return { type: "payload", payload: text };
    case "flow":
      // Meta's own word where none is given; the answer is known by the message that it quotes
      return { type: "action", action: { flow_token: "unused" } };
  }
}

/** Parts without variables are left out, as Meta wants it. */
function blockComponents({ header, body, buttons }: Block): Part[] {
  return [
    ...(header === null ? [] : [{ type: "header", parameters: headerParameters(header) }]),
    ...(body.length === 0 ? [] : [{ type: "body", parameters: body.map(textParameter) }]),
    ...buttons.map((button) => ({
      type: "button",
      sub_type: button.kind,
      index: String(button.index),
      parameters: [buttonParameter(button)],
    })),
  ];
}

/** The `template` of a send (wire facts, section 7.2; of a carousel Meta's page about media card carousels). */
export function templateBody({ name, language, parameters }: OutgoingTemplate): Part {
  const { cards = [] } = parameters;
  const components: Part[] = [
    ...blockComponents(parameters),
    ...(cards.length === 0
      ? []
      : [
          {
            type: "carousel",
            cards: cards.map((card, index) => ({ card_index: index, components: blockComponents(card) })),
          },
        ]),
  ];
  return { name, language: { code: language }, ...(components.length > 0 ? { components } : {}) };
}
