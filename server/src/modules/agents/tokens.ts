import { createHash, randomBytes } from "node:crypto";

/** A token for a link that works once: 256 random bits (ASVS 11.5.1 asks for 128). Shown once, never stored. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** What of a token is stored and looked up. */
export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();
