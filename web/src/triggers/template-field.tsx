import {
  templateKey,
  templatePlaces,
  templateUnusable,
  type Templates,
  type TemplateUse,
} from "@balcao/core";
import { NativeSelect } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { PlaceFields } from "../templates/place-fields.tsx";
import { FieldNote, type FieldsProps } from "./condition-fields.tsx";
import classes from "./fields.module.css";
import { placeText } from "./sentences.ts";
import { VariableMenu } from "./variable-menu.tsx";

const PATH = "action.template";
const begun = (text: string): string => `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}`;

type Option = { value: string; label: string };

/** The templates that can be said, and the one that is chosen whatever became of it. */
function useOptions(templates: Templates, chosen: TemplateUse | null): Option[] {
  const { t } = useTranslation("triggers");
  const key = chosen && templateKey(chosen);
  const known = [...templates].flatMap(([value, template]): Option[] => {
    const isUsable = templateUnusable(template).length === 0;
    if (!isUsable && value !== key) return [];
    const label = `${template.name} (${template.language})`;
    return [{ value, label: isUsable ? label : t("form.templateUnusable", { template: label }) }];
  });
  const gone =
    chosen && key && !templates.has(key)
      ? [
          {
            value: key,
            label: t("form.templateUnusable", { template: `${chosen.name} (${chosen.language})` }),
          },
        ]
      : [];
  return [{ value: "", label: t("form.templateNone") }, ...known, ...gone];
}

type Props = Pick<FieldsProps, "values" | "change" | "errors" | "notes"> & { templates: Templates };

/** Template depois de 24 h: what a silence trigger says once the window is closed, with what is filled in. */
export function TemplateField({ values, change, errors, notes, templates }: Props): ReactElement {
  const { t } = useTranslation("triggers");
  const { template: use } = values;
  const facts = use && templates.get(templateKey(use));
  const choose = (key: string): void => {
    const chosen = templates.get(key);
    if (!chosen) return change({ template: null });
    // what was written for the one before stays where the new one has the same place
    const kept = templatePlaces(chosen).map((place) => [place.key, use?.values[place.key] ?? ""]);
    const { name, language } = chosen;
    change({ template: { name, language, values: Object.fromEntries(kept) } });
  };
  return (
    <>
      <div className={classes.medium}>
        <NativeSelect
          data-path={PATH}
          label={t("form.template")}
          description={t("form.templateHelp")}
          value={use ? templateKey(use) : ""}
          data={useOptions(templates, use)}
          error={errors[PATH]}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        {use && facts && (
          <PlaceFields
            places={templatePlaces(facts)}
            values={use.values}
            change={(filled) => change({ template: { ...use, values: filled } })}
            labelOf={({ key }) => begun(placeText(key, t))}
            pathOf={(key) => `${PATH}.values.${key}`}
            errorOf={(key) => errors[`${PATH}.values.${key}`]}
            end={({ key }, insert) => <VariableMenu insert={insert} inside={placeText(key, t)} />}
          />
        )}
      </div>
      <FieldNote path={PATH} notes={notes} />
    </>
  );
}
