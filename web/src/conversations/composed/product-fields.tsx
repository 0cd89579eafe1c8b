import { INTERACTIVE_LIMITS, type InteractiveAction } from "@balcao/core";
import { Button, Textarea } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useEffect, useId, useRef, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import dialogs from "../dialogs/dialogs.module.css";
import classes from "./composed.module.css";
import type { FieldErrors } from "./field-errors.ts";
import { LineField, type ActionProps } from "./line-field.tsx";
import { useUsed } from "./use-used.ts";

function CatalogField({
  value,
  change,
  error,
}: {
  value: string;
  change: (next: string) => void;
  error: string | null;
}): ReactElement {
  const { t } = useTranslation("composer");
  const { catalogs } = useUsed();
  const list = useId();
  return (
    <>
      <LineField
        label={t("interactive.catalog")}
        description={t("interactive.catalogText")}
        value={value}
        most={INTERACTIVE_LIMITS.id}
        error={error}
        list={list}
        change={change}
      />
      <datalist id={list}>
        {catalogs.map(({ catalogId }) => (
          <option key={catalogId}>{catalogId}</option>
        ))}
      </datalist>
    </>
  );
}

/** Products of this catalogue that were sent before. */
function useProducts(catalogId: string): readonly string[] {
  const { catalogs } = useUsed();
  return catalogs.find((one) => one.catalogId === catalogId.trim())?.productIds ?? [];
}

/** One product, by the codes of its catalogue and its own. */
export function ProductFields({ action, change, errors }: ActionProps<"product">): ReactElement {
  const { t } = useTranslation("composer");
  const products = useProducts(action.catalogId);
  const list = useId();
  return (
    <>
      <CatalogField
        value={action.catalogId}
        error={errors("action.catalogId")}
        change={(catalogId) => change({ ...action, catalogId })}
      />
      <LineField
        label={t("interactive.product")}
        value={action.productId}
        most={INTERACTIVE_LIMITS.id}
        error={errors("action.productId")}
        list={list}
        change={(productId) => change({ ...action, productId })}
      />
      <datalist id={list}>
        {products.map((id) => (
          <option key={id}>{id}</option>
        ))}
      </datalist>
    </>
  );
}

type Section = Extract<InteractiveAction, { kind: "product_list" }>["sections"][number];

function SectionFields({
  section: { title, productIds },
  index,
  isOnly,
  change,
  remove,
  errors,
}: {
  section: Section;
  index: number;
  isOnly: boolean;
  change: (next: Partial<Section>) => void;
  remove: () => void;
  errors: FieldErrors;
}): ReactElement {
  const { t } = useTranslation("composer");
  const path = `action.sections.${index}`;
  const number = index + 1;
  return (
    <fieldset className={classes.section}>
      <legend>{t("interactive.section", { number })}</legend>
      <LineField
        label={t(isOnly ? "interactive.sectionTitleOptional" : "interactive.sectionTitle")}
        value={title ?? ""}
        most={INTERACTIVE_LIMITS.sectionTitle}
        error={errors(`${path}.title`)}
        change={(next) => change({ title: next })}
      />
      <Textarea
        autosize
        minRows={2}
        maxRows={8}
        label={t("interactive.products")}
        value={productIds.join("\n")}
        error={errors(`${path}.productIds`)}
        onChange={(event) => change({ productIds: event.currentTarget.value.split("\n") })}
      />
      {!isOnly && (
        <button
          type="button"
          className={classes.remove}
          aria-label={t("interactive.removeSection", { number })}
          title={t("interactive.removeSection", { number })}
          onClick={remove}
        >
          <X size={16} />
        </button>
      )}
    </fieldset>
  );
}

/** Products of one catalogue, in sections. */
export function ProductListFields({ action, change, errors }: ActionProps<"product_list">): ReactElement {
  const { t } = useTranslation("composer");
  const { catalogId, sections } = action;
  const form = useRef<HTMLDivElement>(null);
  const count = useRef(sections.length);
  const put = (next: Section[]): void => change({ ...action, sections: next });
  useEffect(() => {
    // a section that came is gone on with in its first field
    if (sections.length > count.current)
      form.current?.querySelector<HTMLElement>("fieldset:last-of-type input")?.focus();
    count.current = sections.length;
  }, [sections.length]);
  const used = useProducts(catalogId);
  const chosen = new Set(sections.flatMap(({ productIds }) => productIds.map((id) => id.trim())));
  const more = used.filter((id) => !chosen.has(id));
  const addTo = ({ title, productIds }: Section, id: string): Section => ({
    title,
    productIds: [...productIds.filter((one) => one.trim() !== ""), id],
  });
  return (
    <div ref={form} className={dialogs.form}>
      <CatalogField
        value={catalogId}
        error={errors("action.catalogId")}
        change={(next) => change({ ...action, catalogId: next })}
      />
      {sections.map((section, index) => (
        <SectionFields
          // oxlint-disable-next-line react/no-array-index-key -- sections have no identity but their place
          key={index}
          section={section}
          index={index}
          isOnly={sections.length === 1}
          errors={errors}
          change={(next) =>
            put(sections.map((other, place) => (place === index ? { ...other, ...next } : other)))
          }
          remove={() => put(sections.filter((_, place) => place !== index))}
        />
      ))}
      {more.length > 0 && (
        <div className={classes.used} role="group" aria-label={t("interactive.usedProducts")}>
          {more.map((id) => (
            <button
              key={id}
              type="button"
              onClick={() =>
                put(
                  sections.map((section, place) =>
                    place === sections.length - 1 ? addTo(section, id) : section,
                  ),
                )
              }
            >
              <Plus size={13} aria-hidden /> {id}
            </button>
          ))}
        </div>
      )}
      {sections.length < INTERACTIVE_LIMITS.sections && (
        <Button
          variant="subtle"
          size="xs"
          leftSection={<Plus size={15} aria-hidden />}
          onClick={() => put([...sections, { title: null, productIds: [] }])}
        >
          {t("interactive.addSection")}
        </Button>
      )}
    </div>
  );
}
