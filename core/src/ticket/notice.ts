import { touched } from "../conversation/bot-step.ts";
import { muteReason } from "../conversation/mute.ts";
import { automaticContent } from "../conversation/auto-message.ts";
import type {
  AutoMessage,
  ConversationContext,
  ConversationDecision,
  ConversationState,
} from "../conversation/types.ts";
import { longestRendering, variableProblems, type Variable } from "../text/variables.ts";

/** What is told the customer of a ticket that comes into a status. */
export type TicketNotice = AutoMessage & { statusId: string };

/** These are known wherever a ticket's status is told of; who is responsible may be nobody yet. */
export const NOTICE_VARIABLES = ["chamado", "chamado.titulo", "chamado.status"] as const satisfies Variable[];
/** What is offered in such a text beside what every text may hold. */
export const NOTICE_OFFERED = [...NOTICE_VARIABLES, "chamado.atendente"] as const satisfies Variable[];

const LONGEST_TEXT = 4096;

/** The notice of a status, if it is switched on and says anything. */
export const noticeOf = (notices: readonly TicketNotice[], statusId: string): TicketNotice | null =>
  notices.find((notice) => notice.statusId === statusId && notice.enabled && notice.text.trim() !== "") ??
  null;

export type NoticeProblem = {
  path: string;
  code: "required" | "too_long" | ReturnType<typeof variableProblems>[number]["code"];
};

/** What is wrong with the texts of notices, by field; one that is switched off may be empty. */
export const noticeProblems = (notices: readonly TicketNotice[]): NoticeProblem[] =>
  notices.flatMap(({ enabled, text, template }, index): NoticeProblem[] => {
    const path = `notices.${index}`;
    const values = Object.entries(template?.values ?? {}).flatMap(([key, value]) =>
      variableProblems(value, NOTICE_VARIABLES)
        .slice(0, 1)
        .map(({ code }) => ({ path: `${path}.template.values.${key}`, code })),
    );
    if (text.trim() === "") return enabled ? [{ path: `${path}.text`, code: "required" }, ...values] : values;
    const [problem] = variableProblems(text, NOTICE_VARIABLES);
    if (problem) return [{ path: `${path}.text`, code: problem.code }, ...values];
    if (longestRendering(text) > LONGEST_TEXT) return [{ path: `${path}.text`, code: "too_long" }, ...values];
    return values;
  });

/** Why the customer was not told. */
export type Untold = { code: string } & Record<string, unknown>;

/**
 * Tells the customer in this conversation where their ticket stands: by the text, once the service window is closed by the template behind it.
 * Or why nothing is said; the conversation stays as it is then. `occurrence` names the change: it is told once.
 */
export function tellStatus(
  notice: TicketNotice,
  ticket: { number: number; title: string; status: string; agent: string | null },
  state: ConversationState,
  context: ConversationContext,
  now: number,
  occurrence: string,
): ({ told: true } & ConversationDecision) | { told: false; why: Untold } {
  const mute = muteReason(context);
  if (mute !== null) return { told: false, why: { code: mute } };
  if (context.contact.noAutomatic === true) return { told: false, why: { code: "contact_wants_none" } };
  if (state.status === "closed") return { told: false, why: { code: "conversation_closed" } };
  const content = automaticContent(notice, state, context, now, {
    chamado: `#${ticket.number}`,
    "chamado.titulo": ticket.title,
    "chamado.status": ticket.status,
    "chamado.atendente": ticket.agent,
  });
  if (content === null) return { told: false, why: { code: "service_window_closed" } };
  if ("unsaid" in content) return { told: false, why: content.unsaid as Untold };
  const effects: ConversationDecision["effects"] = [
    {
      type: "send",
      author: "system",
      agentId: null,
      triggerId: null,
      content,
      occurrenceKey: `${state.id}:ticket_status:${occurrence}`,
    },
  ];
  return { told: true, state: touched(state, effects, now), effects };
}
