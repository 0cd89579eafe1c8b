import { DRAFT_HEADERS, nextVariable, TEMPLATE_LIMITS, variablesOf, type TemplateDraft } from "@balcao/core";
import { NativeSelect } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { Section } from "../../settings/parts/page-head.tsx";
import parts from "../../settings/parts/parts.module.css";
import { HeaderFile } from "./header-file.tsx";
import type { PartProps } from "./part-props.ts";
import { TemplateText } from "./text-field.tsx";

type Header = NonNullable<TemplateDraft["header"]>;

function beginOf(format: string): TemplateDraft["header"] {
  const known = DRAFT_HEADERS.find((one) => one === format);
  if (known === undefined) return null;
  return known === "TEXT" ? { format: known, text: "" } : { format: known, handle: null };
}

function HeaderPart({ editor, wabaId }: PartProps & { wabaId: string }): ReactElement {
  const { t } = useTranslation("templateEditor");
  const { values, change, errors } = editor;
  const { header } = values;
  const put = (next: Header): void => change({ header: next });
  return (
    <>
      <NativeSelect
        className={parts.short}
        label={t("header")}
        data-path="header.format"
        value={header?.format ?? ""}
        data={[
          { value: "", label: t("headers.none") },
          ...DRAFT_HEADERS.map((format) => ({ value: format, label: t(`headers.${format}`) })),
        ]}
        onChange={(event) => change({ header: beginOf(event.currentTarget.value) })}
      />
      {header?.format === "TEXT" && (
        <TemplateText
          label={t("headerText")}
          path="header.text"
          value={header.text}
          longest={TEMPLATE_LIMITS.header}
          error={errors["header.text"]}
          change={(text) => put({ format: "TEXT", text })}
          nextVariable={variablesOf(header.text).length > 0 ? null : nextVariable(values, "header")}
        />
      )}
      {header !== null && header.format !== "TEXT" && (
        <HeaderFile
          key={header.format}
          format={header.format}
          handle={header.handle}
          wabaId={wabaId}
          path="header.handle"
          error={errors["header.handle"]}
          put={(handle) => put({ format: header.format, handle })}
        />
      )}
    </>
  );
}

/** Header, message and footer; a carousel has the message only. */
export function Content({ editor, wabaId }: PartProps & { wabaId: string }): ReactElement {
  const { t } = useTranslation("templateEditor");
  const { values, change, errors } = editor;
  const isCarousel = values.cards.length > 0;
  return (
    <Section title={t("content")}>
      {!isCarousel && <HeaderPart editor={editor} wabaId={wabaId} />}
      <TemplateText
        isBody
        label={t("body")}
        path="body"
        value={values.body}
        longest={TEMPLATE_LIMITS.body}
        error={errors["body"]}
        change={(body) => change({ body })}
        nextVariable={nextVariable(values, "body")}
      />
      {!isCarousel && (
        <TemplateText
          label={t("footer")}
          path="footer"
          value={values.footer}
          longest={TEMPLATE_LIMITS.footer}
          error={errors["footer"]}
          change={(footer) => change({ footer })}
          nextVariable={null}
        />
      )}
    </Section>
  );
}
