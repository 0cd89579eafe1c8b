import { z } from "zod";
import { ContactCard } from "./conversations.ts";
import { Id, line } from "./common.ts";

/** A calendar month of the account, "2026-11". */
export const Month = z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/);
/** Whole millionths of the account's currency; a trillion at most, so that sums stay exact. */
const Micros = z.int().min(0).max(1_000_000_000_000);

/** What a message of a category costs from a day on, until the next one of the same category. */
export const MessageRate = z
  .object({
    /** Meta's word: marketing, utility, authentication, service, … */
    category: line(60).min(1).toLowerCase(),
    from: z.iso.date(),
    micros: Micros,
  })
  .strict();
export type MessageRate = z.infer<typeof MessageRate>;

/** PUT /api/settings/costs, by administrators */
export const CostSettings = z
  .object({
    /** of the account's bills, by ISO 4217 */
    currency: z.string().regex(/^[A-Z]{3}$/),
    rates: z.array(MessageRate).max(200),
    /** for a month; null = none */
    budget: z
      .object({ micros: Micros.min(1), warnPercent: z.int().min(1).max(99) })
      .strict()
      .nullable(),
    version: z.int().min(0),
  })
  .strict();
export type CostSettings = z.infer<typeof CostSettings>;

const cost = {
  count: z.int(),
  micros: z.int(),
  /** messages that cost something, nobody said how much */
  unpriced: z.int(),
};
const lines = z.array(z.object({ type: z.string(), category: z.string(), ...cost }));

/** GET /api/costs, by who oversees */
export const CostQuery = z.object({ month: Month.optional() });
export type CostQuery = z.infer<typeof CostQuery>;
/** GET /api/costs/export : so many months up to `month` (else the one that is now) as a CSV file, for who oversees */
export const CostExportQuery = CostQuery.extend({
  months: z.coerce.number().int().min(1).max(36).default(1),
  /** of the heads, the separator and how values are written */
  locale: z.enum(["pt-BR", "en"]).default("pt-BR"),
});
export type CostExportQuery = z.infer<typeof CostExportQuery>;
export const CostReport = z.object({
  month: Month,
  /** now, in the account's zone: there is nothing beyond */
  thisMonth: Month,
  currency: z.string(),
  hasRates: z.boolean(),
  ...cost,
  numbers: z.array(
    z.object({
      channelId: Id,
      name: z.string(),
      ...cost,
      usedFree: z.int(),
      lines,
    }),
  ),
  /** `teamId` also of one that is gone */
  teams: z.array(z.object({ teamId: Id, ...cost })),
  /** the dearest */
  conversations: z.array(
    z.object({
      conversationId: Id,
      ...cost,
      /** null = it is gone, or not this agent's to see */
      about: z.object({ protocol: z.int(), contact: ContactCard }).nullable(),
    }),
  ),
  budget: z
    .object({ micros: z.int(), warnPercent: z.int(), level: z.enum(["within", "warned", "passed"]) })
    .nullable(),
});
export type CostReport = z.infer<typeof CostReport>;

/** GET /api/conversations/:id/costs, by who oversees: all that the conversation cost so far */
export const ConversationCost = z.object({ currency: z.string(), ...cost, lines });
export type ConversationCost = z.infer<typeof ConversationCost>;

/** GET /api/costs/budget, by administrators: what was told of this month's budget */
export const BudgetState = z.object({ level: z.enum(["within", "warned", "passed"]) });
export type BudgetState = z.infer<typeof BudgetState>;

/** GET /api/costs/free : how much of what is free each number has used this month, for who writes */
export const FreeReplies = z.object({
  free: z.int(),
  /** `charged`: Meta has charged one already, whatever the count says */
  items: z.array(z.object({ channelId: Id, used: z.int(), charged: z.boolean() })),
});
export type FreeReplies = z.infer<typeof FreeReplies>;
