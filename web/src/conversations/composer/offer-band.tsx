import type { ConversationRow } from "@balcao/api";
import { UserCheck } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useSelf } from "../../lib/queries.ts";
import { accept, assign } from "../commands.ts";
import { offerOf } from "../offer.ts";
import { useThread } from "../queries.ts";
import { useNames } from "../use-names.ts";
import { Band } from "./band.tsx";

/** A colleague gave this conversation to the reader: to accept, or to give back to the team. Nothing once it is taken up. */
export function OfferBand({ conversation }: { conversation: ConversationRow }): ReactElement | null {
  const { t } = useTranslation("desk");
  const me = useSelf();
  const names = useNames();
  const { id, agentId } = conversation;
  const { data } = useThread(id);
  if (agentId !== me.agent.id) return null;
  const offer = offerOf(data?.entries ?? [], me.agent.id);
  if (!offer) return null;
  const reason = typeof offer.data["reason"] === "string" ? offer.data["reason"] : "";
  const name = names.agent(offer.agentId);
  return (
    <Band
      tone="own"
      icon={<UserCheck size={16} aria-hidden />}
      action={
        <>
          <button type="button" onClick={() => void accept(id)}>
            {t("offer.accept")}
          </button>
          <button type="button" onClick={() => void assign(id, null)}>
            {t("offer.giveBack")}
          </button>
        </>
      }
    >
      {reason === "" ? t("offer.given", { name }) : t("offer.givenBecause", { name, reason })}
    </Band>
  );
}
