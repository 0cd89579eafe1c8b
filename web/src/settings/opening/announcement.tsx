import { OPENED_VARIABLES } from "@balcao/core";
import { Switch } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { MessageText } from "../general/message-text.tsx";
import { LONGEST_TEXT } from "../general/values.ts";
import type { PartProps } from "./part-props.ts";

/** The automatic message that tells the customer the ticket's number. */
export function Announcement({ editor, teamName }: PartProps): ReactElement {
  const { t } = useTranslation("opening");
  const { values, change, errors } = editor;
  const error = errors["announcement.text"];
  return (
    <>
      <Switch
        label={t("fields.announces")}
        checked={values.announces}
        onChange={(event) => change({ announces: event.currentTarget.checked })}
      />
      {(values.announces || error !== undefined) && (
        <MessageText
          label={t("fields.announcement")}
          path="announcement.text"
          value={values.announcement}
          longest={LONGEST_TEXT}
          error={error}
          teamName={teamName}
          readOnly={false}
          known={OPENED_VARIABLES}
          change={(announcement) => change({ announcement })}
        />
      )}
    </>
  );
}
