import { TEMPLATE_LIMITS, type DraftButton } from "@balcao/core";
import { TextInput } from "@mantine/core";
import { ClipboardList, Copy, ExternalLink, Phone, Reply } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./editor.module.css";

export const BUTTON_ICONS = {
  QUICK_REPLY: Reply,
  URL: ExternalLink,
  PHONE_NUMBER: Phone,
  COPY_CODE: Copy,
  FLOW: ClipboardList,
} as const;

type Props = {
  button: DraftButton;
  /** of the button in the contract */
  path: string;
  errors: Readonly<Record<string, string>>;
  change: (patch: Partial<DraftButton>) => void;
};

/** Where an address leads, which phone rings, which form opens; nothing for the others. */
function Target({ button: { type, value, screen = "" }, path, errors, change }: Props): ReactElement | null {
  const { t } = useTranslation("templateEditor");
  if (type === "QUICK_REPLY" || type === "COPY_CODE") return null;
  const words = {
    URL: [
      t("address"),
      t("addressHelp", { place: "{{1}}", interpolation: { skipOnVariables: true } }),
      "url",
    ],
    PHONE_NUMBER: [t("phone"), t("phoneHelp"), "tel"],
    FLOW: [t("flow"), t("flowHelp"), "numeric"],
  } as const;
  const [label, description, inputMode] = words[type];
  return (
    <>
      <TextInput
        label={label}
        description={description}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data-path={`${path}.value`}
        type={type === "PHONE_NUMBER" ? "tel" : "text"}
        inputMode={inputMode}
        autoComplete="off"
        value={value}
        error={errors[`${path}.value`]}
        onChange={(event) => change({ value: event.currentTarget.value })}
      />
      {type === "FLOW" && (
        <TextInput
          label={t("flowScreen")}
          description={t("flowScreenHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data-path={`${path}.screen`}
          autoComplete="off"
          value={screen}
          onChange={(event) => change({ screen: event.currentTarget.value })}
        />
      )}
    </>
  );
}

/** What stands on a button, and what it does. */
export function ButtonFields(props: Props): ReactElement {
  const { button, path, errors, change } = props;
  const { t } = useTranslation("templateEditor");
  return (
    <div className={classes.buttonFields}>
      {button.type === "COPY_CODE" ? (
        <p className={classes.help} data-path={`${path}.text`}>
          {t("codeHelp")}
        </p>
      ) : (
        <TextInput
          label={t("buttonText")}
          data-path={`${path}.text`}
          autoComplete="off"
          maxLength={TEMPLATE_LIMITS.button + 10}
          value={button.text}
          error={errors[`${path}.text`]}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
      )}
      <Target {...props} />
    </div>
  );
}
