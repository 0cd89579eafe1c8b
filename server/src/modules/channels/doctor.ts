import { formatPhone } from "@balcao/core";
import { worstOf, type Check } from "@balcao/whatsapp";
import { accountTimeZone } from "../accounts/index.ts";
import type { Deps } from "../../platform/deps.ts";
import { sayChecks, type SaidCheck } from "./check-words.ts";
import { checkUp, type CheckupOptions } from "./checkup.ts";
import { loadNumbers } from "./channels.queries.ts";
import type { OpenChannel } from "./channel-cache.ts";

const SIGNS: Readonly<Record<Check["state"], string>> = {
  ok: "✓",
  warn: "!",
  fail: "✗",
  wait: "…",
  unknown: "?",
};

type Locale = "pt-BR" | "en";
const NOTHING: Readonly<Record<Locale, string>> = {
  "pt-BR": "Nenhum número conectado.",
  en: "No number is connected.",
};

function linesOf({ state, name, sentence, repair, small }: SaidCheck): string[] {
  return [
    `  ${SIGNS[state]} ${name}: ${sentence}`,
    ...(repair === null ? [] : [`      → ${repair}`]),
    ...(small === null ? [] : [`      ${small}`]),
  ];
}

/** 0: nothing fails · 1: something does not work · 2: something could not be found out */
const codeOf = (checks: readonly Check[]): 0 | 1 | 2 => {
  const worst = worstOf(checks);
  return worst === "fail" ? 1 : worst === "unknown" ? 2 : 0;
};

/**
 * The checks of the number's page, for the terminal: every number of the installation, looked at anew. Answers what to print and the
 * exit code, that of the gravest number.
 */
export async function examine(
  deps: Deps,
  options: CheckupOptions,
  locale: Locale,
): Promise<{ text: string; code: 0 | 1 | 2 }> {
  const lines: string[] = [];
  const codes: (0 | 1 | 2)[] = [];
  const one = async (channel: OpenChannel, timeZone: string): Promise<void> => {
    const checks = await checkUp(deps, options, channel, false);
    codes.push(codeOf(checks));
    lines.push("", `${channel.name} · ${formatPhone(channel.displayPhone)}`);
    for (const part of sayChecks(checks, locale, timeZone))
      lines.push(` ${part.name}`, ...part.checks.flatMap(linesOf));
  };
  for (const { accountId, numbers } of await loadNumbers(deps.system)) {
    const timeZone = await deps.system.transaction().execute((tx) => accountTimeZone(tx, accountId));
    for (const { id } of numbers) {
      const channel = await options.channels.byId(id);
      if (channel) await one(channel, timeZone);
    }
  }
  if (codes.length === 0) return { text: NOTHING[locale], code: 0 };
  return { text: lines.slice(1).join("\n"), code: codes.includes(1) ? 1 : codes.includes(2) ? 2 : 0 };
}
