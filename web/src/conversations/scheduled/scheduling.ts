import { create } from "zustand";

/** A moment, and whether the customer's word before it ends it. */
export type Moment = { at: number; unlessReply: boolean };

type Scheduling = {
  /** the conversation whose draft is about to be scheduled */
  draftOf: string | null;
  /** moments that drafts had before they were taken back to be changed, by conversation; offered first */
  before: Readonly<Record<string, Moment>>;
};

export const useScheduling = create<Scheduling>(() => ({ draftOf: null, before: {} }));

export const openScheduling = (conversationId: string): void =>
  useScheduling.setState({ draftOf: conversationId });
export const closeScheduling = (): void => useScheduling.setState({ draftOf: null });

/** Keeps the moment of what went back into the field; null forgets it. */
export function rememberMoment(conversationId: string, moment: Moment | null): void {
  useScheduling.setState(({ before: { [conversationId]: _was, ...others } }) => ({
    before: moment ? { ...others, [conversationId]: moment } : others,
  }));
}

/** Moves the keyboard to what is scheduled in the open conversation. */
export const focusScheduled = (): void =>
  document.querySelector<HTMLElement>("[data-scheduled] button")?.focus();
