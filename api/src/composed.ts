import type { Composition } from "@balcao/core";
import { z } from "zod";
import { Id, isStorable } from "./common.ts";
import { command } from "./conversations.ts";

/** longer than any field may be: what is too long for WhatsApp is told by the field (core, compositionProblems) */
const Words = z.string().trim().max(8_192).refine(isStorable);

const Card = z
  .object({
    name: Words,
    organisation: Words.nullable().default(null),
    phones: z
      .array(
        z
          .object({
            phone: Words,
            /** where this phone is on WhatsApp: digits */
            waId: z
              .string()
              .regex(/^\d{5,20}$/u)
              .nullable()
              .default(null),
            type: Words.nullable().default(null),
          })
          .strict(),
      )
      .max(50),
    emails: z.array(Words).max(50).default([]),
  })
  .strict();

/** What an agent puts together of fields: a place, contact cards, or a menu of buttons or list rows. */
export const CompositionBody: z.ZodType<Composition> = z.discriminatedUnion("type", [
  z
    .object({
      type: z.literal("location"),
      latitude: z.number(),
      longitude: z.number(),
      name: Words.nullable().default(null),
      address: Words.nullable().default(null),
    })
    .strict(),
  z.object({ type: z.literal("contacts"), cards: z.array(Card).max(50) }).strict(),
  z
    .object({
      type: z.literal("menu"),
      body: Words,
      options: z.array(Words).max(50),
      presentation: z.enum(["auto", "list"]).default("auto"),
    })
    .strict(),
]);

/** POST /api/conversations/:id/composed */
export const SendComposed = z
  .object({ ...command, content: CompositionBody, quotedMessageId: Id.nullable().default(null) })
  .strict();
export type SendComposed = z.infer<typeof SendComposed>;
