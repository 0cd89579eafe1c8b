import {
  CARD_BUTTONS,
  CARD_HEADERS,
  CAROUSEL_CARDS,
  MOST_CARD_BUTTONS,
  nextVariable,
  TEMPLATE_LIMITS,
  type DraftCard,
} from "@balcao/core";
import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { MoveButtons } from "../../settings/parts/move-buttons.tsx";
import { Section } from "../../settings/parts/page-head.tsx";
import parts from "../../settings/parts/parts.module.css";
import { focusField } from "../../settings/parts/use-editor.ts";
import { BUTTON_ICONS, ButtonFields } from "./button-fields.tsx";
import {
  movedCard,
  withCard,
  withCardButton,
  withCardFiles,
  withoutCard,
  withoutCardButton,
} from "./draft-changes.ts";
import classes from "./editor.module.css";
import { HeaderFile } from "./header-file.tsx";
import type { PartProps } from "./part-props.ts";
import { TemplateText } from "./text-field.tsx";

/** What is the same in every card: the kind of its file, and its buttons. */
function Make({ editor: { values, change } }: PartProps): ReactElement {
  const { t } = useTranslation("templateEditor");
  const [first] = values.cards;
  const buttons = first?.buttons ?? [];
  return (
    <div className={classes.make}>
      <NativeSelect
        className={parts.short}
        label={t("cards.file")}
        value={first?.header.format ?? "IMAGE"}
        data={CARD_HEADERS.map((format) => ({ value: format, label: t(`headers.${format}`) }))}
        onChange={(event) => {
          const format = CARD_HEADERS.find((one) => one === event.currentTarget.value);
          if (format) change({ cards: withCardFiles(values.cards, format) });
        }}
      />
      <div role="group" aria-label={t("cards.buttons")}>
        <span className={classes.label}>{t("cards.buttons")}</span>
        <div className={classes.adds}>
          {buttons.map(({ type }, index) => {
            const Icon = BUTTON_ICONS[type];
            const name = t("buttonNumber", { number: index + 1, kind: t(`buttons.${type}`) });
            return (
              <span key={index} className={classes.made}>
                <Icon size={15} aria-hidden /> {t(`buttons.${type}`)}
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={t("cards.removeButton", { button: name })}
                  onClick={() => change(withoutCardButton(values, index))}
                >
                  <X size={14} aria-hidden />
                </ActionIcon>
              </span>
            );
          })}
          {buttons.length < MOST_CARD_BUTTONS &&
            CARD_BUTTONS.map((type) => (
              <Button
                key={type}
                variant="default"
                size="xs"
                leftSection={<Plus size={14} aria-hidden />}
                onClick={() => change(withCardButton(values, type))}
              >
                {t(`buttons.${type}`)}
              </Button>
            ))}
        </div>
      </div>
    </div>
  );
}

type CardProps = PartProps & { card: DraftCard; index: number; wabaId: string };

function CardItem({ editor, card, index, wabaId }: CardProps): ReactElement {
  const { t } = useTranslation("templateEditor");
  const { values, change, errors } = editor;
  const { cards } = values;
  const path = `cards.${index}`;
  const name = t("cards.card", { number: index + 1 });
  const put = (patch: Partial<DraftCard>): void =>
    change({ cards: cards.with(index, { ...card, ...patch }) });
  return (
    <li className={classes.button} aria-label={name}>
      <span className={classes.kind}>{name}</span>
      <span className={classes.cardActs}>
        <MoveButtons
          name={name}
          isFirst={index === 0}
          isLast={index === cards.length - 1}
          move={(step) => change(movedCard(values, index, step))}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("removeButton", { button: name })}
          disabled={cards.length <= CAROUSEL_CARDS.least}
          onClick={() => change(withoutCard(values, index))}
        >
          <X size={16} aria-hidden />
        </ActionIcon>
      </span>
      <div className={classes.cardFields}>
        <HeaderFile
          key={card.header.format}
          format={card.header.format}
          handle={card.header.handle}
          wabaId={wabaId}
          path={`${path}.header.handle`}
          about={name}
          error={errors[`${path}.header.handle`]}
          put={(handle) => put({ header: { format: card.header.format, handle } })}
        />
        <TemplateText
          isShort
          label={t("cards.body")}
          path={`${path}.body`}
          value={card.body}
          longest={TEMPLATE_LIMITS.card}
          error={errors[`${path}.body`]}
          change={(body) => put({ body })}
          nextVariable={nextVariable(values, "body", index)}
        />
        {errors[`${path}.buttons`] && (
          <p role="alert" className={classes.error} data-path={`${path}.buttons`}>
            {errors[`${path}.buttons`]}
          </p>
        )}
        {card.buttons.map((button, at) => (
          <div
            key={at}
            role="group"
            aria-label={t("buttonNumber", { number: at + 1, kind: t(`buttons.${button.type}`) })}
          >
            <ButtonFields
              button={button}
              path={`${path}.buttons.${at}`}
              errors={errors}
              change={(patch) => put({ buttons: card.buttons.with(at, { ...button, ...patch }) })}
            />
          </div>
        ))}
      </div>
    </li>
  );
}

/** The cards of a carousel, in their order. */
export function Cards({ editor, wabaId }: PartProps & { wabaId: string }): ReactElement {
  const { t } = useTranslation("templateEditor");
  const { values, change, errors } = editor;
  const { cards } = values;
  // a card that was just added is the one to write
  const [added, setAdded] = useState<number | null>(null);
  useEffect(() => {
    if (added !== null) focusField(`cards.${added}.header.handle`);
  }, [added]);
  return (
    <Section title={t("cards.title")} lead={t("cards.lead", CAROUSEL_CARDS)}>
      {errors["cards"] && (
        <p role="alert" className={classes.error} data-path="cards">
          {errors["cards"]}
        </p>
      )}
      <Make editor={editor} />
      <ol className={classes.buttons}>
        {cards.map((card, index) => (
          <CardItem key={index} editor={editor} card={card} index={index} wabaId={wabaId} />
        ))}
      </ol>
      <div className={classes.adds}>
        <Button
          variant="default"
          size="xs"
          leftSection={<Plus size={14} aria-hidden />}
          disabled={cards.length >= CAROUSEL_CARDS.most}
          onClick={() => {
            change(withCard(values));
            setAdded(cards.length);
          }}
        >
          {t("cards.add")}
        </Button>
      </div>
    </Section>
  );
}
