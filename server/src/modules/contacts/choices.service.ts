import type { ContactChoice, ContactDetails } from "@balcao/api";
import { standingChoice } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { conflict } from "../../platform/problem.ts";
import type { ContactDoor } from "./contacts.door.ts";
import { change } from "./details.service.ts";
import { choicesOf, noteMarketing, type NewMarketingChoice } from "./marketing.queries.ts";

/**
 * Notes for a person that they want no marketing, or nothing that goes out by itself, which marketing is part of; or takes such a note back.
 * What they said themselves no agent takes back: a problem 409.
 */
export const noteChoice = (
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  id: string,
  wanted: ContactChoice,
): Promise<ContactDetails> =>
  change(deps, door, actor, id, async (tx, _facts, now) => {
    const { accountId, agentId } = actor;
    const { kind, stopped, reason } = wanted;
    const kinds = kind === "automatic" && stopped ? (["automatic", "marketing"] as const) : [kind];
    const rows: NewMarketingChoice[] = [];
    for (const one of kinds) {
      const { own, noted } = await choicesOf(tx, accountId, id, one);
      const stands = standingChoice(own, noted);
      if ((stands?.stopped ?? false) === stopped) continue;
      if (!stopped && stands?.source !== "agent") throw conflict("choice_is_contacts");
      // of two notes within a millisecond the later counts
      const at = Math.max(now, (noted?.at ?? -Infinity) + 1, (own?.at ?? -Infinity) + 1);
      rows.push({ accountId, contactId: id, kind: one, at, stopped, source: "agent", agentId, reason });
    }
    if (rows.length === 0) return false;
    await noteMarketing(tx, rows);
    await door.tellChoice(tx, actor, id, wanted, now);
    return true;
  });
