import type { BotFile } from "@balcao/api";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { focused, tabTo } from "./keyboard.ts";

type FileTrigger = BotFile["triggers"][number];

/** The words of the editor in the language of the page. */
const LABELS = {
  description: "Descrição",
  team: "Equipe",
  operator: "Operador",
  onMessage: "Quando o cliente escreve",
  greater_than: "maior que",
  less_than: "menor que",
  hours: "Horas",
  reply: "Resposta esperada do cliente",
  smartMessage: "Mensagem inteligente",
  handOverTeam: "Encaminhar para",
  message: "Mensagem",
  keywords: "Palavras-chave separadas por vírgula",
} as const;

/** Chooses in the list that has the focus by typing the beginning of the name, as the browser's own lists allow. */
async function choose(page: Page, label: string): Promise<void> {
  await page.keyboard.type(label);
  const shown = await page.evaluate(() => {
    const field = document.activeElement;
    return field instanceof HTMLSelectElement ? field.selectedOptions[0]?.text : null;
  });
  expect(shown).toBe(label);
}

/** Fills the form of a new trigger, whose first field has the focus, with nothing but the keyboard. `isBegun`: its reply is there. */
export async function typeTrigger(
  page: Page,
  trigger: FileTrigger,
  { isBegun = false }: { isBegun?: boolean } = {},
): Promise<void> {
  const { keyboard } = page;
  await expect.poll(() => focused(page)).toBe(LABELS.description);
  await keyboard.press("Control+a");
  await keyboard.type(trigger.description);
  await tabTo(page, LABELS.team);
  await choose(page, trigger.team.team);
  if (trigger.fires === "on_entry") {
    await tabTo(page, LABELS.onMessage);
    await keyboard.press("ArrowDown");
  } else {
    if (trigger.idle) {
      await tabTo(page, LABELS.operator);
      await choose(page, LABELS[trigger.idle.operator]);
      await tabTo(page, LABELS.hours);
      await keyboard.type(String(trigger.idle.hours));
    }
    if (trigger.expectedReply && !isBegun) {
      await tabTo(page, LABELS.reply);
      await keyboard.type(trigger.expectedReply.join(", "));
    }
  }
  await tabTo(page, LABELS.smartMessage);
  const { action } = trigger;
  if (action.type === "hand_over") {
    await keyboard.press("ArrowDown");
    await tabTo(page, LABELS.handOverTeam);
    return choose(page, action.team);
  }
  await tabTo(page, LABELS.message);
  await keyboard.type(action.text);
  await tabTo(page, LABELS.keywords);
  await keyboard.type(action.keywords.join(", "));
}
