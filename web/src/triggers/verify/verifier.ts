import type { Finding } from "@balcao/core";
import type { Question } from "./bot-input.ts";
import type { Answered, Asked, Exam } from "./verify.worker.ts";

type Waiting = { resolve: (answer: Answered["answer"]) => void; reject: (error: unknown) => void };

let worker: Worker | null = null;
let next = 1;
const waiting = new Map<number, Waiting>();

function start(): Worker {
  const made = new Worker(new URL("./verify.worker.ts", import.meta.url), { type: "module" });
  made.addEventListener("message", ({ data }: MessageEvent<Answered>) => {
    waiting.get(data.id)?.resolve(data.answer);
    waiting.delete(data.id);
  });
  made.addEventListener("error", (event) => {
    made.terminate();
    worker = null;
    for (const { reject } of waiting.values())
      reject(new Error(event.message || "the verifier did not start"));
    waiting.clear();
  });
  return made;
}

function ask(asked: { question: Question } | { exam: Exam }): Promise<Answered["answer"]> {
  const id = next++;
  return new Promise((resolve, reject) => {
    worker ??= start();
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, ...asked } satisfies Asked);
  });
}

/** Every trap in a bot, found on a thread of its own. Rejects when that thread cannot be had or fails. */
export const verifyAside = (question: Question): Promise<Finding[]> =>
  ask({ question }) as Promise<Finding[]>;

/** Names of the scripts that this bot does not pass, on the same thread. Rejects as `verifyAside` does. */
export const failingAside = (exam: Exam): Promise<string[]> => ask({ exam }) as Promise<string[]>;
