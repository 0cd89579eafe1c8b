import { createRoute } from "@tanstack/react-router";
import { requireSignIn, rootRoute } from "../../app/routes.ts";
import { pagePart } from "../../lib/part.ts";

/** Messages chosen for a transcript, by ids with commas between; all of the conversation without. */
export type TranscriptSearch = { messages?: string };

/** A conversation on paper: a page of its own, without the desk's frame. */
export const transcriptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/conversations/$id/print",
  validateSearch: (search): TranscriptSearch =>
    typeof search["messages"] === "string" && /^[0-9a-f-]{36}(,[0-9a-f-]{36})*$/iu.test(search["messages"])
      ? { messages: search["messages"] }
      : {},
  beforeLoad: requireSignIn,
  component: pagePart(() => import("./transcript-page.tsx"), "TranscriptPage"),
});
