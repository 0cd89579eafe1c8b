import { TEMPLATE_CATEGORIES, TEMPLATE_LANGUAGES, type TemplateDraft } from "@balcao/core";
import { NativeSelect, Radio, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { Section } from "../../settings/parts/page-head.tsx";
import parts from "../../settings/parts/parts.module.css";
import { useTranslation } from "../../lib/texts.ts";
import { useWords } from "../words.ts";
import { firstCards, nameOfTitle, withCategory, withFormat } from "./draft-changes.ts";
import classes from "./editor.module.css";
import type { PartProps } from "./part-props.ts";

/** The title people give it, and the name that Meta takes of it. */
function Title({ editor: { values, change, errors } }: PartProps): ReactElement {
  const { t } = useTranslation("templateEditor");
  const [title, setTitle] = useState(values.name);
  return (
    <TextInput
      label={t("title")}
      data-path="name"
      data-autofocus
      autoComplete="off"
      maxLength={120}
      required
      value={title}
      description={values.name === "" ? t("titleHelp") : t("nameAtMeta", { name: values.name })}
      error={errors["name"]}
      onChange={(event) => {
        setTitle(event.currentTarget.value);
        change({ name: nameOfTitle(event.currentTarget.value) });
      }}
    />
  );
}

/** One message, or cards beside each other. What the other kind does not have goes when it is chosen. */
function Kind({ editor: { values, change } }: PartProps): ReactElement {
  const { t } = useTranslation("templateEditor");
  return (
    <Radio.Group
      label={t("kind")}
      value={values.cards.length > 0 ? "carousel" : "message"}
      onChange={(kind) =>
        change(
          kind === "carousel"
            ? { cards: firstCards(), header: null, footer: "", buttons: [] }
            : { cards: [] },
        )
      }
    >
      <div className={classes.radios}>
        {(["message", "carousel"] as const).map((kind) => (
          <Radio key={kind} value={kind} label={t(`kinds.${kind}`)} description={t(`kindHelp.${kind}`)} />
        ))}
      </div>
    </Radio.Group>
  );
}

/** What it is called, in which language and for what it is: the first two for good. `isNew`: they can still be said. */
export function Basics({
  editor,
  isNew,
  keepsCategory,
  children,
}: PartProps & { isNew: boolean; keepsCategory: boolean; children?: ReactElement | null }): ReactElement {
  const { t } = useTranslation("templateEditor");
  const words = useWords();
  const { values, change, errors } = editor;
  const setFormat = (format: string): void => {
    const { header, body, cards, samples, parameterFormat } = withFormat(
      values,
      format as TemplateDraft["parameterFormat"],
    );
    change({ header, body, cards, samples, parameterFormat });
  };
  return (
    <Section title={t("basics")} lead={t(isNew ? "basicsHelp" : "basicsKept")}>
      {isNew && (
        <div className={parts.two}>
          <Title editor={editor} />
          <NativeSelect
            label={t("language")}
            data-path="language"
            value={values.language}
            error={errors["language"]}
            data={TEMPLATE_LANGUAGES.map((code) => ({
              value: code,
              label: `${words.language(code)} (${code})`,
            }))}
            onChange={(event) => change({ language: event.currentTarget.value })}
          />
        </div>
      )}
      {children}
      <Radio.Group
        label={t("category")}
        description={keepsCategory ? t("categoryKept") : undefined}
        data-path="category"
        value={values.category}
        error={errors["category"]}
        onChange={(category) => change(withCategory(values, category))}
      >
        <div className={classes.radios}>
          {TEMPLATE_CATEGORIES.map((category) => (
            <Radio
              key={category}
              value={category}
              label={words.category(category)}
              description={t(`categories.${category}`)}
              disabled={keepsCategory}
            />
          ))}
        </div>
      </Radio.Group>
      {values.authentication === null && <Kind editor={editor} />}
      {values.authentication === null && (
        <Radio.Group
          label={t("format")}
          data-path="parameterFormat"
          value={values.parameterFormat}
          onChange={setFormat}
        >
          <div className={classes.radios}>
            {(["POSITIONAL", "NAMED"] as const).map((format) => (
              <Radio
                key={format}
                value={format}
                label={t(`formats.${format}`)}
                description={t(`formatHelp.${format}`, {
                  first: format === "NAMED" ? `{{${t("namedFirst")}}}` : "{{1}}",
                  second: format === "NAMED" ? `{{${t("namedSecond")}}}` : "{{2}}",
                  interpolation: { skipOnVariables: true },
                })}
              />
            ))}
          </div>
        </Radio.Group>
      )}
    </Section>
  );
}
