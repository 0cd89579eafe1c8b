import type { BotScript } from "@balcao/api";
import { passesScript, verify, type Finding, type RunningBot } from "@balcao/core";
import type { Company } from "../company.ts";
import type { Question } from "./bot-input.ts";

/** Kept scripts, and the bot that is to pass them. */
export type Exam = { scripts: readonly BotScript[]; running: RunningBot | null; company: Company };
export type Asked = { id: number } & ({ question: Question } | { exam: Exam });
export type Answered = { id: number; answer: Finding[] | string[] };

const failing = ({ scripts, running, company }: Exam): string[] =>
  scripts.filter((script) => !passesScript(script, running, company)).map(({ name }) => name);

// beside the page's own thread: a large bot takes longer to walk than a letter may take to appear
addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  const answer = "exam" in data ? failing(data.exam) : verify(data.question.bot, data.question.facts);
  postMessage({ id: data.id, answer } satisfies Answered);
});
