import { Radio, Stack, Switch } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { ThemeChoice, LanguageChoice } from "../app/choices.tsx";
import { useMailReady } from "./opening/queries.ts";
import { CallsSettings } from "./calls-settings.tsx";
import { MeFrame } from "./me/me-frame.tsx";
import { setPreference, usePreferences } from "../lib/preferences.ts";

/** E-mail about the tickets one follows; where the company sends none, it says so. */
function TicketMail(): ReactElement {
  const { t } = useTranslation("settings");
  const ticketMail = usePreferences((state) => state.ticketMail);
  const { data } = useMailReady();
  return (
    <Switch
      checked={ticketMail}
      onChange={(event) => void setPreference("ticketMail", event.currentTarget.checked)}
      label={t("me.ticketMail")}
      description={t(data?.ready === false ? "me.ticketMailNoServer" : "me.ticketMailEffect")}
    />
  );
}

/** What each person chooses for themselves. */
export function MePage(): ReactElement {
  const { t } = useTranslation(["settings", "calls"]);
  const sendWith = usePreferences((state) => state.sendWith);
  const singleKeys = usePreferences((state) => state.singleKeys);
  return (
    <MeFrame>
      <Stack gap="xl" maw={560}>
        <ThemeChoice />
        <LanguageChoice />
        <Radio.Group
          label={t("me.sendWith")}
          description={t(sendWith === "enter" ? "me.sendWithEnterEffect" : "me.sendWithCtrlEnterEffect")}
          value={sendWith}
          onChange={(value) =>
            void setPreference("sendWith", value === "ctrl-enter" ? "ctrl-enter" : "enter")
          }
        >
          <Stack gap="xs" mt="xs">
            <Radio value="enter" label="Enter" />
            <Radio value="ctrl-enter" label="Ctrl + Enter" />
          </Stack>
        </Radio.Group>
        <Switch
          checked={singleKeys}
          onChange={(event) => void setPreference("singleKeys", event.currentTarget.checked)}
          label={t("me.singleKeys")}
          description={t("me.singleKeysEffect")}
        />
        <TicketMail />
        <CallsSettings />
      </Stack>
    </MeFrame>
  );
}
