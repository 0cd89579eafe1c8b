import type { FastifyInstance } from "fastify";
import type { Deps } from "./deps.ts";

/** Something that runs until told to stop: lanes, the sender, the timer loop, the event tail. */
export type Loop = {
  name: string;
  start(): void;
  /** resolves when nothing of it runs any more */
  stop(): Promise<void>;
  /** does all that is due now and returns how much was done; tests call it instead of sleeping */
  drain(): Promise<number>;
};

/** What a module gives to web.ts and worker.ts. */
export type Module = {
  name: string;
  /** registered on every web node; each route names its policy in `config.policy` or the start fails */
  routes?(app: FastifyInstance, deps: Deps): void | Promise<void>;
  /** started on every worker node */
  loops?(deps: Deps): Loop[];
};
