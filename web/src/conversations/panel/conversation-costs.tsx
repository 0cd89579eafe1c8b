import { REGULAR } from "@balcao/core";
import { Suspense, type ReactElement } from "react";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { Price } from "../../settings/costs/price.tsx";
import { useCostWords } from "../../settings/costs/use-words.ts";
import { useConversationCost, useFreeReplies } from "../costs.ts";
import type { PanelFacts } from "./contact-data.ts";
import panel from "./contact-panel.module.css";
import classes from "./conversation-costs.module.css";
import { Section } from "./section.tsx";

function FreeReplies({ channelId }: { channelId: string }): ReactElement | null {
  const { t } = useTranslation("costs");
  const shown = useFormats().number;
  const number = useFreeReplies(channelId, true);
  if (!number) return null;
  return (
    <p className={classes.free}>{t("free.used", { used: shown(number.used), free: shown(number.free) })}</p>
  );
}

function Costs({ conversation: { id, channel } }: { conversation: PanelFacts }): ReactElement | null {
  const { t } = useTranslation("costs");
  const shown = useFormats().number;
  const words = useCostWords();
  const { data: cost } = useConversationCost(id);
  if (!cost) return null;
  const { lines, currency, count } = cost;
  return (
    <Section title={t("ofConversation")}>
      {count === 0 ? (
        <p className={panel.none}>{t("counted", { count, shown: shown(count) })}</p>
      ) : (
        <table className={classes.lines}>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{t("category")}</th>
              <th scope="col">{t("messages")}</th>
              <th scope="col">{t("cost")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.category} ${line.type}`}>
                <th scope="row">{words.category(line.category)}</th>
                <td>{shown(line.count)}</td>
                <td>
                  {line.type === REGULAR ? (
                    <Price amount={line} currency={currency} />
                  ) : (
                    words.type(line.type)
                  )}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("sum")}</th>
              <td>{shown(count)}</td>
              <td>
                <Price amount={cost} currency={currency} />
              </td>
            </tr>
          </tfoot>
        </table>
      )}
      {channel && <FreeReplies channelId={channel.id} />}
    </Section>
  );
}

/** What Meta counted in this conversation and what that costs, for who oversees; asked for while the panel is open. */
export function ConversationCosts({ conversation }: { conversation: PanelFacts }): ReactElement | null {
  const mayLook = hasRole(useSelf(), "supervisor");
  return mayLook ? (
    <Suspense>
      <Costs conversation={conversation} />
    </Suspense>
  ) : null;
}
