import { readPhone, type MessageContent } from "@balcao/core";
import type { SavedContact } from "@balcao/api";
import { Copy, MailPlus, UserRound, UserRoundPlus } from "lucide-react";
import i18next from "i18next";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { toast } from "../../lib/toast.ts";
import { openBegin } from "../dialogs/open.ts";
import { nameOf } from "../names.ts";
import classes from "./cards.module.css";
import { useIsStop } from "./stop.ts";

type Card = Extract<MessageContent, { type: "contacts" }>["cards"][number];

/** names of contacts are no longer */
const LONGEST_NAME = 80;

/** Keeps who a card is of among the contacts, tells whether they were there before, and leads on to a conversation. */
async function save(phone: string, cardName: string): Promise<void> {
  const t = i18next.getFixedT(null, "composer", "cards");
  const name = cardName.slice(0, LONGEST_NAME).trim() || phone;
  try {
    const { outcome, contact } = await api<SavedContact>("/api/contacts", {
      method: "POST",
      body: { phone, name },
    });
    if (!contact) toast(t("knownByOthers"));
    else
      toast(t(outcome, { name: nameOf(contact, phone) }), {
        action: {
          label: t("begin"),
          run: () => openBegin({ contact, channelId: null, teamId: "" }),
        },
      });
  } catch (error) {
    toast(sentenceOf(error), { tone: "error" });
  }
}

function SaveButton({ phone, name, tabIndex }: { phone: string; name: string; tabIndex: number }) {
  const { t } = useTranslation("composer");
  const [isSaving, setSaving] = useState(false);
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-disabled={isSaving}
      aria-label={t("cards.saveOf", { name, phone })}
      onClick={() => {
        if (isSaving) return;
        setSaving(true);
        void save(phone, name).finally(() => setSaving(false));
      }}
    >
      <UserRoundPlus size={13} aria-hidden /> {t("cards.save")}
    </button>
  );
}

/** A phone of a card: it can be copied, kept as a contact, and a conversation begun with it. */
function Phone({ phone, waId, name }: Card["phones"][number] & { name: string }): ReactElement {
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
        {callable !== null && <SaveButton phone={callable} name={name} tabIndex={tabIndex} />}
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
              <Phone key={phone.phone} {...phone} name={card.name} />
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
