import { DRAFT_BUTTONS, type DraftButton } from "@balcao/core";
import { ActionIcon, Button } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { Section } from "../../settings/parts/page-head.tsx";
import { focusField } from "../../settings/parts/use-editor.ts";
import { BUTTON_ICONS, ButtonFields } from "./button-fields.tsx";
import { withButton, withoutButton } from "./draft-changes.ts";
import classes from "./editor.module.css";
import type { PartProps } from "./part-props.ts";

const MOST = { QUICK_REPLY: 10, URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1, FLOW: 1 } as const;
const MOST_OF_ALL = 10;

function ButtonItem({
  button,
  index,
  errors,
  change,
  remove,
}: {
  button: DraftButton;
  index: number;
  errors: Readonly<Record<string, string>>;
  change: (patch: Partial<DraftButton>) => void;
  remove: () => void;
}): ReactElement {
  const { t } = useTranslation("templateEditor");
  const Icon = BUTTON_ICONS[button.type];
  const name = t("buttonNumber", { number: index + 1, kind: t(`buttons.${button.type}`) });
  return (
    <li className={classes.button} aria-label={name}>
      <span className={classes.kind}>
        <Icon size={16} aria-hidden /> {t(`buttons.${button.type}`)}
      </span>
      <ButtonFields button={button} path={`buttons.${index}`} errors={errors} change={change} />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t("removeButton", { button: name })}
        onClick={remove}
      >
        <X size={16} aria-hidden />
      </ActionIcon>
    </li>
  );
}

/** What the customer can tap underneath: answers, addresses, a phone, a code to copy. */
export function Buttons({ editor: { values, change, errors } }: PartProps): ReactElement {
  const { t } = useTranslation("templateEditor");
  const { buttons } = values;
  // a button that was just added is the one to write
  const [added, setAdded] = useState<number | null>(null);
  useEffect(() => {
    if (added !== null) focusField(`buttons.${added}.text`);
  }, [added]);
  const add = (type: DraftButton["type"]): void => {
    const { at, ...next } = withButton(values, type);
    change(next);
    setAdded(at);
  };
  const isFull = (type: DraftButton["type"]): boolean =>
    buttons.length >= MOST_OF_ALL || buttons.filter((one) => one.type === type).length >= MOST[type];
  return (
    <Section title={t("buttonsTitle")} lead={t("buttonsHelp")}>
      {errors["buttons"] && (
        <p role="alert" className={classes.error} data-path="buttons">
          {errors["buttons"]}
        </p>
      )}
      {buttons.length > 0 && (
        <ol className={classes.buttons}>
          {buttons.map((button, index) => (
            <ButtonItem
              key={index}
              button={button}
              index={index}
              errors={errors}
              change={(patch) => change({ buttons: buttons.with(index, { ...button, ...patch }) })}
              remove={() => {
                setAdded(null);
                change(withoutButton(values, index));
              }}
            />
          ))}
        </ol>
      )}
      <div className={classes.adds}>
        {DRAFT_BUTTONS.map((type) => (
          <Button
            key={type}
            variant="default"
            size="xs"
            leftSection={<Plus size={14} aria-hidden />}
            disabled={isFull(type)}
            onClick={() => add(type)}
          >
            {t(`buttons.${type}`)}
          </Button>
        ))}
      </div>
    </Section>
  );
}
