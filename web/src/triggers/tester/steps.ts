import type { TesterStep } from "@balcao/core";

/** What a kept script may hold (TesterStep of the contract). */
export const STEPS_MOST = 200;
export const TEXT_MOST = 4096;
const OPTION_MOST = 256;
/** The longest single wait. */
export const HOURS_MOST = 8760;

/** Steps for an address: JSON in base64url (RFC 4648, section 5), without padding. */
export function encodeSteps(steps: readonly TesterStep[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(steps));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const textOf = (value: unknown, most: number): string | null =>
  typeof value === "string" && value.length > 0 && value.length <= most ? value : null;

/** One step as somebody else wrote it: what is not known is left behind, null when it means nothing. */
function readStep(value: unknown): TesterStep | null {
  if (typeof value !== "object" || value === null) return null;
  const step = value as Record<string, unknown>;
  switch (step["does"]) {
    case "writes": {
      const text = textOf(step["text"], TEXT_MOST);
      return text === null ? null : { does: "writes", text };
    }
    case "taps": {
      const option = textOf(step["option"], OPTION_MOST);
      return option === null ? null : { does: "taps", option };
    }
    case "sends": {
      const { what } = step;
      return what === "audio" || what === "image" ? { does: "sends", what } : null;
    }
    case "waits": {
      const { hours } = step;
      return typeof hours === "number" && hours > 0 && hours <= HOURS_MOST ? { does: "waits", hours } : null;
    }
    default:
      return null;
  }
}

/** The steps of an address, or null when it is not one of ours: anybody can write an address. */
export function decodeSteps(encoded: string): TesterStep[] | null {
  let value: unknown;
  try {
    const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  if (!Array.isArray(value) || value.length === 0 || value.length > STEPS_MOST) return null;
  const steps = value.map(readStep);
  return steps.every((step) => step !== null) ? steps : null;
}
