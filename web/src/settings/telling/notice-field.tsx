import type { TicketStatus } from "@balcao/api";
import { behindProblems, NOTICE_OFFERED, type Templates } from "@balcao/core";
import { Switch } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { BehindField } from "../../templates/behind-field.tsx";
import messages from "../general/auto-messages.module.css";
import { MessageText } from "../general/message-text.tsx";
import { LONGEST_TEXT } from "../general/values.ts";
import { Caution } from "../parts/caution.tsx";
import type { Editor } from "../parts/use-editor.ts";
import { noticeOf, pathOf, type Notice, type TellingValues } from "./values.ts";

type Props = {
  status: TicketStatus;
  editor: Editor<TellingValues>;
  teamName: string;
  templates: Templates | undefined;
};

/** The notice of one status: a switch and, while it is on, its text beside what the customer will read, and the template behind it. */
export function NoticeField({ status, editor, teamName, templates }: Props): ReactElement | null {
  const { t } = useTranslation(["ticketTelling", "settings", "templates"]);
  const { values, change, errors } = editor;
  const notice = noticeOf(values, status.id);
  if (!notice) return null;
  const path = pathOf(status.id);
  const isOpen = notice.enabled || errors[`${path}.text`] !== undefined;
  const put = (patch: Partial<Notice>): void => change({ [status.id]: { ...notice, ...patch } });
  const about = t("ticketTelling:settings.notice", { status: status.name });
  const [problem] = notice.template && templates ? behindProblems(notice.template, templates) : [];
  return (
    <div className={messages.message} data-on={isOpen || undefined}>
      <Switch
        classNames={{ label: messages.name ?? "" }}
        label={status.name}
        description={status.active ? undefined : t("ticketTelling:settings.inactive")}
        checked={notice.enabled}
        onChange={(event) => put({ enabled: event.currentTarget.checked })}
      />
      {isOpen && (
        <MessageText
          label={t("settings:message.label")}
          about={about}
          path={`${path}.text`}
          value={notice.text}
          longest={LONGEST_TEXT}
          error={errors[`${path}.text`]}
          teamName={teamName}
          readOnly={false}
          known={NOTICE_OFFERED}
          sample={{ "chamado.status": status.name }}
          change={(text) => put({ text })}
        />
      )}
      {isOpen && templates && (
        <>
          <BehindField
            about={about}
            path={`${path}.template`}
            use={notice.template}
            change={(template) => put({ template })}
            errors={errors}
            templates={templates}
            known={NOTICE_OFFERED}
          />
          {problem && <Caution>{t(`templates:behind.because.${problem.code}`)}</Caution>}
        </>
      )}
    </div>
  );
}
