import type { Ticket } from "@balcao/api";
import { takesMore } from "@balcao/core";
import { useEffect, useState } from "react";
import { ApiError, sentenceOf } from "../lib/api.ts";
import { useTranslation } from "../lib/texts.ts";
import { numberOf, useTicket } from "./queries.ts";

/** A number is looked up once nobody has typed for this long. */
const PAUSE_MS = 150;

/** What was typed, once the typing has paused. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export type WantedTicket = {
  /** the ticket of that number */
  found: Ticket | undefined;
  /** why it cannot be taken; null = it can, or nobody knows yet */
  refusal: string | null;
};

/**
 * The ticket whose number is typed, and why it cannot be taken: there is none, it is closed, it was merged into another, or it is the
 * one that asks (`except`).
 */
export function useWantedTicket(typed: string, except?: string): WantedTicket {
  const { t } = useTranslation("tickets");
  const settled = useSettled(typed);
  const isSettled = settled === typed;
  const number = numberOf(settled);
  const { data, error } = useTicket(number);
  if (!isSettled || settled.trim() === "") return { found: undefined, refusal: null };
  if (number === null) return { found: undefined, refusal: t("link.notANumber") };
  if (error instanceof ApiError && error.status === 404)
    return { found: undefined, refusal: t("link.unknown", { number }) };
  if (error) return { found: undefined, refusal: sentenceOf(error) };
  if (!data) return { found: undefined, refusal: null };
  if (data.mergedInto !== null)
    return { found: data, refusal: t("link.merged", { number, into: data.mergedInto }) };
  if (data.id === except) return { found: data, refusal: t("link.same") };
  return { found: data, refusal: takesMore(data.stage) ? null : t("link.closed") };
}
