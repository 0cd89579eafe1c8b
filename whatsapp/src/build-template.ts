/** `name` is null in POSITIONAL templates, where the order says which. */
type Text = { name: string | null; text: string };

/** A template on its way out: its name, its language and what is filled in. */
export type OutgoingTemplate = {
  type: "template";
  name: string;
  language: string;
  parameters: {
    header:
      | { kind: "text"; texts: Text[] }
      | { kind: "image" | "video" | "document"; link: string }
      | { kind: "location"; latitude: number; longitude: number; name: string; address: string }
      | null;
    body: Text[];
    buttons: { index: number; kind: "url" | "copy_code"; text: string }[];
  };
};

type Part = Record<string, unknown>;

const textParameter = ({ name, text }: Text): Part => ({
  type: "text",
  ...(name === null ? {} : { parameter_name: name }),
  text,
});

function headerParameters(header: NonNullable<OutgoingTemplate["parameters"]["header"]>): Part[] {
  if (header.kind === "text") return header.texts.map(textParameter);
  if (header.kind === "location") {
    const { kind, latitude, longitude, name, address } = header;
    return [{ type: kind, [kind]: { latitude, longitude, name, address } }];
  }
  return [{ type: header.kind, [header.kind]: { link: header.link } }];
}

/** The `template` of a send (wire facts, section 7.2). Parts without variables are left out, as Meta wants it. */
export function templateBody({ name, language, parameters }: OutgoingTemplate): Part {
  const { header, body, buttons } = parameters;
  const components: Part[] = [
    ...(header === null ? [] : [{ type: "header", parameters: headerParameters(header) }]),
    ...(body.length === 0 ? [] : [{ type: "body", parameters: body.map(textParameter) }]),
    ...buttons.map(({ index, kind, text }) => ({
      type: "button",
      sub_type: kind,
      index: String(index),
      parameters: [kind === "url" ? { type: "text", text } : { type: "coupon_code", coupon_code: text }],
    })),
  ];
  return { name, language: { code: language }, ...(components.length > 0 ? { components } : {}) };
}
