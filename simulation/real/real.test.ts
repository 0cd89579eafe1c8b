import { expect, it } from "vitest";
import { simulate } from "../program.ts";
import type { RealSummary } from "./real.ts";

/** Seeds that between them ask nearly every function that is modelled, and of each what it does: short ones. */
const SAMPLE = "12,237,142,278,186,165";
const MOST_NOT_ASKED = 20;

it("PostgreSQL answers the statements of a sample of runs as the model did, and keeps the same rows", async () => {
  const [summary] = await simulate<RealSummary>("--real", SAMPLE);
  expect(summary?.differences).toEqual([]);
  expect(summary?.never.length).toBeLessThan(MOST_NOT_ASKED);
});

it("a model that answers otherwise than the SQL is found out by name", async () => {
  // in the model the facts of a lane come newest first
  const [summary] = await simulate<RealSummary>("--real", "1", "--from", "142", "--bug", "4");
  expect(summary?.differences.map(({ what }) => what)).toContain("channels/inbox#takeFacts");
});
