import type { TicketChoices } from "@balcao/api";
import { isCategoryOffered, localTime, momentOf } from "@balcao/core";
import { NativeSelect, TextInput } from "@mantine/core";
import { useEffect, useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useSelf } from "../lib/queries.ts";
import { pathName, useTicketChoices } from "./use-choices.ts";

type Props<T> = { disabled?: boolean; value: T; choose: (value: T) => void };

/** What is offered, and what is chosen though it no longer is. */
const offered = <T extends { id: string; active: boolean }>(
  all: readonly T[] = [],
  value: string | null,
): T[] => all.filter(({ id, active }) => active || id === value);

export function StatusChoice({ value, choose, ...rest }: Props<string>): ReactElement {
  const { t } = useTranslation("tickets");
  const { data } = useTicketChoices();
  return (
    <NativeSelect
      {...rest}
      label={t("field.status")}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
      data={offered(data?.statuses, value).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

const categoriesOffered = (data: TicketChoices | undefined, value: string | null) =>
  (data?.categories ?? [])
    .filter(({ id }) => id === value || isCategoryOffered(data?.categories ?? [], id))
    .map(({ id }) => ({ value: id, label: pathName(data?.categories ?? [], id) }))
    .toSorted((a, b) => a.label.localeCompare(b.label));

/** Nothing where the account has none: a field that cannot be filled in only asks questions. */
export function CategoryChoice({ value, choose, ...rest }: Props<string | null>): ReactElement {
  const { t } = useTranslation("tickets");
  const { data } = useTicketChoices();
  const categories = categoriesOffered(data, value);
  if (categories.length === 0) return <></>;
  return (
    <NativeSelect
      {...rest}
      label={t("field.category")}
      value={value ?? ""}
      onChange={(event) => choose(event.currentTarget.value || null)}
      data={[{ value: "", label: t("noCategory") }, ...categories]}
    />
  );
}

export function TypeChoice({ value, choose, ...rest }: Props<string | null>): ReactElement {
  const { t } = useTranslation("tickets");
  const { data } = useTicketChoices();
  const types = offered(data?.types, value);
  if (types.length === 0) return <></>;
  return (
    <NativeSelect
      {...rest}
      label={t("field.type")}
      value={value ?? ""}
      onChange={(event) => choose(event.currentTarget.value || null)}
      data={[{ value: "", label: t("noType") }, ...types.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  );
}

/** A moment as the field for it reads in that zone. */
function reading(at: string | null, zone: string): string {
  if (at === null) return "";
  const { date, minutes } = localTime(Date.parse(at), zone);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The due date, in the account's zone; taken once the field is left, since every digit changes what it reads. */
export function DueChoice({
  value,
  choose,
  note,
  ...rest
}: Props<string | null> & { note?: ReactNode }): ReactElement {
  const { t } = useTranslation("tickets");
  const zone = useSelf().account.timeZone;
  const known = reading(value, zone);
  const [typed, setTyped] = useState(known);
  useEffect(() => setTyped(known), [known]);
  const take = (): void => {
    if (typed === known) return;
    const at = momentOf(typed, zone);
    if (typed === "") choose(null);
    else if (Number.isFinite(at)) choose(new Date(at).toISOString());
    else setTyped(known);
  };
  return (
    <TextInput
      {...rest}
      type="datetime-local"
      label={t("field.due")}
      description={note}
      max="9999-12-31T23:59"
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
      }}
    />
  );
}
