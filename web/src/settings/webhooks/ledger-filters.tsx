import type { WebhookNumber } from "@balcao/api";
import { NativeSelect, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Search } from "lucide-react";
import { useCallback, useRef, type ReactElement } from "react";
import { useTyped } from "../../contacts/use-typed.ts";
import { useKeys } from "../../lib/keys.ts";
import { useTranslation } from "../../lib/texts.ts";
import { FIELDS, type LedgerFilter } from "./values.ts";
import classes from "./webhooks.module.css";

type Props = {
  filter: LedgerFilter;
  change: (next: (filter: LedgerFilter) => LedgerFilter) => void;
  numbers: readonly WebhookNumber[];
};

/** Narrows the list down: by a piece of what was said, the number, the result and Meta's field. */
export function LedgerFilters({ filter, change, numbers }: Props): ReactElement {
  const { t } = useTranslation("webhooks");
  const field = useRef<HTMLInputElement>(null);
  useKeys([{ id: "settingsSearch", palette: true, run: () => field.current?.select() }]);
  const search = useCallback(
    (text: string | undefined) => change((before) => ({ ...before, search: text ?? "" })),
    [change],
  );
  const [typed, setTyped] = useTyped(filter.search === "" ? undefined : filter.search, search);
  const set = (name: keyof LedgerFilter) => (event: React.ChangeEvent<HTMLSelectElement>) => {
    const { value } = event.currentTarget;
    change((before) => ({ ...before, [name]: value }));
  };
  return (
    <div className={classes.filters} role="search">
      <TextInput
        ref={field}
        className={classes.search}
        type="search"
        label={t("search")}
        placeholder={t("searchHint")}
        value={typed}
        maxLength={200}
        leftSection={<Search size={15} aria-hidden />}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {numbers.length > 1 && (
        <NativeSelect
          label={t("number")}
          value={filter.channelId}
          onChange={set("channelId")}
          data={[
            { value: "", label: t("all") },
            ...numbers.map(({ channelId, name, removed }) => ({
              value: channelId,
              label: removed ? t("removedNumber", { name }) : name,
            })),
          ]}
        />
      )}
      <NativeSelect
        label={t("result")}
        value={filter.result}
        onChange={set("result")}
        data={[
          { value: "", label: t("all") },
          { value: "problem", label: t("withProblem") },
          { value: "waiting", label: t("results.waiting") },
        ]}
      />
      <NativeSelect
        label={t("field")}
        value={filter.field}
        onChange={set("field")}
        data={[{ value: "", label: t("all") }, ...FIELDS]}
      />
    </div>
  );
}
