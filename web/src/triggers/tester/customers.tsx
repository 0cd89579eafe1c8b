import type { Trigger } from "@balcao/core";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Plus, X } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useChannels } from "../../settings/channels/queries.ts";
import type { Company } from "../company.ts";
import type { Customer, Session } from "./session.ts";
import classes from "./tester.module.css";

const NAME_MOST = 60;

/** How a customer is called on the screen. */
export function useCustomerName(): (customer: Customer) => string {
  const { t } = useTranslation("tester");
  return ({ id, name, label }) => name || label || t("customers.unnamed", { number: id });
}

/** One customer after the other, each with a life and a clock of its own. */
export function CustomerTabs({
  session,
  choose,
  remove,
  add,
}: {
  session: Session;
  choose: (id: number) => void;
  remove: (id: number) => void;
  add: () => void;
}): ReactElement {
  const { t } = useTranslation("tester");
  const nameOf = useCustomerName();
  return (
    <div className={classes.customers} role="group" aria-label={t("customers.label")}>
      {session.customers.map((customer) => (
        <span
          key={customer.id}
          className={classes.customer}
          data-current={customer.id === session.current || undefined}
        >
          <button
            type="button"
            aria-pressed={customer.id === session.current}
            onClick={() => choose(customer.id)}
          >
            {nameOf(customer)}
          </button>
          {session.customers.length > 1 && (
            <button
              type="button"
              aria-label={t("customers.remove", { name: nameOf(customer) })}
              onClick={() => remove(customer.id)}
            >
              <X size={14} aria-hidden />
            </button>
          )}
        </span>
      ))}
      <Button variant="subtle" size="sm" leftSection={<Plus size={15} aria-hidden />} onClick={add}>
        {t("customers.add")}
      </Button>
    </div>
  );
}

/** Which of the numbers that begin elsewhere than the account the customer writes to; nothing where there is none. */
function WritesTo({
  number,
  numbers,
  writeTo,
}: Pick<Customer, "number"> & Pick<PanelProps, "numbers" | "writeTo">): ReactElement | null {
  const { t } = useTranslation("tester");
  const own = [...numbers].flatMap(([id, { firstTeamId }]) => (firstTeamId === null ? [] : [id]));
  const { data } = useChannels(own.length > 0);
  if (own.length === 0) return null;
  const nameOf = (id: string): string => data?.find((one) => one.id === id)?.name ?? "";
  return (
    <NativeSelect
      label={t("customers.number")}
      description={t("customers.numberHelp")}
      value={number ?? ""}
      onChange={({ currentTarget: { value } }) => writeTo(value || null)}
      data={[
        { value: "", label: t("customers.anyNumber") },
        ...own.map((id) => ({ value: id, label: nameOf(id) })),
      ]}
    />
  );
}

type PanelProps = {
  customer: Customer;
  rename: (name: string) => void;
  numbers: Company["numbers"];
  writeTo: (number: string | null) => void;
  triggers: readonly Trigger[];
  beginAt: (trigger: string) => void;
};

/** Who the customer is, and the other place a test can begin: any trigger. */
export function CustomerPanel({
  customer,
  rename,
  numbers,
  writeTo,
  triggers,
  beginAt,
}: PanelProps): ReactElement {
  const { t } = useTranslation("tester");
  const [trigger, setTrigger] = useState("");
  const start = triggers.find(({ id }) => id === customer.start);
  const chosen = triggers.some(({ id }) => id === trigger) ? trigger : (triggers[0]?.id ?? "");
  return (
    <section className={classes.card} aria-label={t("customers.label")}>
      {start && <p className={classes.startsAt}>{t("start.at", { trigger: start.description })}</p>}
      <TextInput
        label={t("customers.name")}
        description={t("customers.nameHelp")}
        maxLength={NAME_MOST}
        value={customer.name}
        onChange={(event) => rename(event.currentTarget.value)}
      />
      <WritesTo number={customer.number} numbers={numbers} writeTo={writeTo} />
      <form
        className={classes.date}
        onSubmit={(event) => {
          event.preventDefault();
          beginAt(chosen);
        }}
      >
        <NativeSelect
          label={t("start.label")}
          description={t("start.help")}
          value={chosen}
          onChange={(event) => setTrigger(event.currentTarget.value)}
          data={triggers.map(({ id, description }) => ({ value: id, label: description }))}
        />
        <Button type="submit" variant="default">
          {t("start.go")}
        </Button>
      </form>
    </section>
  );
}
