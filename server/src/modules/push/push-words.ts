import type { ContactCard } from "@balcao/api";
import { firstNameOf } from "@balcao/core";
import words from "./push-words.json" with { type: "json" };
import type { NoticeKind } from "./push.queries.ts";

/** What a browser's service worker shows (web/public/push-worker.js). */
export type PushedNotice = {
  title: string;
  body: string;
  /** one with the same tag takes the place of an earlier one */
  tag: string;
  /** what a click opens */
  path: string;
  silent: boolean;
  lang: string;
};

/** What a notice is about. `from`: the colleague's name. `text`: only where the person allowed it. */
export type About = {
  kind: NoticeKind;
  conversationId: string | null;
  contact: ContactCard | null;
  from: string | null;
  text: string | null;
};

/** As long as a lock screen shows; the rest is in the conversation. */
const MOST_TEXT = 160;
const shortened = (text: string): string =>
  text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1).trimEnd()}…` : text;

const withName = (sentence: string, name: string): string => sentence.replace("{{name}}", firstNameOf(name));

/** The same name as on the screen (web/src/conversations/names.ts). */
const nameOf = (contact: ContactCard | null, unknown: string): string =>
  contact?.name ??
  contact?.phone ??
  (contact?.username ? `@${contact.username}` : null) ??
  contact?.profileName ??
  unknown;

/** A notice in its reader's language. */
export function wordsOf(
  { kind, conversationId, contact, from, text }: About,
  { lang, silent }: { lang: "pt-BR" | "en"; silent: boolean },
): PushedNotice {
  const say = words[lang];
  const path = conversationId === null ? "/settings/me" : `/conversations/${conversationId}`;
  const frame = { tag: `balcao.${conversationId ?? "test"}`, path, silent, lang };
  const name = nameOf(contact, say.unknownContact);
  if (kind === "test") return { ...frame, title: say.test, body: say.testBody };
  if (kind === "mention")
    return {
      ...frame,
      title: from === null ? say.mentionedBySomebody : withName(say.mentioned, from),
      body: name,
    };
  if (kind === "unsent") return { ...frame, title: name, body: say.unsent };
  const given = from === null ? say.given : withName(say.givenBy, from);
  const body = kind === "given" ? given : text === null || text === "" ? say.newMessage : shortened(text);
  return { ...frame, title: name, body };
}
