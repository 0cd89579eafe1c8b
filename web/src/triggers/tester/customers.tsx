import type { Trigger } from "@balcao/core";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Plus, X } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
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

/** Who the customer is, and the other place a test can begin: any trigger. */
export function CustomerPanel({
  customer,
  rename,
  triggers,
  beginAt,
}: {
  customer: Customer;
  rename: (name: string) => void;
  triggers: readonly Trigger[];
  beginAt: (trigger: string) => void;
}): ReactElement {
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
