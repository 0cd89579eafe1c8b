import { botFlow, type BotInput, type Flow, type VerifyFacts } from "@balcao/core";
import { answerAside } from "../../lib/aside.ts";
import type { Drawing } from "./drawing.ts";
import { layOut, type Layout } from "./layout.ts";

export type Wanted = { bot: BotInput; facts: VerifyFacts } | { drawing: Drawing };

// beside the page's own thread: finding a place for two thousand lines takes as long as a page may take to open
answerAside((wanted: Wanted): Flow | Layout =>
  "bot" in wanted ? botFlow(wanted.bot, wanted.facts) : layOut(wanted.drawing),
);
