import { MENU_LIMITS, present, type Composition } from "@balcao/core";
import { Button, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useEffect, useRef, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { PhoneMessage } from "../../triggers/phone-preview.tsx";
import { lengthOf } from "../composer/field-parts.tsx";
import dialogs from "../dialogs/dialogs.module.css";
import classes from "./composed.module.css";
import type { FieldErrors } from "./field-errors.ts";

type Draft = Extract<Composition, { type: "menu" }>;
type Props = { draft: Draft; change: (next: Draft) => void; errors: FieldErrors };

const isFilled = (option: string): boolean => option.trim() !== "";

function Options({ draft, change, errors }: Props): ReactElement {
  const { t } = useTranslation("composer");
  const { options } = draft;
  const list = useRef<HTMLOListElement>(null);
  const put = (next: string[]): void => change({ ...draft, options: next });
  const count = useRef(options.length);
  useEffect(() => {
    if (options.length > count.current)
      list.current?.querySelector<HTMLElement>("li:last-child input")?.focus();
    count.current = options.length;
  }, [options.length]);
  // blank fields are no options: a problem counts the others only
  const placeOf = (index: number): number => options.slice(0, index).filter(isFilled).length;
  const errorOf = (index: number): string | null =>
    isFilled(options[index] ?? "") || (index === 0 && !options.some(isFilled))
      ? errors(`options.${placeOf(index)}`)
      : null;
  return (
    <fieldset className={dialogs.pick}>
      <legend>{t("composed.menu.options")}</legend>
      <ol ref={list} className={classes.rows}>
        {options.map((option, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no identity but their place
          <li key={index}>
            <TextInput
              aria-label={t("composed.menu.option", { number: index + 1 })}
              value={option}
              error={errorOf(index)}
              rightSection={
                <span className={classes.left} aria-hidden>
                  {MENU_LIMITS.list.title - lengthOf(option)}
                </span>
              }
              onChange={(event) =>
                put(options.map((other, place) => (place === index ? event.currentTarget.value : other)))
              }
            />
            <button
              type="button"
              className={classes.remove}
              aria-label={t("composed.menu.remove", { number: index + 1 })}
              title={t("composed.menu.remove", { number: index + 1 })}
              disabled={options.length === 1}
              onClick={() => put(options.filter((_, place) => place !== index))}
            >
              <X size={16} />
            </button>
          </li>
        ))}
      </ol>
      {options.length < MENU_LIMITS.list.most && (
        <Button
          variant="subtle"
          size="xs"
          leftSection={<Plus size={15} aria-hidden />}
          onClick={() => put([...options, ""])}
        >
          {t("composed.menu.add")}
        </Button>
      )}
    </fieldset>
  );
}

/** A question with options to tap, shown beside as it will stand on the phone (core, `present`). */
export function MenuFields({ draft, change, errors }: Props): ReactElement {
  const { t } = useTranslation("composer");
  const options = draft.options.map((option) => option.trim()).filter(Boolean);
  const message = present(draft.body, options, draft.presentation, "preview");
  const { buttons, list } = MENU_LIMITS;
  return (
    <div className={classes.split}>
      <div className={dialogs.form}>
        <Textarea
          data-autofocus
          autosize
          minRows={2}
          maxRows={8}
          label={t("composed.menu.body")}
          value={draft.body}
          error={errors("body")}
          onChange={(event) => change({ ...draft, body: event.currentTarget.value })}
        />
        <Options draft={draft} change={change} errors={errors} />
        <div>
          <p className={classes.heading} id="menu-form">
            {t("composed.menu.presentation")}
          </p>
          <SegmentedControl
            aria-labelledby="menu-form"
            value={draft.presentation}
            data={[
              { value: "auto", label: t("composed.menu.auto") },
              { value: "list", label: t("composed.menu.list") },
            ]}
            onChange={(value) => change({ ...draft, presentation: value === "list" ? "list" : "auto" })}
          />
          <p className={classes.note} role="status">
            {message.presentation === "text"
              ? t("composed.menu.limits", { buttons: buttons.most, rows: list.most, title: list.title })
              : t(`composed.menu.as.${message.presentation}`, { most: buttons.most, title: buttons.title })}
          </p>
        </div>
      </div>
      <section className={classes.phone} aria-label={t("composed.preview")}>
        <PhoneMessage message={message} text={draft.body} />
      </section>
    </div>
  );
}
