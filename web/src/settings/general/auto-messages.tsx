import type { AutoMessageKind } from "@balcao/api";
import { behindProblems } from "@balcao/core";
import { Switch } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ComponentProps, ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { BehindField } from "../../templates/behind-field.tsx";
import { useSharedTemplates } from "../../templates/queries.ts";
import { Caution } from "../parts/caution.tsx";
import { readDecimal } from "../parts/numbers.ts";
import classes from "./auto-messages.module.css";
import { MessageText } from "./message-text.tsx";
import { AUTO_MESSAGES, isHours, LONGEST_TEXT, warningAfter, type WhatsAppValues } from "./values.ts";
import type { PartProps } from "./part-props.ts";

/** Meta closes the window this long after the customer's last message (whatsapp-cloud-api: customer service window). */
const WINDOW_HOURS = 24;

/** The others answer what the customer has just written: then the window is open. */
const MAY_COME_LATE: ReadonlySet<AutoMessageKind> = new Set([
  "hand_over",
  "inactivity_warning",
  "inactivity_closing",
  "manual_closing",
  "survey",
]);

/** Why a text can never reach anybody, as the values stand; null when it can. */
function useNeverSent(values: WhatsAppValues): (kind: AutoMessageKind) => string | null {
  const { t } = useTranslation("settings");
  const closing = readDecimal(values.inactivityHours);
  const warning = readDecimal(values.warningHours);
  return (kind) => {
    if (kind === "out_of_hours" && !values.businessHours.own) return t("autoMessages.noHours");
    if (!isHours(closing) || !isHours(warning)) return null;
    if (values[kind].template) return null;
    if (kind === "inactivity_closing" && closing >= WINDOW_HOURS) return t("autoMessages.closedWindow");
    if (kind === "inactivity_warning" && warningAfter(closing, warning) >= WINDOW_HOURS)
      return t("autoMessages.closedWindow");
    return null;
  };
}

/** The template behind a text, and why it would not go out as it stands. */
function Behind(props: ComponentProps<typeof BehindField>): ReactElement {
  const { t } = useTranslation("templates");
  const { use, templates } = props;
  const [problem] = use ? behindProblems(use, templates) : [];
  return (
    <>
      <BehindField {...props} />
      {problem && <Caution>{t(`behind.because.${problem.code}`)}</Caution>}
    </>
  );
}

/** Mensagens automáticas: each a switch, what it does, and while it is on its text beside what the customer will read. */
export function AutoMessages({ editor, teamName, readOnly }: PartProps): ReactElement {
  const { t } = useTranslation("settings");
  const { values, change, errors } = editor;
  const neverSent = useNeverSent(values);
  const { data: templates } = useSharedTemplates();
  return (
    <>
      {AUTO_MESSAGES.map((kind) => {
        const message = values[kind];
        const path = `autoMessages.${kind}.text`;
        const isOpen = message.enabled || errors[path] !== undefined;
        const caution = message.enabled ? neverSent(kind) : null;
        return (
          <div key={kind} className={classes.message} data-on={isOpen || undefined}>
            <Switch
              classNames={{ label: classes.name ?? "" }}
              label={t(`autoMessages.${kind}`)}
              description={t(`autoMessages.${kind}Effect`, {
                closing: values.inactivityHours,
                warning: values.warningHours,
              })}
              disabled={readOnly}
              checked={message.enabled}
              onChange={(event) => change({ [kind]: { ...message, enabled: event.currentTarget.checked } })}
            />
            {caution && <Caution>{caution}</Caution>}
            {isOpen && (
              <MessageText
                label={t("message.label")}
                about={t(`autoMessages.${kind}`)}
                path={path}
                value={message.text}
                longest={LONGEST_TEXT}
                error={errors[path]}
                teamName={teamName}
                readOnly={readOnly}
                change={(text) => change({ [kind]: { ...message, text } })}
              />
            )}
            {isOpen && templates && MAY_COME_LATE.has(kind) && (
              <Behind
                about={t(`autoMessages.${kind}`)}
                path={`autoMessages.${kind}.template`}
                use={message.template}
                change={(template) => change({ [kind]: { ...message, template } })}
                errors={errors}
                templates={templates}
                readOnly={readOnly}
              />
            )}
          </div>
        );
      })}
    </>
  );
}
