import type { Trace } from "@balcao/core";

/** What was said in a conversation; the customer's words as the bot heard them. */
export type PastMessage = {
  kind: "message";
  seq: number;
  at: number;
  id: string;
  author: "contact" | "agent" | "bot" | "system" | "app";
  text: string | null;
  /** id of the button or row that was tapped */
  replyId: string | null;
  triggerId: string | null;
  /** words on the buttons or rows that went with it */
  options: string[];
  createdAt: number;
};
export type PastEvent = {
  kind: "event";
  seq: number;
  at: number;
  type: string;
  data: Record<string, unknown>;
};
export type PastEntry = PastMessage | PastEvent;
export type PastTrace = { at: number; versionId: string; trace: Trace };

/** A conversation as it was, in the order in which it happened. */
export type Past = {
  id: string;
  protocol: number;
  contactName: string | null;
  /** the team it was opened in, if the history tells */
  openedIn: string | null;
  entries: PastEntry[];
  /** the bot's decisions by the message they answer */
  answers: Map<string, PastTrace>;
  /** forwardings (by seq) after which the team's bot began */
  entered: Set<number>;
};

/** Why the bot itself gives the word to people; any other reason is somebody's act. */
export const HOLDING: ReadonlySet<string> = new Set([
  "no_trigger",
  "asked_for_person",
  "other_answers_exhausted",
  "flow_ended",
  "hand_over_loop",
  "window_closed",
]);

/** A person's forwarding; that of a deleted team's conversations is nobody's, and the bot goes on speaking. */
export const isForwarding = (event: PastEvent): boolean =>
  event.type === "conversation.forwarded" && event.data["because"] !== "team_deleted";

/** Up to when what was written down belongs to the decision about the entry: nothing of ours stands before what was said before it. */
export const latestAt = (entries: readonly PastEntry[], index: number, decidedAt: number): number =>
  entries.slice(0, index + 1).reduce((latest, { at }) => Math.max(latest, at), decidedAt);

export type PastConversation = Pick<Past, "id" | "protocol" | "contactName">;
type Of<T> = T & { conversationId: string };
export type PastRows = {
  conversations: PastConversation[];
  messages: Of<PastMessage>[];
  events: Of<PastEvent>[];
  traces: Of<PastTrace & { messageId: string | null }>[];
};

function byConversation<T extends { conversationId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.conversationId);
    if (group) group.push(row);
    else groups.set(row.conversationId, [row]);
  }
  return groups;
}

/** The forwarding after which each entry of a team was decided: the last one before it. */
function enteredBy(events: readonly PastEvent[], traces: PastRows["traces"]): Set<number> {
  const forwarded = events.filter(isForwarding);
  const entries = traces.filter(
    ({ messageId, trace }) => messageId === null && trace.steps[0]?.event === "entered",
  );
  return new Set(
    entries.flatMap(({ trace, at }) => {
      const to = trace.steps[0]?.team;
      // it is told at the moment of the decision, or after a message that Meta's clock puts later
      const cause = forwarded.find((event) => event.at >= at && event.data["to"] === to);
      return cause ? [cause.seq] : [];
    }),
  );
}

/** Rows put together: one past a conversation, in the order given. */
export function pastsOf({ conversations, messages, events, traces }: PastRows): Past[] {
  const groups = {
    messages: byConversation(messages),
    events: byConversation(events),
    traces: byConversation(traces),
  };
  return conversations.map((conversation) => {
    const { id } = conversation;
    const history = groups.events.get(id) ?? [];
    const decisions = groups.traces.get(id) ?? [];
    const openedIn = history.find(({ type }) => type === "conversation.opened")?.data["teamId"];
    return {
      ...conversation,
      openedIn: typeof openedIn === "string" ? openedIn : null,
      entries: [...(groups.messages.get(id) ?? []), ...history].toSorted((a, b) => a.seq - b.seq),
      answers: new Map(
        decisions.flatMap((decision) =>
          decision.messageId === null ? [] : [[decision.messageId, decision]],
        ),
      ),
      entered: enteredBy(history, decisions),
    };
  });
}
