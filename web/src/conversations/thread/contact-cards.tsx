import { readPhone, type MessageContent } from "@balcao/core";
import { Copy, MailPlus, UserRound } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "../../lib/toast.ts";
import { openBegin } from "../dialogs/open.ts";
import classes from "./cards.module.css";
import { useIsStop } from "./stop.ts";

type Card = Extract<MessageContent, { type: "contacts" }>["cards"][number];

/** A phone of a card: it can be copied, and a conversation begun with it. */
function Phone({ phone, waId }: Card["phones"][number]): ReactElement {
  const { t } = useTranslation(["desk", "composer"]);
  const tabIndex = useIsStop() ? 0 : -1;
  const callable = waId === null ? readPhone(phone) : `+${waId}`;
  return (
    <span className={classes.phone}>
      <span>{phone}</span>
      <span className={classes.acts}>
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={t("composer:cards.copyPhone", { phone })}
          onClick={() =>
            void navigator.clipboard.writeText(phone).then(() => toast(t("composer:cards.phoneCopied")))
          }
        >
          <Copy size={13} aria-hidden /> {t("desk:copy")}
        </button>
        {callable !== null && (
          <button
            type="button"
            tabIndex={tabIndex}
            aria-label={t("composer:cards.beginWith", { phone })}
            onClick={() => openBegin(null, callable)}
          >
            <MailPlus size={13} aria-hidden /> {t("composer:cards.begin")}
          </button>
        )}
      </span>
    </span>
  );
}

/** Cards of people, as they were sent. */
export function ContactCards({ cards }: { cards: readonly Card[] }): ReactElement {
  return (
    <>
      {cards.map((card, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- cards of a message never move
        <div key={index} className={classes.person}>
          <span className={classes.icon}>
            <UserRound size={20} aria-hidden />
          </span>
          <span className={classes.text}>
            <strong>{card.name}</strong>
            {card.organisation && <span>{card.organisation}</span>}
            {card.phones.map((phone) => (
              <Phone key={phone.phone} {...phone} />
            ))}
            {card.emails.map((email) => (
              <span key={email}>{email}</span>
            ))}
          </span>
        </div>
      ))}
    </>
  );
}
