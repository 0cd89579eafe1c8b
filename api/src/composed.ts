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

const Action = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("link"), label: Words, url: Words }).strict(),
  z.object({ kind: z.literal("location_request") }).strict(),
  z.object({ kind: z.literal("contact_request") }).strict(),
  z.object({ kind: z.literal("call_permission") }).strict(),
  z.object({ kind: z.literal("call_button"), label: Words, minutes: z.number() }).strict(),
  z
    .object({
      kind: z.literal("flow"),
      flow: Words,
      label: Words,
      screen: Words.nullable().default(null),
      data: z
        .array(z.object({ name: Words, value: Words }).strict())
        .max(50)
        .default([]),
    })
    .strict(),
  z.object({ kind: z.literal("product"), catalogId: Words, productId: Words }).strict(),
  z
    .object({
      kind: z.literal("product_list"),
      catalogId: Words,
      sections: z
        .array(
          z.object({ title: Words.nullable().default(null), productIds: z.array(Words).max(50) }).strict(),
        )
        .max(50),
    })
    .strict(),
  z.object({ kind: z.literal("catalog"), productId: Words.nullable().default(null) }).strict(),
]);

/** What an agent puts together of fields: a place, contact cards, a menu of buttons or list rows, or what asks the customer to do something. */
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
      type: z.literal("interactive"),
      header: Words.nullable().default(null),
      body: Words.nullable().default(null),
      footer: Words.nullable().default(null),
      action: Action,
    })
    .strict(),
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

/** GET /api/interactive/used : flows and catalogues that the account's agents sent last, the latest first; nobody need remember their ids */
export const UsedInteractive = z.object({
  flows: z.array(z.object({ flow: z.string(), label: z.string(), screen: z.string().nullable() })),
  catalogs: z.array(z.object({ catalogId: z.string(), productIds: z.array(z.string()) })),
});
export type UsedInteractive = z.infer<typeof UsedInteractive>;
