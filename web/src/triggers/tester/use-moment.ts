import { useMemo } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useSelf } from "../../lib/queries.ts";

export type MomentFormats = {
  /** "segunda-feira, 23 de novembro" */
  day: (at: number) => string;
  /** 09:00 */
  time: (at: number) => string;
};

/** A virtual moment is never "today": its day is always said in full. */
export function useMoment(): MomentFormats {
  const { i18n } = useTranslation();
  const { timeZone } = useSelf().account;
  const { language } = i18n;
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(language, {
      timeZone,
      weekday: "long",
      day: "numeric",
      month: "long",
    });
    const time = new Intl.DateTimeFormat(language, {
      timeZone,
      hour: "2-digit",
      minute: "2-digit",
      hour12: false,
    });
    return { day: (at) => day.format(at), time: (at) => time.format(at) };
  }, [language, timeZone]);
}
