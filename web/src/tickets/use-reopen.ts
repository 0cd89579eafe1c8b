import { actOn } from "./commands.ts";
import { useChoiceNames } from "./use-choices.ts";

/** Closing and opening again, without naming a status: the account's first one of that stage. */
export function useReopen(id: string): { close: () => void; reopen: () => void } {
  const { first } = useChoiceNames();
  const to = (stage: "open" | "closed") => () => {
    const statusId = first(stage);
    if (statusId !== null) void actOn(id, { type: "status", statusId });
  };
  return { close: to("closed"), reopen: to("open") };
}
