import type { Knobs } from "./knobs.ts";

/** A business number as given by whoever sets the simulator up; everything but the id has a default. */
export type NumberInput = {
  phoneNumberId: string;
  wabaId?: string;
  appId?: string;
  portfolioId?: string;
  /** with or without punctuation */
  displayPhone?: string;
  verifiedName?: string;
  webhookUrl?: string | null;
  appSecret?: string;
  verifyToken?: string;
  accessToken?: string;
  appLive?: boolean;
  subscribed?: boolean;
  registered?: boolean;
  banned?: boolean;
  tokenExpired?: boolean;
  paymentMethod?: boolean;
  allowList?: string[] | null;
  webhookVersion?: string;
  pin?: string | null;
  codeVerified?: boolean;
  status?: string | null;
  qualityRating?: string;
  nameStatus?: string;
  messagingLimit?: string;
  throughputLevel?: string;
  fields?: string[] | null;
  scopes?: string[];
  tokenExpiresAt?: number;
  onBizApp?: boolean;
  sharesHistory?: boolean;
};

export type SimulatorOptions = {
  /** 0 = any free port. Default 4100. Always bound to 127.0.0.1. */
  port?: number;
  /** Numbers there from the start. Numbers in a snapshot keep their chats and take these settings. */
  numbers?: NumberInput[];
  seed?: number;
  /** "manual" stands still and moves only by `advance`; default "system". */
  clock?: "system" | "manual";
  /** Start of a manual clock, epoch ms. */
  startAt?: number;
  /** Offset file for another process to follow; system clock only. */
  clockFile?: string | null;
  /** Snapshot file; null keeps everything in memory. */
  stateFile?: string | null;
  knobs?: Partial<Knobs> & { mode?: "faithful" | "strict" };
  /** Accepted sends, webhook deliveries and charges kept for inspection. Default 5,000 each. */
  ledgerLimit?: number;
  /** Real milliseconds after which an unanswered webhook counts as failed. Default 10,000. */
  webhookTimeoutMs?: number;
  /** Webhook POSTs in flight at one time. Default 64. */
  webhookConcurrency?: number;
  /** Called with anything unexpected; default writes one line to stderr. */
  onError?: (error: unknown) => void;
};

/** Values used when nothing is given: all invented, fit for a laptop only. */
export const DEFAULT_NUMBER = {
  phoneNumberId: "100000000000001",
  wabaId: "200000000000001",
  appId: "300000000000001",
  portfolioId: "400000000000001",
  displayPhone: "5511900000001",
  verifiedName: "Loja Girassol",
  appSecret: "simulated-app-secret",
  verifyToken: "simulated-verify-token",
  accessToken: "simulated-access-token",
} as const;
