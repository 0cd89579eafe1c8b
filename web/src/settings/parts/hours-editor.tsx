import { Button, Radio } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Plus, X } from "lucide-react";
import { useId, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useSelf } from "../../lib/queries.ts";
import {
  alwaysOpen,
  weekdayName,
  zoneName,
  MOST_STRETCHES,
  nextStretch,
  usualWeek,
  WEEK,
  type HoursDraft,
  type StretchDraft,
} from "./hours.ts";
import classes from "./hours-editor.module.css";
import { stretchPath } from "./paths.ts";
import type { Errors } from "./use-editor.ts";

type DayProps = {
  day: number;
  name: string;
  stretches: readonly StretchDraft[];
  errors: Errors;
  change: (day: number, stretches: StretchDraft[]) => void;
};

function Stretch({
  stretch,
  name,
  path,
  error,
  change,
  remove,
}: {
  stretch: StretchDraft;
  name: string;
  path: string;
  error: string | undefined;
  change: (next: StretchDraft) => void;
  remove: () => void;
}): ReactElement {
  const { t } = useTranslation("settings");
  const errorId = useId();
  const field = (end: "from" | "to") => ({
    type: "time",
    value: stretch[end],
    "aria-label": t(`hours.${end}`, { name }),
    "aria-invalid": error ? true : undefined,
    "aria-describedby": error ? errorId : undefined,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      change({ ...stretch, [end]: event.currentTarget.value }),
  });
  return (
    <div className={classes.stretch} data-path={path}>
      <div className={classes.times}>
        <input {...field("from")} />
        <span aria-hidden>{t("hours.until")}</span>
        <input {...field("to")} />
        <button
          type="button"
          className={classes.remove}
          aria-label={t("hours.remove", { name })}
          onClick={remove}
        >
          <X size={16} />
        </button>
      </div>
      {error && (
        <p id={errorId} className={classes.error}>
          {error}
        </p>
      )}
    </div>
  );
}

/** One day: its stretches, or closed. */
function Day({ day, name, stretches, errors, change }: DayProps): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <div className={classes.day} role="group" aria-label={name}>
      <span className={classes.dayName}>{name}</span>
      <div className={classes.stretches}>
        {stretches.length === 0 && <span className={classes.closed}>{t("hours.closed")}</span>}
        {stretches.map((stretch, index) => (
          <Stretch
            key={index}
            stretch={stretch}
            name={stretches.length > 1 ? `${name} (${index + 1})` : name}
            path={stretchPath(day, index)}
            error={errors[stretchPath(day, index)]}
            change={(next) =>
              change(
                day,
                stretches.map((other, at) => (at === index ? next : other)),
              )
            }
            remove={() =>
              change(
                day,
                stretches.filter((_, at) => at !== index),
              )
            }
          />
        ))}
      </div>
      <button
        type="button"
        className={classes.add}
        disabled={stretches.length >= MOST_STRETCHES}
        onClick={() => change(day, [...stretches, nextStretch(stretches)])}
      >
        <Plus size={15} aria-hidden />
        {t("hours.add")}
        <span className="visually-hidden"> ({name})</span>
      </button>
    </div>
  );
}

type Props = {
  label: string;
  /** what holds while no own hours are set, and what own hours are called */
  noneLabel: string;
  noneText: ReactNode;
  ownLabel: string;
  draft: HoursDraft;
  errors: Errors;
  change: (draft: HoursDraft) => void;
  readOnly: boolean;
};

/** Opening hours of a week, up to four stretches a day, on the account's clock. */
export function HoursEditor({
  label,
  noneLabel,
  noneText,
  ownLabel,
  draft,
  errors,
  change,
  readOnly,
}: Props): ReactElement {
  const { t, i18n } = useTranslation("settings");
  const { timeZone } = useSelf().account;
  const setDay = (day: number, stretches: StretchDraft[]): void =>
    change({ ...draft, days: draft.days.map((other, index) => (index === day ? stretches : other)) });
  const monday = draft.days[1] ?? [];
  const presets = [
    { label: t("hours.usual"), days: usualWeek },
    { label: t("hours.always"), days: alwaysOpen },
    {
      label: t("hours.likeMonday"),
      days: () =>
        draft.days.map((day, index) => (index >= 1 && index <= 5 ? monday.map((s) => ({ ...s })) : day)),
    },
  ];
  return (
    <div className={classes.editor}>
      <Radio.Group
        label={label}
        value={draft.own ? "own" : "none"}
        onChange={(value) => change({ ...draft, own: value === "own" })}
      >
        <div className={classes.choices}>
          <Radio value="none" label={noneLabel} description={noneText} disabled={readOnly} />
          <Radio value="own" label={ownLabel} disabled={readOnly} />
        </div>
      </Radio.Group>
      {draft.own && (
        <div className={classes.week}>
          <p className={classes.zone}>{t("hours.zone", { zone: zoneName(timeZone, i18n.language) })}</p>
          {WEEK.map((day) => (
            <Day
              key={day}
              day={day}
              name={weekdayName(day, i18n.language)}
              stretches={draft.days[day] ?? []}
              errors={errors}
              change={setDay}
            />
          ))}
          {!readOnly && (
            <div className={classes.presets}>
              {presets.map(({ label: text, days }) => (
                <Button
                  key={text}
                  variant="default"
                  size="compact-sm"
                  onClick={() => change({ ...draft, days: days() })}
                >
                  {text}
                </Button>
              ))}
            </div>
          )}
        </div>
      )}
    </div>
  );
}
