import type { BotView } from "@balcao/api";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import type { Tongue } from "../sentences.ts";
import { FindingList, type NamedTriggers } from "./finding-list.tsx";
import classes from "./findings.module.css";
import { fromServer } from "./findings.ts";

type Props = { alarms: BotView["alarms"]; triggers: NamedTriggers; tongue: Tongue };

/** What speaks to customers has become wrong since it was published: said above all else. */
export function AlarmBar({ alarms, triggers, tongue }: Props): ReactElement | null {
  const { t } = useTranslation("triggers");
  if (alarms.length === 0) return null;
  return (
    <section className={classes.alarm} role="alert" aria-label={t("alarm.label")}>
      <p>
        {t("alarm.title")} {t("alarm.how")}
      </p>
      <FindingList
        findings={fromServer(alarms)}
        label={t("alarm.label")}
        triggers={triggers}
        tongue={tongue}
        repair={null}
      />
    </section>
  );
}
