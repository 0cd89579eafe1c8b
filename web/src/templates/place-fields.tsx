import type { TemplatePlace, TemplateUse } from "@balcao/core";
import { TextInput } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";

type Props = {
  places: readonly TemplatePlace[];
  values: TemplateUse["values"];
  change: (values: TemplateUse["values"]) => void;
  labelOf: (place: TemplatePlace) => string;
  /** by the key of its place, what is wrong with it */
  errorOf: (key: string) => string | undefined;
  /** the path of a place's field in the contract */
  pathOf: (key: string) => string;
  readOnly?: boolean;
  /** something at the end of a field, as a menu; `insert` puts a text where the cursor stands */
  end?: (place: TemplatePlace, insert: (text: string) => void) => ReactNode;
};

const inputAt = (path: string): HTMLInputElement | null =>
  document.querySelector<HTMLInputElement>(`input[data-path="${CSS.escape(path)}"]`);

/** One field for each place of a template, with the sample it was approved with as an example. */
export function PlaceFields(props: Props): ReactElement {
  const { places, values, change, labelOf, errorOf, pathOf, readOnly = false, end } = props;
  const valueOf = (key: string): string => values[key] ?? "";
  const insert = (key: string, text: string): void => {
    const input = inputAt(pathOf(key));
    const value = valueOf(key);
    const start = input?.selectionStart ?? value.length;
    const stop = input?.selectionEnd ?? start;
    change({ ...values, [key]: `${value.slice(0, start)}${text}${value.slice(stop)}` });
    input?.focus();
  };
  return (
    <>
      {places.map((place) => {
        const { key, sample } = place;
        return (
          <TextInput
            key={key}
            data-path={pathOf(key)}
            label={labelOf(place)}
            placeholder={sample ?? undefined}
            autoComplete="off"
            value={valueOf(key)}
            error={errorOf(key)}
            disabled={readOnly}
            rightSection={readOnly ? null : end?.(place, (text) => insert(key, text))}
            onChange={(event) => change({ ...values, [key]: event.currentTarget.value })}
          />
        );
      })}
    </>
  );
}
