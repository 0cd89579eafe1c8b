import type { TemplateList } from "@balcao/api";
import { NativeSelect, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Search } from "lucide-react";
import { useCallback, useRef, type ReactElement } from "react";
import { useTyped } from "../contacts/use-typed.ts";
import { useKeys } from "../lib/keys.ts";
import { useTranslation } from "../lib/texts.ts";
import { FACETS, type Facet, type Narrowed, type TemplateFilter } from "./filter.ts";
import classes from "./templates-page.module.css";
import { useWords } from "./words.ts";

type Props = {
  filter: TemplateFilter;
  change: (next: (filter: TemplateFilter) => TemplateFilter) => void;
  counts: Narrowed["counts"];
  accounts: TemplateList["accounts"];
  found: number;
};

/** Narrows the list down; each value says how many there are of it. */
export function TemplateFilters({ filter, change, counts, accounts, found }: Props): ReactElement {
  const { t } = useTranslation("templates");
  const words = useWords();
  const field = useRef<HTMLInputElement>(null);
  useKeys([{ id: "settingsSearch", palette: true, run: () => field.current?.select() }]);
  const search = useCallback(
    (q: string | undefined) => change(({ q: _before, ...rest }) => (q === undefined ? rest : { ...rest, q })),
    [change],
  );
  const [typed, setTyped] = useTyped(filter.q, search);
  const nameOf: Record<Facet, (value: string) => string> = {
    state: words.status,
    category: words.category,
    language: words.language,
    quality: (value) => (value === "NONE" ? t("list.noQuality") : words.quality(value)),
    waba: (value) =>
      accounts
        .find(({ wabaId }) => wabaId === value)
        ?.channels.map(({ name }) => name)
        .join(", ") ?? value,
  };
  const set = (facet: Facet, value: string): void =>
    change((before) => {
      const { [facet]: _before, ...rest } = before;
      return value === "" ? rest : { ...rest, [facet]: value };
    });
  return (
    <div className={classes.filters} role="search">
      <TextInput
        ref={field}
        className={classes.search}
        type="search"
        label={t("list.search")}
        value={typed}
        maxLength={200}
        leftSection={<Search size={15} aria-hidden />}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {FACETS.filter((facet) => facet !== "waba" || accounts.length > 1).map((facet) => (
        <NativeSelect
          key={facet}
          label={t(facet === "state" ? "list.status" : `list.${facet}`)}
          value={filter[facet] ?? ""}
          onChange={(event) => set(facet, event.currentTarget.value)}
          data={[
            { value: "", label: t("list.all") },
            ...counts[facet].map(([value, count]) => ({
              value,
              label: `${nameOf[facet](value)} (${count})`,
            })),
          ]}
        />
      ))}
      <span role="status">{t("list.count", { count: found })}</span>
    </div>
  );
}
