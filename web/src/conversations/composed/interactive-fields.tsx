import {
  INTERACTIVE_LIMITS,
  INTERACTIVE_PARTS,
  type InteractiveAction,
  type InteractiveContent,
  type InteractiveKind,
} from "@balcao/core";
import { NativeSelect, Textarea } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import dialogs from "../dialogs/dialogs.module.css";
import { InteractiveView, useTerm } from "../thread/interactive-view.tsx";
import classes from "./composed.module.css";
import type { FieldErrors } from "./field-errors.ts";
import { FlowFields } from "./flow-fields.tsx";
import { cleanInteractive, KIND_GROUPS, NEW_ACTIONS, TERMS } from "./interactive-draft.ts";
import { LineField, type ActionProps } from "./line-field.tsx";
import { ProductFields, ProductListFields } from "./product-fields.tsx";

function LinkFields({ action, change, errors }: ActionProps<"link">): ReactElement {
  const { t } = useTranslation("composer");
  const { label, url } = INTERACTIVE_LIMITS;
  return (
    <>
      <LineField
        label={t("interactive.label")}
        value={action.label}
        most={label}
        error={errors("action.label")}
        change={(next) => change({ ...action, label: next })}
      />
      <LineField
        label={t("interactive.url")}
        description={t("interactive.urlText")}
        value={action.url}
        most={url}
        error={errors("action.url")}
        change={(next) => change({ ...action, url: next })}
      />
    </>
  );
}

function CallFields({ action, change, errors }: ActionProps<"call_button">): ReactElement {
  const { t } = useTranslation("composer");
  const term = useTerm();
  return (
    <>
      <LineField
        label={t("interactive.label")}
        value={action.label}
        most={INTERACTIVE_LIMITS.label}
        error={errors("action.label")}
        change={(next) => change({ ...action, label: next })}
      />
      <NativeSelect
        label={t("interactive.term")}
        value={String(action.minutes)}
        data={TERMS.map((minutes) => ({ value: String(minutes), label: term(minutes) }))}
        onChange={(event) => change({ ...action, minutes: Number(event.currentTarget.value) })}
      />
    </>
  );
}

function CatalogFields({ action, change, errors }: ActionProps<"catalog">): ReactElement {
  const { t } = useTranslation("composer");
  return (
    <LineField
      label={t("interactive.thumbnail")}
      value={action.productId ?? ""}
      most={INTERACTIVE_LIMITS.id}
      error={errors("action.productId")}
      change={(next) => change({ ...action, productId: next })}
    />
  );
}

function ActionFields(props: {
  action: InteractiveAction;
  change: (next: InteractiveAction) => void;
  errors: FieldErrors;
}): ReactElement | null {
  const { action, change, errors } = props;
  switch (action.kind) {
    case "link":
      return <LinkFields action={action} change={change} errors={errors} />;
    case "call_button":
      return <CallFields action={action} change={change} errors={errors} />;
    case "flow":
      return <FlowFields action={action} change={change} errors={errors} />;
    case "product":
      return <ProductFields action={action} change={change} errors={errors} />;
    case "product_list":
      return <ProductListFields action={action} change={change} errors={errors} />;
    case "catalog":
      return <CatalogFields action={action} change={change} errors={errors} />;
    default:
      return null;
  }
}

function Kinds({
  kind,
  choose,
}: {
  kind: InteractiveKind;
  choose: (kind: InteractiveKind) => void;
}): ReactElement {
  const { t } = useTranslation("composer");
  const groups = ["common", "atMeta"] as const;
  return (
    <NativeSelect
      data-autofocus
      label={t("interactive.kind")}
      description={t(`interactive.about.${kind}`)}
      value={kind}
      data={groups.map((group) => ({
        group: t(`interactive.groups.${group}`),
        items: KIND_GROUPS[group].map((value) => ({ value, label: t(`interactive.kinds.${value}`) })),
      }))}
      onChange={(event) => choose(event.currentTarget.value as InteractiveKind)}
    />
  );
}

/** A message that asks the customer to do something, shown beside as it will stand on the phone. */
export function InteractiveFields({
  draft,
  change,
  errors,
}: {
  draft: InteractiveContent;
  change: (next: InteractiveContent) => void;
  errors: FieldErrors;
}): ReactElement {
  const { t } = useTranslation(["composer", "triggers"]);
  const parts = INTERACTIVE_PARTS[draft.action.kind];
  const shown = cleanInteractive(draft);
  const line = (part: "header" | "footer"): ReactElement | null =>
    parts[part] === "none" ? null : (
      <LineField
        label={t(`composer:interactive.${part}${parts[part] === "must" ? "" : "Optional"}`)}
        value={draft[part] ?? ""}
        most={INTERACTIVE_LIMITS[part]}
        error={errors(part)}
        change={(next) => change({ ...draft, [part]: next })}
      />
    );
  return (
    <div className={classes.split}>
      <div className={dialogs.form}>
        <Kinds kind={draft.action.kind} choose={(kind) => change({ ...draft, action: NEW_ACTIONS[kind] })} />
        {line("header")}
        <Textarea
          autosize
          minRows={2}
          maxRows={8}
          label={t(`composer:interactive.${parts.body === "must" ? "body" : "bodyOptional"}`)}
          value={draft.body ?? ""}
          error={errors("body")}
          onChange={(event) => change({ ...draft, body: event.currentTarget.value })}
        />
        {line("footer")}
        <ActionFields
          action={draft.action}
          errors={errors}
          change={(action) => change({ ...draft, action })}
        />
      </div>
      <section className={classes.phone} aria-label={t("composer:composed.preview")}>
        {shown.body === null && parts.body === "must" ? (
          <p className={classes.note}>{t("triggers:preview.empty")}</p>
        ) : (
          <div className={classes.sample}>
            <InteractiveView content={shown} />
          </div>
        )}
      </section>
    </div>
  );
}
