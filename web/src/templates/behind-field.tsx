import {
  templateKey,
  templatePlaces,
  templateUnusable,
  type Templates,
  type TemplateUse,
  type Variable,
} from "@balcao/core";
import { ActionIcon, NativeSelect } from "@mantine/core";
import { Braces } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { VariableMenu } from "../settings/parts/variable-menu.tsx";
import classes from "./behind-field.module.css";
import { PlaceFields } from "./place-fields.tsx";
import { usePlaceLabel } from "./place-label.ts";

type Option = { value: string; label: string };

/** The templates that can be said, and the one that is chosen whatever became of it. */
function useOptions(templates: Templates, chosen: TemplateUse | null, readOnly: boolean): Option[] {
  const { t } = useTranslation("templates");
  const key = chosen && templateKey(chosen);
  const nameOf = ({ name, language }: Pick<TemplateUse, "name" | "language">): string =>
    `${name} (${language})`;
  const usable = [...templates].flatMap(([value, template]): Option[] =>
    templateUnusable(template).length === 0 ? [{ value, label: nameOf(template) }] : [],
  );
  const isLost = key !== null && !usable.some(({ value }) => value === key);
  // who may only look may not see templates of other teams, which can be sent all the same
  const isHidden = readOnly && key !== null && !templates.has(key);
  return [
    { value: "", label: t("behind.none") },
    ...usable,
    ...(chosen && isLost
      ? [
          {
            value: templateKey(chosen),
            label: isHidden ? nameOf(chosen) : t("behind.unusable", { template: nameOf(chosen) }),
          },
        ]
      : []),
  ];
}

type Props = {
  /** which text it stands behind, for whoever does not see where the field stands */
  about?: string;
  /** of the field in the contract; each place's is below it */
  path: string;
  use: TemplateUse | null;
  change: (use: TemplateUse | null) => void;
  errors: Readonly<Record<string, string>>;
  templates: Templates;
  readOnly?: boolean;
  /** variables that are offered here beside the usual ones */
  known?: readonly Variable[];
};

/** Template depois de 24 h: what stands behind an automatic text, with what is filled in. */
export function BehindField({
  about,
  path,
  use,
  change,
  errors,
  templates,
  readOnly = false,
  known = [],
}: Props): ReactElement {
  const { t } = useTranslation("templates");
  const facts = use && templates.get(templateKey(use));
  const labelOf = usePlaceLabel(facts);
  const pathOf = (key: string): string => `${path}.values.${key}`;
  const choose = (key: string): void => {
    const chosen = templates.get(key);
    if (!chosen) return change(null);
    // what was written for the one before stays where the new one has the same place
    const kept = templatePlaces(chosen).map((place) => [place.key, use?.values[place.key] ?? ""]);
    const { name, language } = chosen;
    change({ name, language, values: Object.fromEntries(kept) });
  };
  return (
    <div className={classes.behind}>
      <NativeSelect
        data-path={path}
        label={
          <>
            {t("behind.label")}
            {about !== undefined && <span className="visually-hidden"> ({about})</span>}
          </>
        }
        description={t("behind.help")}
        value={use ? templateKey(use) : ""}
        data={useOptions(templates, use, readOnly)}
        error={errors[path]}
        disabled={readOnly}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {use && facts && (
        <PlaceFields
          places={templatePlaces(facts)}
          values={use.values}
          change={(values) => change({ ...use, values })}
          labelOf={labelOf}
          pathOf={pathOf}
          errorOf={(key) => errors[pathOf(key)]}
          readOnly={readOnly}
          end={(place, insert) => (
            <VariableMenu insert={insert} known={known}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("behind.variable", { place: labelOf(place) })}
                title={t("behind.variable", { place: labelOf(place) })}
              >
                <Braces size={15} aria-hidden />
              </ActionIcon>
            </VariableMenu>
          )}
        />
      )}
    </div>
  );
}
