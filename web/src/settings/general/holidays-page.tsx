import type { HolidaySettings } from "@balcao/api";
import {
  isOptionalHoliday,
  localTime,
  NATIONAL_HOLIDAYS,
  nationalDates,
  type NationalHoliday,
} from "@balcao/core";
import { Button, Checkbox, Switch, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { serverNow } from "../../lib/clock.ts";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { Caution } from "../parts/caution.tsx";
import { FormFrame } from "../parts/form-frame.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import { useEditor, type Editor, type Errors } from "../parts/use-editor.ts";
import { keepHolidays, useHolidays, useSettings } from "../queries.ts";
import { GeneralFrame } from "./general-frame.tsx";
import classes from "./holidays.module.css";
import {
  holidayPath,
  holidaysOf,
  longDate,
  MOST_OWN_HOLIDAYS,
  newHoliday,
  problemsOfHolidays,
  valuesOfHolidays,
  type HolidayDraft,
  type HolidayValues,
} from "./holiday-values.ts";

type PartProps = { editor: Editor<HolidayValues>; readOnly: boolean };

/** The country's days, each with its date of this year. */
function National({ editor: { values, change }, readOnly }: PartProps): ReactElement {
  const { t, i18n } = useTranslation("settings");
  const { timeZone } = useSelf().account;
  const year = Number(localTime(serverNow(), timeZone).date.slice(0, 4));
  const toggle = (code: NationalHoliday, isKept: boolean): void =>
    change({
      national: [...values.national.filter((other) => other !== code), ...(isKept ? [code] : [])].sort(),
    });
  return (
    <Section title={t("holidays.national")} lead={t("holidays.nationalLead")}>
      <div className={classes.days}>
        {NATIONAL_HOLIDAYS.map((code) => (
          <Switch
            key={code}
            label={t(`holidays.codes.${code}`)}
            description={[
              nationalDates(code, year)
                .map((date) => longDate(date, i18n.language))
                .join(" · "),
              ...(isOptionalHoliday(code) ? [t("holidays.optional")] : []),
            ].join(" — ")}
            disabled={readOnly}
            checked={values.national.includes(code)}
            onChange={(event) => toggle(code, event.currentTarget.checked)}
          />
        ))}
      </div>
    </Section>
  );
}

function OwnDay({
  day,
  index,
  errors,
  readOnly,
  change,
  remove,
}: {
  day: HolidayDraft;
  index: number;
  errors: Errors;
  readOnly: boolean;
  change: (patch: Partial<HolidayDraft>) => void;
  remove: () => void;
}): ReactElement {
  const { t } = useTranslation("settings");
  const name = day.name.trim() || day.date || String(index + 1);
  return (
    <div className={classes.row} role="group" aria-label={name}>
      <TextInput
        type="date"
        label={t("holidays.date")}
        data-path={holidayPath(index, "date")}
        disabled={readOnly}
        value={day.date}
        error={errors[holidayPath(index, "date")]}
        onChange={(event) => change({ date: event.currentTarget.value })}
      />
      <TextInput
        label={t("holidays.name")}
        data-path={holidayPath(index, "name")}
        maxLength={80}
        autoComplete="off"
        disabled={readOnly}
        value={day.name}
        error={errors[holidayPath(index, "name")]}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Checkbox
        label={t("holidays.yearly")}
        aria-label={t("holidays.yearlyNamed", { name })}
        disabled={readOnly}
        checked={day.yearly}
        onChange={(event) => change({ yearly: event.currentTarget.checked })}
      />
      {!readOnly && (
        <button
          type="button"
          className={classes.remove}
          aria-label={t("holidays.remove", { name })}
          onClick={remove}
        >
          <X size={16} aria-hidden />
        </button>
      )}
    </div>
  );
}

/** The company's own days. */
function Own({ editor: { values, change, errors }, readOnly }: PartProps): ReactElement {
  const { t } = useTranslation("settings");
  const { own } = values;
  return (
    <Section title={t("holidays.own")} lead={t("holidays.ownLead")}>
      {own.length === 0 && <p className={classes.none}>{t("holidays.noneOwn")}</p>}
      {own.map((day, index) => (
        <OwnDay
          key={day.key}
          day={day}
          index={index}
          errors={errors}
          readOnly={readOnly}
          change={(patch) => change({ own: own.with(index, { ...day, ...patch }) })}
          remove={() => change({ own: own.toSpliced(index, 1) })}
        />
      ))}
      {!readOnly && (
        <div>
          <Button
            variant="default"
            disabled={own.length >= MOST_OWN_HOLIDAYS}
            onClick={() => change({ own: [...own, newHoliday(own)] })}
          >
            {t("holidays.add")}
          </Button>
        </div>
      )}
    </Section>
  );
}

/** Without hours of its own an account is always open, and no holiday closes it. */
function NoHours(): ReactElement | null {
  const { t } = useTranslation("settings");
  const { data: settings } = useSettings();
  if (!settings || settings.businessHours) return null;
  return (
    <Caution>
      {t("holidays.noHours")}{" "}
      <Link to="/settings/general/whatsapp" className={classes.link}>
        {t("holidays.defineHours")}
      </Link>
    </Caution>
  );
}

function HolidaysForm({ saved }: { saved: HolidaySettings }): ReactElement {
  const { t } = useTranslation("settings");
  const readOnly = !hasRole(useSelf(), "administrator");
  const editor = useEditor<HolidaySettings, HolidayValues>({
    saved,
    valuesOf: valuesOfHolidays,
    validate: (values) =>
      Object.fromEntries(
        problemsOfHolidays(values).map(({ path, code }) => [path, t(`holidays.problems.${code}`)]),
      ),
    save: (values, from) =>
      api<HolidaySettings>("/api/settings/holidays", {
        method: "PUT",
        body: { ...holidaysOf(values), version: from?.version ?? saved.version },
      }),
    onSaved: (holidays) => {
      keepHolidays(holidays);
      toast(t("form.saved"));
    },
    onConflict: (current) => keepHolidays(current as HolidaySettings),
  });
  const props = { editor, readOnly };
  return (
    <FormFrame
      editor={editor}
      readOnly={readOnly}
      fieldName={(field) => t(`holidays.${field}`)}
      pathName={() => t("holidays.own")}
      fieldText={(field, { national, own }) =>
        (field === "national"
          ? national.map((code) => t(`holidays.codes.${code}`))
          : own.map(({ name }) => name)
        ).join(", ") || t("holidays.nothing")
      }
    >
      <NoHours />
      <National {...props} />
      <Own {...props} />
    </FormFrame>
  );
}

/** Configurações Gerais do Sistema > Feriados: the days on which nobody works, whatever the hours. */
export function HolidaysPage(): ReactElement {
  useTranslation("settings");
  const { data, error, refetch } = useHolidays();
  return (
    <GeneralFrame>
      {data ? (
        <HolidaysForm saved={data} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </GeneralFrame>
  );
}
