import { plainFileName, type Beside, type MessageContent, type Referral, type Referred } from "@balcao/core";
import type { EchoFact, MessageFact, WireContactCard, WireContent } from "@balcao/whatsapp";

/** What the bot and the window need to know of a content, beside what is stored. */
export type IncomingContent = {
  content: MessageContent & Referred & Beside;
  /** words of the customer; null for voice, pictures, stickers */
  text: string | null;
  replyId: string | null;
  media: Extract<WireContent, { type: "media" }> | null;
};

type Shown = Exclude<WireContent, { type: "reaction" } | { type: "edit" } | { type: "revoke" }>;

function formFields(responseJson: string): { name: string; value: string }[] {
  try {
    const parsed: unknown = JSON.parse(responseJson);
    if (typeof parsed !== "object" || parsed === null) return [];
    return Object.entries(parsed)
      .filter(([name]) => name !== "flow_token")
      .map(([name, value]) => ({ name, value: typeof value === "string" ? value : JSON.stringify(value) }));
  } catch {
    // the answer of a form is a text written by someone else's program: shown as it is
    return [{ name: "response_json", value: responseJson }];
  }
}

/** Where the customer came from (wire facts, section 4.4); what is not text, or no address of the web, is left out. */
function referralOf(source: Record<string, unknown>): Referral {
  const text = (name: string): string | null => {
    const value = source[name];
    return typeof value === "string" && value.trim() !== "" ? value : null;
  };
  const kind = source["source_type"];
  const url = text("source_url");
  return {
    source: kind === "ad" || kind === "post" ? kind : null,
    url: url !== null && /^https?:\/\//iu.test(url) ? url : null,
    headline: text("headline"),
    body: text("body"),
  };
}

const besideOf = ({ groupId, standing }: MessageFact | EchoFact): Beside["beside"] | null =>
  groupId !== null ? "group" : standing === "observed" ? "standby" : null;

/** Meta's content as we keep and show it, with the advertisement it came from, whether it was passed on, and whether it was said to us alone. */
export function contentOf(wire: Shown, fact: MessageFact | EchoFact): IncomingContent {
  const shown = shownOf(wire, fact);
  const { referral, forwarded } = fact;
  const beside = besideOf(fact);
  if (referral === null && forwarded === "no" && !beside) return shown;
  const content = {
    ...shown.content,
    ...(referral === null ? {} : { referral: referralOf(referral) }),
    ...(forwarded === "no" ? {} : { forwarded }),
    ...(beside ? { beside } : {}),
  };
  return { ...shown, content };
}

/** A card as it is kept; whose number it proves is no part of it. */
const cardOf = ({
  name,
  phones,
  emails,
  organisation,
}: WireContactCard): Omit<WireContactCard, "requested"> => ({ name, phones, emails, organisation });

function shownOf(wire: Shown, fact: MessageFact | EchoFact): IncomingContent {
  const plain = (
    content: MessageContent,
    text: string | null = null,
    replyId: string | null = null,
  ): IncomingContent => ({ content, text, replyId, media: null });
  switch (wire.type) {
    case "text":
      return plain({ type: "text", body: wire.body }, wire.body);
    case "media": {
      const fileName = plainFileName(wire.fileName ?? "") || null;
      return {
        content: { type: wire.kind, caption: wire.caption, fileName, voice: wire.voice },
        text: wire.caption,
        replyId: null,
        media: { ...wire, fileName },
      };
    }
    case "location":
      return plain({
        type: "location",
        latitude: wire.latitude,
        longitude: wire.longitude,
        name: wire.name,
        address: wire.address,
        url: wire.url,
      });
    case "contacts":
      return plain({ type: "contacts", cards: wire.cards.map(cardOf) });
    case "reply":
      return plain(
        { type: "reply", id: wire.id, title: wire.title, description: wire.description },
        wire.title,
        wire.id,
      );
    case "form":
      return plain({ type: "form", name: wire.name, fields: formFields(wire.responseJson) });
    case "call_permission":
      return plain(wire);
    case "order":
      return plain({ type: "order", text: wire.text, items: wire.items }, wire.text);
    case "system":
      return plain({ type: "system", event: wire.event, body: wire.body });
    case "call":
      return plain({ type: "call", seconds: wire.seconds });
    case "welcome_request":
      return plain({ type: "system", event: "welcome_request", body: null });
    case "unsupported":
      return plain({
        type: "unsupported",
        wireType: wire.wireType,
        subtype: wire.subtype,
        errorCode: wire.errorCode,
        detail: wire.detail,
        raw: fact.raw,
      });
  }
}

/** Does this content open or extend the 24 h window (wire facts, section 13.1)? Unsupported does: the person wrote. */
export function opensWindow(wire: WireContent): boolean {
  return (
    wire.type !== "system" &&
    wire.type !== "welcome_request" &&
    wire.type !== "edit" &&
    wire.type !== "revoke"
  );
}
