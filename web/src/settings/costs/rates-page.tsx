import type { CostSettings } from "@balcao/api";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Plus, Trash2 } from "lucide-react";
import type { ReactElement } from "react";
import { newKey } from "../../conversations/new-key.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { FormFrame } from "../parts/form-frame.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import parts from "../parts/parts.module.css";
import { useEditor, type Editor, type Errors } from "../parts/use-editor.ts";
import { CostsFrame } from "./costs-frame.tsx";
import classes from "./costs.module.css";
import { keepCostSettings, useCostSettings } from "./queries.ts";
import { PRICED, useCostWords } from "./use-words.ts";
import { costsOfValues, problemsOfCosts, valuesOfCosts, type CostValues, type RateValues } from "./values.ts";

type RowProps = {
  rate: RateValues;
  index: number;
  errors: Errors;
  change: (patch: Partial<RateValues>) => void;
  remove: () => void;
};

function RateRow({ rate, index, errors, change, remove }: RowProps): ReactElement {
  const { t } = useTranslation("costs");
  const words = useCostWords();
  const { category, from, price } = rate;
  const known: readonly string[] = PRICED;
  const offered = known.includes(category) ? known : [...known, category];
  const path = (field: string): string => `rates.${index}.${field}`;
  return (
    <div
      className={classes.rate}
      role="group"
      aria-label={t("rates.one", { name: words.category(category) })}
    >
      <NativeSelect
        label={t("category")}
        data-path={path("category")}
        value={category}
        onChange={(event) => change({ category: event.currentTarget.value })}
        data={offered.map((value) => ({ value, label: words.category(value) }))}
      />
      <TextInput
        type="date"
        label={t("rates.from")}
        data-path={path("from")}
        value={from}
        error={errors[path("from")]}
        onChange={(event) => change({ from: event.currentTarget.value })}
      />
      <TextInput
        label={t("rates.price")}
        inputMode="decimal"
        autoComplete="off"
        maxLength={14}
        data-path={path("micros")}
        value={price}
        error={errors[path("micros")]}
        onChange={(event) => change({ price: event.currentTarget.value })}
      />
      <Button
        variant="subtle"
        size="compact-md"
        aria-label={t("rates.remove", { name: words.category(category), from })}
        onClick={remove}
      >
        <Trash2 size={16} aria-hidden />
      </Button>
    </div>
  );
}

function Rates({ editor }: { editor: Editor<CostValues> }): ReactElement {
  const { t } = useTranslation("costs");
  const { values, errors, change } = editor;
  const { rates } = values;
  const add = (): void => {
    const missing = PRICED.find((category) => !rates.some((rate) => rate.category === category));
    change({ rates: [...rates, { key: newKey(), category: missing ?? "service", from: "", price: "" }] });
  };
  return (
    <div className={classes.rates}>
      {rates.length === 0 && <p className={parts.effect}>{t("rates.none")}</p>}
      {rates.map((rate, index) => (
        <RateRow
          key={rate.key}
          rate={rate}
          index={index}
          errors={errors}
          change={(patch) => change({ rates: rates.with(index, { ...rate, ...patch }) })}
          remove={() => change({ rates: rates.toSpliced(index, 1) })}
        />
      ))}
      <div>
        <Button variant="default" leftSection={<Plus size={16} aria-hidden />} onClick={add}>
          {t("rates.add")}
        </Button>
      </div>
    </div>
  );
}

function RatesForm({ saved }: { saved: CostSettings }): ReactElement {
  const { t, i18n } = useTranslation(["costs", "settings"]);
  const locale = i18n.language;
  const editor = useEditor<CostSettings, CostValues>({
    saved,
    valuesOf: (settings) => valuesOfCosts(settings, locale),
    validate: (values) => {
      const errors: Errors = {};
      for (const { path, code } of problemsOfCosts(values)) errors[path] ??= t(`costs:problems.${code}`);
      return errors;
    },
    save: (values, from) =>
      api<CostSettings>("/api/settings/costs", {
        method: "PUT",
        body: costsOfValues(values, from?.version ?? saved.version),
      }),
    onSaved: (settings) => {
      keepCostSettings(settings);
      toast(t("settings:form.saved"));
    },
    onConflict: (current) => keepCostSettings(current as CostSettings),
  });
  const { values, change, errors } = editor;
  const fieldName = (name: keyof CostValues): string => t(`costs:fields.${name}`);
  return (
    <FormFrame
      editor={editor}
      fieldName={fieldName}
      pathName={(path) => {
        if (path.startsWith("rates.")) return t("costs:fields.rates");
        if (path === "budget.warnPercent") return fieldName("warnPercent");
        return fieldName(path === "currency" ? "currency" : "budget");
      }}
      fieldText={(name, of) => (name === "rates" ? String(of.rates.length) : of[name])}
    >
      <Section title={t("costs:rates.title")} lead={t("costs:rates.lead")}>
        <div className={parts.two}>
          <TextInput
            label={t("costs:fields.currency")}
            description={t("costs:rates.currencyHelp")}
            maxLength={3}
            autoCapitalize="characters"
            spellCheck={false}
            data-path="currency"
            value={values.currency}
            error={errors["currency"]}
            onChange={(event) => change({ currency: event.currentTarget.value })}
          />
        </div>
        <Rates editor={editor} />
      </Section>
      <Section title={t("costs:budget.title")} lead={t("costs:budget.lead")}>
        <div className={parts.two}>
          <TextInput
            label={t("costs:fields.budget")}
            description={t("costs:budget.help")}
            inputMode="decimal"
            autoComplete="off"
            maxLength={14}
            data-path="budget.micros"
            value={values.budget}
            error={errors["budget.micros"]}
            onChange={(event) => change({ budget: event.currentTarget.value })}
          />
          <TextInput
            label={t("costs:fields.warnPercent")}
            description={t("costs:budget.warnHelp")}
            inputMode="numeric"
            maxLength={2}
            data-path="budget.warnPercent"
            value={values.warnPercent}
            error={errors["budget.warnPercent"]}
            onChange={(event) => change({ warnPercent: event.currentTarget.value })}
          />
        </div>
      </Section>
    </FormFrame>
  );
}

/** Configurações > Custos > Preços e orçamento. */
export function RatesPage(): ReactElement {
  useTranslation(["costs", "settings"]);
  const { data, error, refetch } = useCostSettings();
  return (
    <CostsFrame>
      {data ? (
        <RatesForm saved={data} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </CostsFrame>
  );
}
