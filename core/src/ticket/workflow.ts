/** What a status means, whatever an account calls it; first to last. Rules and clocks ask for the stage, never for a name. */
export const TICKET_STAGES = ["open", "in_progress", "waiting", "resolved", "closed"] as const;
export type TicketStage = (typeof TICKET_STAGES)[number];

/** A step of an account's own workflow. Its stage stays for life, since tickets stand in it. */
export type TicketStatus = { id: string; name: string; stage: TicketStage; active: boolean };

/** Without an active status of these no ticket could begin, nor end. */
export const NEEDED_STAGES = ["open", "closed"] as const satisfies readonly TicketStage[];

/** Resolved or closed: nobody has to do anything any more. */
export const isTicketOver = (stage: TicketStage): boolean => stage === "resolved" || stage === "closed";

/** What is closed stays as it is until somebody opens it again: no messages, no comments, no changes. */
export const takesMore = (stage: TicketStage): boolean => stage !== "closed";

/** The first active status of a stage, in the account's order: where tickets begin, close and open again. */
export const firstStatus = <T extends Pick<TicketStatus, "stage" | "active">>(
  statuses: readonly T[],
  stage: TicketStage,
): T | null => statuses.find((status) => status.active && status.stage === stage) ?? null;

/** The needed stages for which these statuses have no active one. */
export const missingStages = (
  statuses: readonly Pick<TicketStatus, "stage" | "active">[],
): (typeof NEEDED_STAGES)[number][] => NEEDED_STAGES.filter((stage) => firstStatus(statuses, stage) === null);
