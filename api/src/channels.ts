import { z } from "zod";
import { Id, Time, Version } from "./common.ts";

/** A number as the list has it. Secrets are write-only: never in an answer. */
export const Channel = z.object({
  id: Id,
  name: z.string(),
  phoneNumberId: z.string(),
  wabaId: z.string(),
  displayPhone: z.string(),
  /** Meta refuses its sends with this code since then: they are held; null = it runs */
  paused: z.object({ code: z.int(), since: Time }).nullable(),
  /** when Meta last called this number's address; null = never */
  lastWebhookAt: Time.nullable(),
  version: Version,
});
export type Channel = z.infer<typeof Channel>;
/** GET /api/channels, by administrators */
export const ChannelList = z.object({ items: z.array(Channel) });
export type ChannelList = z.infer<typeof ChannelList>;

/** GET /api/channels/:id/problems : deliveries and facts that could not be handled; kept, replayable */
export const ChannelProblem = z.object({
  id: z.string(),
  kind: z.enum(["delivery", "fact"]),
  at: Time,
  error: z.string(),
  /** raw JSON text, at most 16 KB */
  raw: z.string(),
});
export const ChannelProblems = z.object({ items: z.array(ChannelProblem) });
