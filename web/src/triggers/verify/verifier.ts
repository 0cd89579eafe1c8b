import type { Finding } from "@balcao/core";
import { asideOf } from "../../lib/aside.ts";
import type { Question } from "./bot-input.ts";
import type { Exam, Task } from "./verify.worker.ts";

const ask = asideOf<Task, Finding[] | string[]>(
  "the verifier",
  () => new Worker(new URL("./verify.worker.ts", import.meta.url), { type: "module" }),
);

/** Every trap in a bot, found on a thread of its own. Rejects when that thread cannot be had or fails. */
export const verifyAside = (question: Question): Promise<Finding[]> =>
  ask({ question }) as Promise<Finding[]>;

/** Names of the scripts that this bot does not pass, on the same thread. Rejects as `verifyAside` does. */
export const failingAside = (exam: Exam): Promise<string[]> => ask({ exam }) as Promise<string[]>;
