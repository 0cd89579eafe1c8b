export { NEEDED_FIELDS, setupClient, type Outcome, type SetupAccess, type SetupClient } from "./calls.ts";
export { CHECKS, type Check, type CheckAct, type CheckId, type CheckPart, type CheckState } from "./check.ts";
export {
  checksOf,
  isMended,
  refusalOf,
  setupChecks,
  stopFinding,
  troubleFinding,
  wasFound,
  worstOf,
} from "./checks.ts";
export { peopleAllowed } from "./checks-number.ts";
export { exchangeCode } from "./exchange.ts";
export { ownAddress } from "./checks-webhook.ts";
export type {
  CallbackAnswer,
  NumberNode,
  OwnFacts,
  SetupFacts,
  SubscribedApp,
  Subscription,
  Told,
  TokenFacts,
  WabaFacts,
} from "./facts.ts";
