import type { Bot, OpenMenu } from "../bot/types.ts";
import { fold } from "../text/fold.ts";
import { isWindowOpen } from "../window/service-window.ts";
import { mayAutomatic } from "./mute.ts";
import type { ConversationContext, ConversationEffect, ConversationState } from "./types.ts";

/** Words by which customers end marketing, and by which they want it again; the whole message, folded. */
const STOP_WORDS: ReadonlySet<string> = new Set(["sair", "parar", "descadastrar", "stop"]);
const RESUME_WORDS: ReadonlySet<string> = new Set(["voltar", "resume"]);

const CONFIRMED = {
  stopped: {
    "pt-BR": "Pronto: você não vai mais receber nossas ofertas. Para voltar a receber, escreva VOLTAR.",
    en: "Done: you will not get our offers any more. To get them again, write VOLTAR.",
  },
  resumed: {
    "pt-BR": "Pronto: você voltou a receber nossas ofertas. Para deixar de receber, escreva SAIR.",
    en: "Done: you will get our offers again. To stop them, write SAIR.",
  },
} as const;

/** Is the word one of the bot's: an option of the open menu, or what a trigger waits for? */
function isExpected(word: string, bot: Bot | null, menu: OpenMenu | null): boolean {
  if (menu?.options.some(({ keyword }) => fold(keyword) === word)) return true;
  return (bot?.triggers ?? []).some(
    ({ active, expectedReply }) =>
      active &&
      expectedReply?.some(
        (expected) => fold(typeof expected === "string" ? expected : expected.word) === word,
      ),
  );
}

/**
 * What a customer's words say about marketing: true = no more, false = again, null = nothing. `stopped`: they wanted none until now; "VOLTAR"
 * means something only then. What the bot waits for keeps its meaning there.
 */
export function marketingWord(
  text: string | null,
  stopped: boolean,
  bot: Bot | null,
  menu: OpenMenu | null,
): boolean | null {
  const word = fold(text ?? "");
  if (!STOP_WORDS.has(word) && !(stopped && RESUME_WORDS.has(word))) return null;
  return isExpected(word, bot, menu) ? null : STOP_WORDS.has(word);
}

/** The choice is kept, told in the thread and confirmed to the customer. `state`: with the window their words opened. */
export function tellChoice(
  state: ConversationState,
  stopped: boolean,
  cause: string,
  context: Pick<ConversationContext, "locale" | "contact">,
  now: number,
): ConversationEffect[] {
  const effects: ConversationEffect[] = [
    { type: "note_marketing", stopped },
    {
      type: "history",
      event: stopped ? "contact.marketing_stopped" : "contact.marketing_resumed",
      agentId: null,
      data: {},
    },
  ];
  if (!mayAutomatic(context) || !isWindowOpen(state.windowClosesAt, now)) return effects;
  const body = CONFIRMED[stopped ? "stopped" : "resumed"][context.locale];
  const occurrenceKey = `${state.id}:marketing:${cause}`;
  const content = { type: "text", body } as const;
  return [
    ...effects,
    { type: "send", author: "system", agentId: null, triggerId: null, content, occurrenceKey },
  ];
}
