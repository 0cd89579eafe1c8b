import type { MessageView } from "@balcao/api";
import { secondAnswer, type SecondAnswer } from "@balcao/core";
import { useRef, useState, type ReactElement } from "react";
import { lazyAhead } from "../../lib/ahead.ts";
import { queryClient, useSelf } from "../../lib/queries.ts";
import type { ThreadData } from "../../realtime/apply.ts";
import { THREAD } from "../../realtime/cache.ts";
import { usePeople } from "../../realtime/presence.ts";
import { begunOf } from "./begun.ts";

const SecondAnswerDialog = lazyAhead(async () => ({
  default: (await import("./second-answer-dialog.tsx")).SecondAnswerDialog,
}));

export type AnswerInSight = { id: string; agentId: string; seq: number; at: number; message: MessageView };

function answersIn(conversationId: string): AnswerInSight[] {
  const entries = queryClient.getQueryData<ThreadData>([THREAD, conversationId])?.entries ?? [];
  return entries.flatMap((entry) =>
    entry.entry === "message" && entry.author === "agent" && entry.agentId !== null
      ? [{ id: entry.id, agentId: entry.agentId, seq: entry.seq, at: Date.parse(entry.at), message: entry }]
      : [],
  );
}

type Asked = { why: SecondAnswer<AnswerInSight>; send: () => void };

/**
 * Asks before a customer gets two answers: `guard` runs `send` at once, or when the person says so in spite of what a colleague does. The
 * same answer, or the same colleague's typing, is pointed out once. `dialog` is to be shown.
 */
export function useSecondAnswer(conversationId: string): {
  guard: (send: () => void) => void;
  dialog: ReactElement | null;
} {
  const me = useSelf().agent.id;
  const [asked, setAsked] = useState<Asked | null>(null);
  const known = useRef<ReadonlySet<string>>(new Set());
  const guard = (send: () => void): void => {
    const watchers = usePeople.getState().conversations.get(conversationId) ?? [];
    const answers = answersIn(conversationId);
    // who stopped and types again is news
    const still = new Set([
      ...answers.map(({ id }) => id),
      ...watchers.flatMap(({ agentId, typing }) => (typing ? [agentId] : [])),
    ]);
    known.current = new Set([...known.current].filter((id) => still.has(id)));
    const why = secondAnswer(me, begunOf(conversationId), answers, watchers, known.current);
    if (!why) return send();
    const sendAnyway = (): void => {
      known.current = new Set([...known.current, ...still]);
      send();
    };
    setAsked({ why, send: sendAnyway });
  };
  const close = (): void => setAsked(null);
  const dialog = asked && (
    <SecondAnswerDialog
      why={asked.why}
      close={close}
      send={() => {
        close();
        asked.send();
      }}
    />
  );
  return { guard, dialog };
}
