import type { Label } from "@balcao/api";
import { fold } from "@balcao/core";
import { Button, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Plus, Search } from "lucide-react";
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { hasRole, keys, queryClient, useLabels, useSelf } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { COLORS } from "../../settings/teams/values.ts";
import dialogs from "./dialogs.module.css";
import classes from "../marks/marks.module.css";

/** on all of what is labelled, on some of it, on nothing */
export type Has = "all" | "some" | "none";
const LONGEST_NAME = 40;

/** A new label with the next colour that few have. */
async function createLabel(name: string, count: number): Promise<Label | null> {
  const color = (COLORS[count % COLORS.length] ?? COLORS[0]).hex;
  try {
    const label = await api<Label>("/api/labels", { method: "POST", body: { name, color } });
    await queryClient.invalidateQueries({ queryKey: keys.labels });
    return label;
  } catch (error) {
    toast(sentenceOf(error), { tone: "error" });
    return null;
  }
}

function LabelOption({
  label,
  has,
  toggle,
}: {
  label: Label;
  has: Has;
  toggle: (label: Label) => void;
}): ReactElement {
  const { t } = useTranslation("marks");
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = has === "some";
  }, [has]);
  return (
    <label className={dialogs.option}>
      <input ref={box} type="checkbox" checked={has === "all"} onChange={() => toggle(label)} />
      <i className={dialogs.dot} style={{ background: label.color }} />
      <span className={dialogs.optionText}>
        <span>{label.name}</span>
      </span>
      {has === "some" && <span className={classes.some}>{t("labels.some")}</span>}
    </label>
  );
}

/**
 * Etiquetas: letters narrow the list down, Enter puts the first on or off, Enter in the empty field applies. Who may makes a new one
 * by its name.
 */
export function LabelPicker({
  title,
  hasOf,
  apply,
  close,
}: {
  title: string;
  /** what has the label now */
  hasOf: (id: string) => Has;
  /** called with what differs, if anything does */
  apply: (changes: { add: string[]; remove: string[] }) => void;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["marks", "common"]);
  const mayCreate = hasRole(useSelf(), "supervisor");
  const { data: all = [] } = useLabels();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const wanted = fold(query.trim());
  const shown = all.filter(({ name }) => fold(name).includes(wanted));
  const canCreate = mayCreate && wanted !== "" && !all.some(({ name }) => fold(name) === wanted);
  const hasNow = (id: string): Has => {
    const choice = chosen.get(id);
    return choice === undefined ? hasOf(id) : choice ? "all" : "none";
  };
  const toggle = ({ id }: Label): void => {
    setChosen((now) => new Map(now).set(id, hasNow(id) !== "all"));
    setQuery("");
  };
  const create = async (): Promise<void> => {
    const label = await createLabel(query.trim(), all.length);
    if (!label) return;
    setChosen((now) => new Map(now).set(label.id, true));
    setQuery("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const [first] = shown;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      event.currentTarget.closest("form")?.querySelector<HTMLInputElement>("input[type=checkbox]")?.focus();
    } else if (event.key === "Enter" && wanted !== "") {
      event.preventDefault();
      if (first) toggle(first);
      else if (canCreate) void create();
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const differs = [...chosen].filter(([id, on]) => hasOf(id) !== (on ? "all" : "none"));
    const add = differs.flatMap(([id, on]) => (on ? [id] : []));
    const remove = differs.flatMap(([id, on]) => (on ? [] : [id]));
    close();
    if (differs.length > 0) apply({ add, remove });
  };
  return (
    <Dialog onClose={close} title={title} size="sm">
      <form className={dialogs.form} onSubmit={submit}>
        <fieldset className={dialogs.pick}>
          <legend>{t("marks:labels.choose")}</legend>
          <TextInput
            data-autofocus
            value={query}
            maxLength={LONGEST_NAME}
            placeholder={t(mayCreate ? "marks:labels.search" : "marks:labels.searchOnly")}
            aria-label={t(mayCreate ? "marks:labels.search" : "marks:labels.searchOnly")}
            leftSection={<Search size={15} />}
            onChange={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          <div className={dialogs.options}>
            {shown.map((label) => (
              <LabelOption key={label.id} label={label} has={hasNow(label.id)} toggle={toggle} />
            ))}
            {shown.length === 0 && !canCreate && (
              <p className={dialogs.nothing}>
                {t(
                  all.length > 0
                    ? "marks:labels.none"
                    : mayCreate
                      ? "marks:labels.emptyOwn"
                      : "marks:labels.empty",
                )}
              </p>
            )}
          </div>
        </fieldset>
        {canCreate && (
          <Button variant="light" leftSection={<Plus size={16} aria-hidden />} onClick={() => void create()}>
            {t("marks:labels.create", { name: query.trim() })}
          </Button>
        )}
        <div className={dialogs.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit">{t("marks:labels.apply")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
