import { z } from "zod";
import { Id, Name, Time, Version } from "./common.ts";

/** GET /api/channels. Secrets are write-only: never in an answer. */
export const Channel = z.object({
  id: Id,
  name: z.string(),
  phoneNumberId: z.string(),
  wabaId: z.string(),
  displayPhone: z.string(),
  graphBaseUrl: z.string(),
  graphVersion: z.string(),
  webhookUrl: z.string(),
  paused: z.object({ code: z.int(), since: Time }).nullable(),
  lastWebhookAt: Time.nullable(),
  version: Version,
});
export type Channel = z.infer<typeof Channel>;
export const ChannelList = z.object({ items: z.array(Channel) });

const digits = z
  .string()
  .trim()
  .regex(/^\d{5,20}$/);
/** POST /api/channels */
export const ChannelCreate = z
  .object({
    name: Name,
    phoneNumberId: digits,
    wabaId: digits,
    displayPhone: z.string().trim().min(5).max(30),
    accessToken: z.string().trim().min(10).max(1000),
    appSecret: z.string().trim().min(8).max(200),
    verifyToken: z.string().trim().min(8).max(200),
    graphVersion: z
      .string()
      .regex(/^v\d{2}\.0$/)
      .default("v26.0"),
  })
  .strict();
/** PUT /api/channels/:id : a secret left out stays as it is */
export const ChannelUpdate = ChannelCreate.partial({
  accessToken: true,
  appSecret: true,
  verifyToken: true,
}).extend({ version: Version });
/** POST /api/channels/:id/resume : after the cause of a pause was repaired */

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
