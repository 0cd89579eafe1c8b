import type { MessageContent } from "@balcao/core";
import { ShoppingBag } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./cards.module.css";
import { FormattedText } from "./formatted-text.tsx";
import { money, totalsOf } from "./totals.ts";

/** What a customer put in the basket, with what it comes to. */
export function OrderView({ order }: { order: Extract<MessageContent, { type: "order" }> }): ReactElement {
  const { t, i18n } = useTranslation(["desk", "composer"]);
  return (
    <>
      <strong className={classes.title}>
        <ShoppingBag size={15} aria-hidden /> {t("desk:kinds.order")} ·{" "}
        {t("composer:cards.items", { count: order.items.length })}
      </strong>
      <ul className={classes.items}>
        {order.items.map(({ productId, quantity, price, currency }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- items of a message never move
          <li key={index}>
            <span>
              {quantity} × {productId}
            </span>
            {price !== null && currency && <span>{money(price * quantity, currency, i18n.language)}</span>}
          </li>
        ))}
        {totalsOf(order.items).map(({ currency, amount }) => (
          <li key={currency} className={classes.total}>
            <span>{t("composer:cards.total")}</span>
            <span>{money(amount, currency, i18n.language)}</span>
          </li>
        ))}
      </ul>
      {order.text && <FormattedText text={order.text} />}
    </>
  );
}
