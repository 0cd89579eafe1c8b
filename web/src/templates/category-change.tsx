import type { TemplateView } from "@balcao/api";
import { rateOn } from "@balcao/core";
import type { ReactElement } from "react";
import { serverNow } from "../lib/clock.ts";
import { useFormats } from "../lib/format.ts";
import { hasRole, useSelf } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { money } from "../settings/costs/money.ts";
import { useCostSettings } from "../settings/costs/queries.ts";
import { Caution } from "../settings/parts/caution.tsx";
import { useWords } from "./words.ts";

type Coming = NonNullable<TemplateView["coming"]>;

/** What one message costs now and will cost, where the table of rates says both. */
function Prices({ from, to }: { from: string; to: string }): ReactElement | null {
  const { t, i18n } = useTranslation("templates");
  const words = useWords();
  const { timeZone } = useSelf().account;
  const { data: costs } = useCostSettings();
  const day = new Intl.DateTimeFormat("en-CA", { timeZone }).format(serverNow());
  const priceOf = (category: string): string | null => {
    const rate = costs && rateOn(costs.rates, category.toLowerCase(), day);
    return rate ? money(rate.micros, costs.currency, i18n.language) : null;
  };
  const [before, after] = [priceOf(from), priceOf(to)];
  if (before === null || after === null) return null;
  return <> {t("coming.prices", { before, after, from: words.category(from), to: words.category(to) })}</>;
}

/** When Meta will do it, or since when it thinks so. */
export function useComing(): (coming: Coming) => string {
  const { t } = useTranslation("templates");
  const words = useWords();
  const formats = useFormats();
  return ({ category: word, at, since, by }) => {
    const category = words.category(word);
    const told = since === null ? "" : ` ${t("coming.since", { time: formats.full(Date.parse(since)) })}`;
    if (by === "detected") return t("coming.detected", { category }) + told;
    if (at === null) return t("coming.announced", { category }) + told;
    return t("coming.announcedAt", { category, time: formats.full(Date.parse(at)) }) + told;
  };
}

/** A category that a template is going to have, or should have: since when that is known, and what changes with it. */
export function CategoryChange({
  template,
  coming,
}: {
  template: TemplateView;
  coming: Coming;
}): ReactElement {
  const { t } = useTranslation("templates");
  const say = useComing();
  const isAdministrator = hasRole(useSelf(), "administrator");
  return (
    <Caution>
      {say(coming)} {coming.category === "MARKETING" && t("coming.marketing")}
      {isAdministrator && <Prices from={template.category} to={coming.category} />}
    </Caution>
  );
}
