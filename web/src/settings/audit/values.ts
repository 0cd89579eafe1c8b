import type { AuditAct, AuditEntry } from "@balcao/api";

export type AuditFilter = { agent: string; act: string; from: string; until: string };
export const EVERYTHING: AuditFilter = { agent: "", act: "", from: "", until: "" };

/** The act's name in the catalogue, where a dot would part places. */
export const keyOfAct = <Act extends AuditAct>(act: Act) =>
  act.replace(".", "_") as Act extends `${infer Part}.${infer Rest}` ? `${Part}_${Rest}` : never;

/** What is known of where a line came from; empty = nothing. */
export const originOf = (
  { address, browser, system }: AuditEntry,
  device: (words: { browser: string; system: string }) => string,
): string =>
  [browser && system ? device({ browser, system }) : (browser ?? system), address]
    .filter((part) => part !== null)
    .join(" · ");
