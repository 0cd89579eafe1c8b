import type { ConversationRow } from "@balcao/api";
import { momentOf, snoozeChoices } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { AlarmClock, RotateCcw } from "lucide-react";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { serverNow } from "../../lib/clock.ts";
import { useFormats } from "../../lib/format.ts";
import { useSelf } from "../../lib/queries.ts";
import dialogs from "../dialogs/dialogs.module.css";
import classes from "./marks.module.css";
import { perform } from "./perform.ts";

/** A date and a time of one's own, in the account's zone. */
function OwnMoment({ zone, choose }: { zone: string; choose: (at: number) => void }): ReactElement {
  const { t } = useTranslation(["marks", "desk"]);
  const formats = useFormats();
  const [date, setDate] = useState("");
  const [time, setTime] = useState("09:00");
  const [isPast, setPast] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const at = momentOf(`${date}T${time}`, zone);
    if (Number.isFinite(at) && at > serverNow()) choose(at);
    else setPast(true);
  };
  return (
    <form onSubmit={submit}>
      <fieldset className={dialogs.pick}>
        <legend>{t("marks:snooze.other")}</legend>
        <div className={classes.moment}>
          <label>
            {t("marks:snooze.date")}
            <input
              type="date"
              required
              value={date}
              min={formats.dayKey(serverNow())}
              onChange={(event) => setDate(event.currentTarget.value)}
            />
          </label>
          <label>
            {t("marks:snooze.time")}
            <input
              type="time"
              required
              value={time}
              onChange={(event) => setTime(event.currentTarget.value)}
            />
          </label>
          <Button type="submit">{t("desk:acts.snooze")}</Button>
        </div>
        {isPast && (
          <p className={classes.error} role="alert">
            {t("marks:snooze.past")}
          </p>
        )}
      </fieldset>
    </form>
  );
}

/** Adiar: one press for the usual moments, a field for any other. */
export function SnoozeDialog({
  rows,
  close,
}: {
  rows: readonly ConversationRow[];
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["marks", "desk", "common"]);
  const formats = useFormats();
  const zone = useSelf().account.timeZone;
  const [choices] = useState(() => snoozeChoices(serverNow(), zone));
  const until = (at: number | null): void => {
    close();
    void perform({ type: "snooze", until: at === null ? null : new Date(at).toISOString() }, rows);
  };
  return (
    <Dialog onClose={close} title={t("desk:acts.snooze")} size="sm">
      <div className={dialogs.form}>
        <p className={classes.help}>{t("marks:snooze.help")}</p>
        <div className={classes.choices}>
          {choices.map(({ choice, at }, index) => (
            <button
              key={choice}
              type="button"
              className={classes.choice}
              data-autofocus={index === 0 || undefined}
              onClick={() => until(at)}
            >
              <AlarmClock size={16} aria-hidden /> {t(`marks:snooze.${choice}`)}
              <small>{formats.full(at)}</small>
            </button>
          ))}
          {rows.some(({ snoozedUntil }) => snoozedUntil !== null) && (
            <button type="button" className={classes.choice} onClick={() => until(null)}>
              <RotateCcw size={16} aria-hidden /> {t("marks:snooze.back")}
            </button>
          )}
        </div>
        <OwnMoment zone={zone} choose={until} />
      </div>
    </Dialog>
  );
}
