import { momentOf, outlastsWindow, scheduleChoices } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { CalendarClock, History, TriangleAlert } from "lucide-react";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { sentenceOf } from "../../lib/api.ts";
import { serverNow } from "../../lib/clock.ts";
import { useFormats } from "../../lib/format.ts";
import { useSelf } from "../../lib/queries.ts";
import dialogs from "../dialogs/dialogs.module.css";
import marks from "../marks/marks.module.css";
import classes from "./scheduled.module.css";
import type { Moment } from "./scheduling.ts";

type Props = {
  /** what a text has to be sent within; absent for what does not ask for it */
  window?: { closesAt: number | null };
  /** the moment it has, or had */
  before?: Moment | undefined;
  /** throws what is then shown as the reason */
  choose: (moment: Moment) => Promise<void>;
  /** the way to a template, where there is one */
  askTemplate?: (() => void) | undefined;
  close: () => void;
};

/** A date and a time of one's own, in the account's zone, which is named. */
function OwnMoment({
  zone,
  before,
  choose,
}: {
  zone: string;
  before: number | undefined;
  choose: (at: number) => void;
}): ReactElement {
  const { t, i18n } = useTranslation("scheduled");
  const formats = useFormats();
  const [date, setDate] = useState(before === undefined ? "" : formats.dayKey(before));
  const [time, setTime] = useState(before === undefined ? "09:00" : formats.time(before));
  const [isPast, setPast] = useState(false);
  const named = new Intl.DateTimeFormat(i18n.language, { timeZone: zone, timeZoneName: "longGeneric" })
    .formatToParts(serverNow())
    .find(({ type }) => type === "timeZoneName");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const at = momentOf(`${date}T${time}`, zone);
    if (Number.isFinite(at) && at > serverNow()) choose(at);
    else setPast(true);
  };
  return (
    <form onSubmit={submit}>
      <fieldset className={dialogs.pick}>
        <legend>{t("dialog.other")}</legend>
        <div className={marks.moment}>
          <label>
            {t("dialog.date")}
            <input
              type="date"
              required
              value={date}
              min={formats.dayKey(serverNow())}
              onChange={(event) => setDate(event.currentTarget.value)}
            />
          </label>
          <label>
            {t("dialog.time")}
            <input
              type="time"
              required
              value={time}
              onChange={(event) => setTime(event.currentTarget.value)}
            />
          </label>
          <Button type="submit">{t("dialog.schedule")}</Button>
        </div>
        <p className={classes.zone}>{t("dialog.zone", { zone: named?.value ?? zone })}</p>
        {isPast && (
          <p className={marks.error} role="alert">
            {t("dialog.past")}
          </p>
        )}
      </fieldset>
    </form>
  );
}

/** Agendar envio: one press for the usual moments, a field for any other. Says what the service window means for them. */
export function ScheduleDialog({ window, before, choose, askTemplate, close }: Props): ReactElement {
  const { t } = useTranslation(["scheduled", "common"]);
  const formats = useFormats();
  const zone = useSelf().account.timeZone;
  const [unlessReply, setUnlessReply] = useState(before?.unlessReply ?? false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const closesAt = window?.closesAt ?? null;
  const [choices] = useState(() => scheduleChoices(serverNow(), zone, closesAt));
  const isLate = (at: number): boolean => window !== undefined && outlastsWindow(at, closesAt);
  const take = async (at: number): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      await choose({ at, unlessReply });
      close();
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  };
  const offered = [
    ...(before && before.at > serverNow() ? [{ choice: "before" as const, at: before.at }] : []),
    ...choices,
  ];
  return (
    <Dialog onClose={close} title={t("scheduled:dialog.title")} size="md">
      <div className={dialogs.form}>
        <label className={classes.condition}>
          <input
            type="checkbox"
            checked={unlessReply}
            onChange={(event) => setUnlessReply(event.currentTarget.checked)}
          />
          <span>
            {t("scheduled:dialog.unlessReply")}
            <small>{t("scheduled:dialog.unlessReplyHint")}</small>
          </span>
        </label>
        <div className={marks.choices}>
          {offered.map(({ choice, at }, index) => (
            <button
              key={choice}
              type="button"
              className={marks.choice}
              data-autofocus={index === 0 || undefined}
              disabled={busy}
              onClick={() => void take(at)}
            >
              {choice === "before" ? (
                <History size={16} aria-hidden />
              ) : (
                <CalendarClock size={16} aria-hidden />
              )}
              <span>
                {t(`scheduled:choice.${choice}`)}
                {isLate(at) && <span className={classes.late}>{t("scheduled:dialog.late")}</span>}
              </span>
              <small>{formats.full(at)}</small>
            </button>
          ))}
        </div>
        <OwnMoment zone={zone} before={before?.at} choose={(at) => void take(at)} />
        {window && (
          <div className={dialogs.warning}>
            <TriangleAlert size={16} aria-hidden />
            <div>
              {closesAt === null || closesAt <= serverNow()
                ? t("scheduled:dialog.windowClosed")
                : t("scheduled:dialog.window", { at: formats.full(closesAt) })}{" "}
              {t("scheduled:dialog.windowThen")}{" "}
              {askTemplate && (
                <button type="button" className={classes.link} onClick={askTemplate}>
                  {t("scheduled:dialog.template")}
                </button>
              )}
            </div>
          </div>
        )}
        {refusal !== null && (
          <p className={marks.error} role="alert">
            {sentenceOf(refusal)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
