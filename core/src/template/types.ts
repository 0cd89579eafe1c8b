/** WhatsApp message templates, as core and screens see them. Words in capitals are Meta's (wire facts, section 11). */

export type TemplateHeader = {
  format: "TEXT" | "IMAGE" | "VIDEO" | "DOCUMENT" | "LOCATION";
  /** with its variables; null for everything that is not a text */
  text: string | null;
};

export type TemplateButton = {
  /** Meta's word: QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE, REQUEST_CONTACT_INFO, VOICE_CALL … */
  type: string;
  text: string;
  /** with its variable, for URL; the number, for PHONE_NUMBER */
  url?: string;
  /** of a FLOW: the form that it opens, and the screen it begins with; null = the form's first */
  flow?: { id: string; screen: string | null };
  /** of an OTP, how the code gets into an app: COPY_CODE, ONE_TAP, ZERO_TAP */
  otp?: string;
  /** what Meta keeps with it that is not written here, by its keys */
  more?: string[];
};

/** What a template consists of, and each card of a carousel. */
export type TemplateBlock = {
  header: TemplateHeader | null;
  body: string;
  buttons: TemplateButton[];
};

/** An authentication template: its words are Meta's, and only these may be chosen. */
export type TemplateAuthentication = {
  /** "do not share this code" stands in the body */
  advises: boolean;
  /** for how many minutes the code holds, as the footer says; null = it says nothing */
  minutes: number | null;
};

/** A template of one name in one language, as Meta told it last. */
export type TemplateFacts = TemplateBlock & {
  name: string;
  /** e.g. "pt_BR" */
  language: string;
  /** MARKETING, UTILITY, AUTHENTICATION; older ones may say otherwise */
  category: string;
  /** Meta's word; only APPROVED can be sent */
  status: string;
  /** Meta's word for a refusal or a pause, e.g. "ABUSIVE_CONTENT"; null when there is none */
  reason: string | null;
  footer: string | null;
  /** of a carousel, from the first; none = it is no carousel */
  cards: TemplateBlock[];
  /** null = its words are the company's own */
  authentication: TemplateAuthentication | null;
  parameterFormat: "POSITIONAL" | "NAMED";
  /** the examples Meta approved it with, by the key of their place */
  samples: Record<string, string>;
  /** parts that cannot be filled here, by Meta's word, e.g. "CAROUSEL"; such a template is shown and not sent */
  unsendable: string[];
};

/**
 * How a template is used. `values` holds one text for each place of `templatePlaces`, by its key:
 * - `header.1`, `body.2` (POSITIONAL) or `header.numero`, `body.nome` (NAMED): a variable of a text;
 * - `header.link`: where the file of an IMAGE, VIDEO or DOCUMENT header is fetched from (https);
 * - `header.latitude`, `header.longitude`, `header.name`, `header.address`: a LOCATION header;
 * - `button.0`: what button 0 (counted from the first, 0) needs: the end of its address, or the code to copy;
 * - `card.0.` before any of these: of card 0 of a carousel.
 * The code of an authentication template is its `body.1`, which goes into its button too.
 */
export type TemplateUse = { name: string; language: string; values: Record<string, string> };

/** One thing to fill in before a template can be sent. */
export type TemplatePlace = {
  key: string;
  where: "header" | "body" | "button";
  /** `code`: one to sign in with */
  kind: "text" | "link" | "number" | "code";
  /** of which card of a carousel; null = of none */
  card: number | null;
  /** the variable's name, the part's ("link", "latitude" …), or the button's text */
  name: string;
  sample: string | null;
};

export type TemplateBlockShown = {
  /** `text`: of a TEXT header, or the name and address of a LOCATION; `link`: where its file is, once given */
  header: { format: TemplateHeader["format"]; text: string | null; link: string | null } | null;
  body: string;
  buttons: TemplateButton[];
};
/** A template as the phone shows it. What is not filled in yet stands as its variable, `{{1}}`. */
export type TemplateShown = TemplateBlockShown & {
  footer: string | null;
  /** of a carousel only */
  cards?: TemplateBlockShown[];
};

/** What is filled in of a block, part by part, in the order the wire wants it. */
export type TemplateBlockParameters = {
  header:
    | { kind: "text"; texts: TemplateText[] }
    | { kind: "image" | "video" | "document"; link: string }
    | { kind: "location"; latitude: number; longitude: number; name: string; address: string }
    | null;
  body: TemplateText[];
  /** `text`: the end of an address, the code to copy, what a tap answers with; a flow needs none */
  buttons: { index: number; kind: "url" | "copy_code" | "quick_reply" | "flow"; text: string }[];
};
export type TemplateParameters = TemplateBlockParameters & {
  /** of a carousel only: every card, whether something is filled into it or not */
  cards?: TemplateBlockParameters[];
};
/** `name` is null in POSITIONAL templates: there the order says which. */
export type TemplateText = { name: string | null; text: string };

/** A template that was sent: how it was used, and what the phone shows. */
export type TemplateContent = { type: "template" } & TemplateUse & TemplateShown;
/** The same on its way out; `parameters` go on the wire and not into the thread. */
export type OutgoingTemplate = TemplateContent & { parameters: TemplateParameters };

/** Why a use of a template would not be sent; the first told is the one to mend first. */
export type TemplateProblem =
  | { code: "template_missing" }
  | { code: "template_not_approved"; status: string; reason: string | null }
  /** it has a part that cannot be filled here */
  | { code: "template_unsendable"; part: string }
  | { code: "place_missing" | "place_unknown" | "place_invalid"; key: string }
  /** the body would have more than 1024 characters (Meta's 132005) */
  | { code: "template_too_long" };
