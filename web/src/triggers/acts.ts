import type { TriggerFields, TriggerView } from "@balcao/api";
import i18next from "i18next";
import { create } from "zustand";
import { ApiError, sentenceOf } from "../lib/api.ts";
import { toast } from "../lib/toast.ts";
import { sameValue } from "../settings/parts/rebase.ts";
import {
  askBotAgain,
  botNow,
  createTrigger,
  deleteTrigger,
  fieldsOfView,
  guessTrigger,
  updateTrigger,
} from "./queries.ts";

/** Something done to the draft that can be taken back. Each way gives whether it came about. `label`: "mover “Boas-vindas”". */
export type Act = { label: string; undo: () => Promise<boolean>; redo: () => Promise<boolean> };

/** What one did on this page, the last at the end. */
export const useActs = create<{ done: readonly Act[]; undone: readonly Act[] }>(() => ({
  done: [],
  undone: [],
}));

export function record(act: Act): void {
  useActs.setState(({ done }) => ({ done: [...done, act], undone: [] }));
}

/** On leaving the list: what is done elsewhere meanwhile would be in the way. */
export const forgetActs = (): void => useActs.setState({ done: [], undone: [] });

function tell(error: unknown): void {
  const field = error instanceof ApiError ? error.problem?.fields?.[0]?.message : undefined;
  toast(field ?? sentenceOf(error), { tone: "error" });
}

/** Takes back the last act, or the one given unless it was taken back already. */
export async function undo(act = useActs.getState().done.at(-1)): Promise<void> {
  if (!act || useActs.getState().undone.includes(act)) return;
  const isDone = await act.undo();
  useActs.setState(({ done, undone }) => ({
    done: done.filter((other) => other !== act),
    undone: isDone ? [...undone, act] : undone,
  }));
  if (isDone) toast(i18next.t("triggers:undo.undone", { act: act.label }));
}

/** Does again what was last taken back. */
export async function redo(): Promise<void> {
  const act = useActs.getState().undone.at(-1);
  if (!act) return;
  const isDone = await act.redo();
  useActs.setState(({ done, undone }) => ({
    done: isDone ? [...done, act] : done,
    undone: undone.filter((other) => other !== act),
  }));
  if (isDone) toast(i18next.t("triggers:undo.redone", { act: act.label }));
}

const triggerNow = (id: string): TriggerView | undefined =>
  botNow()?.triggers.find((trigger) => trigger.id === id);

/** Puts a trigger into another state, unless it is no longer in the one expected: somebody else's work is not undone. */
async function put(id: string, expected: TriggerFields, next: TriggerFields): Promise<boolean> {
  const trigger = triggerNow(id);
  if (!trigger || !sameValue(fieldsOfView(trigger), expected)) {
    toast(i18next.t("triggers:undo.stale", { description: expected.description }), { tone: "error" });
    return false;
  }
  guessTrigger(id, next);
  try {
    await updateTrigger(id, next, trigger.version);
    return true;
  } catch (error) {
    tell(error);
    await askBotAgain();
    return false;
  }
}

/** Changes some fields of a trigger at once. Gives the act, null when the server refused (it is told). */
export async function changeTrigger(
  id: string,
  change: Partial<TriggerFields>,
  label: string,
): Promise<Act | null> {
  const trigger = triggerNow(id);
  if (!trigger) return null;
  const before = fieldsOfView(trigger);
  if (!(await put(id, before, { ...before, ...change }))) return null;
  // as the server keeps it: it may write the same in another way
  const saved = triggerNow(id);
  const after = saved ? fieldsOfView(saved) : before;
  const act = {
    label,
    undo: () => put(id, after, before),
    redo: () => put(id, before, after),
  };
  record(act);
  return act;
}

/** Switches a trigger off and tells so, with the way to undo it. Gives whether it came about. */
export async function disableTrigger({ id, description }: TriggerView): Promise<boolean> {
  const label = i18next.t("triggers:undo.deactivated", { description });
  const act = await changeTrigger(id, { active: false }, label);
  if (act)
    toast(i18next.t("triggers:done.deactivated", { description }), {
      action: { label: i18next.t("common:undo"), run: () => void undo(act) },
    });
  return act !== null;
}

async function told(step: () => Promise<unknown>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}

/** After a trigger was deleted: the way to bring it back as itself, in its place. */
export function recordDeletion(trigger: TriggerView, label: string): Act {
  const { id, position } = trigger;
  const act = {
    label,
    undo: () => told(() => createTrigger(fieldsOfView(trigger), { id, position })),
    redo: () => told(() => deleteTrigger(id)),
  };
  record(act);
  return act;
}
