import type { TriggerFields } from "@balcao/api";
import type { Finding } from "@balcao/core";
import i18next from "i18next";
import { toast } from "../../lib/toast.ts";
import { changeTrigger, undo } from "../acts.ts";
import { changeText } from "../differences.ts";
import { botNow } from "../queries.ts";
import type { Tongue, TriggerFacts } from "../sentences.ts";

type Repair = NonNullable<Finding["repair"]>;

/** What a repair changes, in words: "Menu comercial → Palavras-chave: “Boleto”". */
export const repairText = (target: TriggerFacts, { change }: Repair, tongue: Tongue): string =>
  tongue.t("verify.repairHow", {
    description: target.description,
    change: changeText(target, change, tongue),
  });

/** The fields that a repair changes, as they are saved. */
export function repairFields({ change }: Repair): Partial<TriggerFields> {
  const { position: _position, ...fields } = change;
  return fields;
}

/** Saves what takes a finding away, with the way to undo it. */
export async function repairDraft(repair: Repair): Promise<void> {
  const trigger = botNow()?.triggers.find(({ id }) => id === repair.triggerId);
  if (!trigger) return;
  const { description } = trigger;
  const label = i18next.t("triggers:undo.repaired", { description });
  const act = await changeTrigger(trigger.id, repairFields(repair), label);
  if (act)
    toast(i18next.t("triggers:verify.repaired", { description }), {
      action: { label: i18next.t("common:undo"), run: () => void undo(act) },
    });
}
