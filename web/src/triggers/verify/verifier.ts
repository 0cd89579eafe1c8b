import type { Finding } from "@balcao/core";
import type { Question } from "./bot-input.ts";
import type { Answered, Asked } from "./verify.worker.ts";

type Waiting = { resolve: (findings: Finding[]) => void; reject: (error: unknown) => void };

let worker: Worker | null = null;
let next = 1;
const waiting = new Map<number, Waiting>();

function start(): Worker {
  const made = new Worker(new URL("./verify.worker.ts", import.meta.url), { type: "module" });
  made.addEventListener("message", ({ data }: MessageEvent<Answered>) => {
    waiting.get(data.id)?.resolve(data.findings);
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

/** Every trap in a bot, found on a thread of its own. Rejects when that thread cannot be had or fails. */
export function verifyAside(question: Question): Promise<Finding[]> {
  const id = next++;
  return new Promise((resolve, reject) => {
    worker ??= start();
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, ...question } satisfies Asked);
  });
}
