import type { OutgoingMessage } from "./build-request.ts";

/** Lengths in characters, from section 9 of the wire facts. Where Meta's pages disagree, the smaller. */
export const LIMITS = {
  textBody: 4096,
  caption: 1024,
  interactiveBody: 1024,
  buttons: 3,
  buttonTitle: 20,
  buttonId: 256,
  listRows: 10,
  listRowTitle: 24,
  listRowId: 200,
  listButton: 20,
  opaque: 512,
} as const;

const within = (text: string, most: number): boolean => text !== "" && Array.from(text).length <= most;

type Options = { id: string; title: string }[];

function optionsProblem(options: Options, most: { count: number; title: number; id: number }): string | null {
  if (options.length === 0) return "no_options";
  if (options.length > most.count) return "too_many_options";
  for (const { id, title } of options) {
    if (!within(title, most.title)) return "option_title_length";
    if (!within(id, most.id)) return "option_id_length";
  }
  if (new Set(options.map(({ id }) => id)).size < options.length) return "repeated_option_id";
  return new Set(options.map(({ title }) => title)).size < options.length ? "repeated_option_title" : null;
}

/** What Meta would refuse about the lengths of a message, so that no call is spent on it; null when nothing. */
export function lengthProblem(message: OutgoingMessage): string | null {
  switch (message.type) {
    case "text":
      return within(message.body, LIMITS.textBody) ? null : "text_length";
    case "buttons":
      if (!within(message.body, LIMITS.interactiveBody)) return "body_length";
      return optionsProblem(message.options, {
        count: LIMITS.buttons,
        title: LIMITS.buttonTitle,
        id: LIMITS.buttonId,
      });
    case "list":
      if (!within(message.body, LIMITS.interactiveBody)) return "body_length";
      if (!within(message.button, LIMITS.listButton)) return "button_length";
      return optionsProblem(message.options, {
        count: LIMITS.listRows,
        title: LIMITS.listRowTitle,
        id: LIMITS.listRowId,
      });
    case "interactive":
      return message.body === null || within(message.body, LIMITS.interactiveBody) ? null : "body_length";
    // what a template may hold was checked with its facts at hand, places and cards with their fields
    case "template":
    case "location":
    case "contacts":
    case "reaction":
      return null;
    default:
      return message.caption === null || Array.from(message.caption).length <= LIMITS.caption
        ? null
        : "caption_length";
  }
}
