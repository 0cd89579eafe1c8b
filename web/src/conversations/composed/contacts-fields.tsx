import type { Agent, ConversationRow } from "@balcao/api";
import { COMPOSED_LIMITS, digitsOf, fold, type Composition } from "@balcao/core";
import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Plus, Search, UserRound, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api } from "../../lib/api.ts";
import { useAgents, useSelf } from "../../lib/queries.ts";
import dialogs from "../dialogs/dialogs.module.css";
import { nameOf } from "../names.ts";
import classes from "./composed.module.css";
import type { FieldErrors } from "./field-errors.ts";

type Draft = Extract<Composition, { type: "contacts" }>;
type Card = Draft["cards"][number];
type Props = { draft: Draft; change: (next: Draft) => void; errors: FieldErrors };

const PAUSE_MS = 250;
const MOST_FOUND = 6;
const BLANK: Card = { name: "", organisation: null, phones: [], emails: [] };
const isBlank = ({ name, organisation, phones, emails }: Card): boolean =>
  !name && !organisation && phones.every(({ phone }) => phone === "") && emails.length === 0;

type Found = { id: string; name: string; facts: string; card: Card };

/** Customers of conversations that this person sees, and colleagues. A customer whose phone nobody knows has no card. */
function useFound(query: string, unknown: string): Found[] {
  const { account } = useSelf();
  const { data: agents } = useAgents();
  const { data: rows } = useQuery({
    queryKey: ["cards", query],
    enabled: query !== "",
    queryFn: () =>
      api<{ items: ConversationRow[] }>(`/api/conversations?tab=all&limit=20&q=${encodeURIComponent(query)}`),
  });
  if (query === "") return [];
  const colleagues = (agents ?? [])
    .filter((agent: Agent) => agent.active && fold(agent.name).includes(fold(query)))
    .map(({ id, name, email }): Found => ({
      id,
      name,
      facts: email,
      card: { name, organisation: account.name, phones: [], emails: [email] },
    }));
  const customers = new Map(
    (rows?.items ?? []).flatMap(({ contact }): [string, Found][] => {
      const { id, phone } = contact;
      if (phone === null) return [];
      const name = nameOf(contact, unknown);
      const phones = [{ phone, waId: digitsOf(phone), type: "CELL" }];
      return [[id, { id, name, facts: phone, card: { ...BLANK, name, phones } }]];
    }),
  );
  return [...customers.values(), ...colleagues].slice(0, MOST_FOUND);
}

function Finder({ add }: { add: (card: Card) => void }): ReactElement {
  const { t } = useTranslation(["composer", "common"]);
  const [text, setText] = useState("");
  const [query] = useDebouncedValue(text.trim(), PAUSE_MS);
  const found = useFound(query, t("common:unknownContact"));
  const choose = ({ card }: Found): void => {
    setText("");
    add(card);
  };
  return (
    <div>
      <TextInput
        data-autofocus
        label={t("composer:composed.contacts.find")}
        value={text}
        autoComplete="off"
        leftSection={<Search size={15} aria-hidden />}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key !== "Enter" || text.trim() === "") return;
          event.preventDefault();
          if (first) choose(first);
        }}
      />
      {text !== "" && (
        <ul className={classes.recent}>
          {found.map((one) => (
            <li key={one.id}>
              <button type="button" onClick={() => choose(one)}>
                <UserRound size={15} aria-hidden />
                <span>
                  {one.name} <small>{one.facts}</small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="visually-hidden" role="status">
        {text === "" ? "" : t("composer:composed.contacts.found", { count: found.length })}
      </p>
    </div>
  );
}

function CardFields({
  card,
  index,
  change,
  remove,
  errors,
}: {
  card: Card;
  index: number;
  change: (next: Partial<Card>) => void;
  remove: (() => void) | null;
  errors: FieldErrors;
}): ReactElement {
  const { t } = useTranslation("composer");
  const path = `cards.${index}`;
  return (
    <fieldset className={classes.card}>
      <legend>{t("composed.contacts.card", { number: index + 1 })}</legend>
      <TextInput
        label={t("composed.contacts.name")}
        value={card.name}
        error={errors(`${path}.name`)}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t("composed.contacts.phone")}
        type="tel"
        value={card.phones[0]?.phone ?? ""}
        error={errors(`${path}.phones.0.phone`)}
        // another phone than the customer's is not known to be on WhatsApp
        onChange={(event) =>
          change({ phones: [{ phone: event.currentTarget.value, waId: null, type: null }] })
        }
      />
      <TextInput
        label={t("composed.contacts.organisation")}
        value={card.organisation ?? ""}
        error={errors(`${path}.organisation`)}
        onChange={(event) => change({ organisation: event.currentTarget.value })}
      />
      {card.emails.length > 0 && <p className={classes.note}>{card.emails.join(", ")}</p>}
      {remove && (
        <button
          type="button"
          className={classes.remove}
          aria-label={t("composed.contacts.remove", { number: index + 1 })}
          title={t("composed.contacts.remove", { number: index + 1 })}
          onClick={remove}
        >
          <X size={16} />
        </button>
      )}
    </fieldset>
  );
}

/** Cards of people: found among ours, or typed. */
export function ContactsFields({ draft, change, errors }: Props): ReactElement {
  const { t } = useTranslation("composer");
  const cards = draft.cards.length > 0 ? draft.cards : [BLANK];
  const form = useRef<HTMLDivElement>(null);
  const count = useRef(cards.length);
  const put = (next: Card[]): void => change({ ...draft, cards: next });
  useEffect(() => {
    // a card that came is gone on with in its first field
    if (cards.length > count.current)
      form.current?.querySelector<HTMLElement>("fieldset:last-of-type input")?.focus();
    count.current = cards.length;
  }, [cards.length]);
  return (
    <div ref={form} className={dialogs.form}>
      <Finder add={(card) => put([...cards.filter((one) => !isBlank(one)), card])} />
      {cards.map((card, index) => (
        <CardFields
          // oxlint-disable-next-line react/no-array-index-key -- cards have no identity but their place
          key={index}
          card={card}
          index={index}
          errors={errors}
          change={(next) =>
            put(cards.map((other, place) => (place === index ? { ...other, ...next } : other)))
          }
          remove={cards.length > 1 ? () => put(cards.filter((_, place) => place !== index)) : null}
        />
      ))}
      {cards.length < COMPOSED_LIMITS.cards && (
        <Button
          variant="subtle"
          size="xs"
          leftSection={<Plus size={15} aria-hidden />}
          onClick={() => put([...cards, BLANK])}
        >
          {t("composed.contacts.add")}
        </Button>
      )}
    </div>
  );
}
