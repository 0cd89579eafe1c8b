import type { PeopleFrame } from "@balcao/api";
import type { Availability, Watcher } from "@balcao/core";
import { create } from "zustand";
import { useSelf } from "../lib/queries.ts";
import { usePreferences } from "../lib/preferences.ts";

/**
 * Who of the company is at work (an agent who is not named is offline), and who has which conversation in sight. `isKnown` is false
 * while the line is down: then nobody can tell.
 */
export type People = {
  isKnown: boolean;
  agents: ReadonlyMap<string, Availability>;
  conversations: ReadonlyMap<string, readonly Watcher[]>;
};

const NOBODY: People = { isKnown: false, agents: new Map(), conversations: new Map() };
const NO_WATCHERS: readonly Watcher[] = [];

export const usePeople = create<People>(() => NOBODY);

/** Pure: what is known after a frame. */
export function withFrame(before: People, frame: PeopleFrame): People {
  const agents = new Map(frame.whole ? [] : before.agents);
  const conversations = new Map(frame.whole ? [] : before.conversations);
  for (const { agentId, state } of frame.agents)
    if (state === "offline") agents.delete(agentId);
    else agents.set(agentId, state);
  for (const { conversationId, watchers } of frame.conversations)
    if (watchers.length === 0) conversations.delete(conversationId);
    else conversations.set(conversationId, watchers);
  return { isKnown: true, agents, conversations };
}

/** Takes over what the server says of colleagues, and what this person chose in another window. */
export function receivePeople(frame: PeopleFrame): void {
  usePeople.setState((before) => withFrame(before, frame));
  const availability = frame.absent ? "away" : "available";
  if (usePreferences.getState().availability !== availability) usePreferences.setState({ availability });
}

/** The line is down. */
export const forgetPeople = (): void => usePeople.setState(NOBODY);

/** Who else has this conversation in sight; the same array while nothing differs. */
export function useWatchers(conversationId: string): readonly Watcher[] {
  const me = useSelf().agent.id;
  const watchers = usePeople((state) => state.conversations.get(conversationId) ?? NO_WATCHERS);
  return watchers.some(({ agentId }) => agentId === me)
    ? watchers.filter(({ agentId }) => agentId !== me)
    : watchers;
}

/** Is an agent at work? null while nobody can tell. */
export const stateOf = (people: People, agentId: string): Availability | "offline" | null =>
  people.isKnown ? (people.agents.get(agentId) ?? "offline") : null;
