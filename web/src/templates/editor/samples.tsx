import { draftFacts, templatePlaces } from "@balcao/core";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { Section } from "../../settings/parts/page-head.tsx";
import { PlaceFields } from "../place-fields.tsx";
import { usePlaceLabel } from "../place-label.ts";
import classes from "./editor.module.css";
import type { PartProps } from "./part-props.ts";

/** An example for each variable, by which Meta judges the template. */
export function Samples({ editor: { values, change, errors } }: PartProps): ReactElement | null {
  const { t } = useTranslation("templateEditor");
  const facts = draftFacts(values);
  const labelOf = usePlaceLabel(facts);
  // the sample of a place stands in its field, and is no hint beside it
  const places = templatePlaces(facts)
    .filter(({ kind }) => kind === "text")
    .map((place) => ({ ...place, sample: null }));
  if (places.length === 0) return null;
  return (
    <Section title={t("samples")} lead={t("samplesHelp")}>
      <div className={classes.samples}>
        <PlaceFields
          places={places}
          values={values.samples}
          change={(samples) => change({ samples })}
          labelOf={labelOf}
          errorOf={(key) => errors[`samples.${key}`]}
          pathOf={(key) => `samples.${key}`}
        />
      </div>
    </Section>
  );
}
