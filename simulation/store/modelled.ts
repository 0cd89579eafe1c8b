import type { Session } from "./store.ts";

/**
 * Functions of one `*.queries.ts`, each in the place of its SQL: the same arguments, the same answer, at one moment of the
 * store. What is missing is production's own function (most only call `bulkInsert`), or is never reached.
 */
export type Modelled<Module> = {
  [Name in keyof Module]?: Module[Name] extends (db: never, ...args: infer Args) => Promise<infer Result>
    ? (at: Session, ...args: Args) => Result
    : never;
};
