import { verify, type Finding } from "@balcao/core";
import type { Question } from "./bot-input.ts";

export type Asked = Question & { id: number };
export type Answered = { id: number; findings: Finding[] };

// beside the page's own thread: a large bot takes longer to walk than a letter may take to appear
addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  postMessage({ id: data.id, findings: verify(data.bot, data.facts) } satisfies Answered);
});
