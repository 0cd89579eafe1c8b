import { ACCOUNT_EXAMPLES } from "./webhook-corpus-account.ts";
import { APP_EXAMPLES } from "./webhook-corpus-app.ts";
import { MESSAGES } from "./webhook-corpus-messages.ts";
import type { Example } from "./webhook-corpus-parts.ts";
import { STATUS_EXAMPLES } from "./webhook-corpus-statuses.ts";
import { SYSTEM } from "./webhook-corpus-system.ts";
import { NOTICES } from "./webhook-corpus-notices.ts";
import { VARIANTS } from "./webhook-corpus-variants.ts";

/** Every example of the wire facts, and what they list beside, in our own form, with invented people. */
export const EXAMPLES: readonly Example[] = [
  ...MESSAGES,
  ...SYSTEM,
  ...STATUS_EXAMPLES,
  ...APP_EXAMPLES,
  ...ACCOUNT_EXAMPLES,
  ...NOTICES,
  ...VARIANTS,
];
