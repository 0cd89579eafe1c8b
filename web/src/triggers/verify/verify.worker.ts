import type { BotScript } from "@balcao/api";
import { passesScript, verify, type Finding, type RunningBot } from "@balcao/core";
import { answerAside } from "../../lib/aside.ts";
import type { Company } from "../company.ts";
import type { Question } from "./bot-input.ts";

/** Kept scripts, and the bot that is to pass them. */
export type Exam = { scripts: readonly BotScript[]; running: RunningBot | null; company: Company };
export type Task = { question: Question } | { exam: Exam };

const failing = ({ scripts, running, company }: Exam): string[] =>
  scripts.filter((script) => !passesScript(script, running, company)).map(({ name }) => name);

// beside the page's own thread: a large bot takes longer to walk than a letter may take to appear
answerAside((task: Task): Finding[] | string[] =>
  "exam" in task ? failing(task.exam) : verify(task.question.bot, task.question.facts),
);
