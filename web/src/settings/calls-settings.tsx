import { CALL_RULES } from "@balcao/core";
import { Alert, Button, Group, Radio, Slider, Stack, Switch, Text, Title } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { ring } from "../calls/chime.ts";
import { askForNotices, noticeRight } from "../calls/notices.ts";
import { setPreference, usePreferences } from "../lib/preferences.ts";
import { Closed } from "./calls-closed.tsx";
import { Quiet } from "./calls-quiet.tsx";

/** The soft sound: on or off, how loud, and how it sounds. */
function Sound(): ReactElement {
  const { t } = useTranslation("calls");
  const sound = usePreferences((state) => state.sound);
  const volume = usePreferences((state) => state.volume);
  const [moving, setMoving] = useState<number | null>(null);
  return (
    <Stack gap="xs">
      <Switch
        checked={sound}
        onChange={(event) => void setPreference("sound", event.currentTarget.checked)}
        label={t("settings.sound")}
        description={t("settings.soundEffect")}
      />
      {sound && (
        <Group wrap="nowrap" align="center" ml={48}>
          <Slider
            flex={1}
            min={5}
            max={100}
            step={5}
            label={(value) => `${value} %`}
            thumbLabel={t("settings.volume")}
            value={moving ?? volume}
            onChange={setMoving}
            onChangeEnd={(value) => {
              setMoving(null);
              void setPreference("volume", value);
            }}
          />
          <Button variant="default" size="xs" onClick={() => ring(moving ?? volume)}>
            {t("settings.listen")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** Notices outside of the browser: asked for by a button, since a browser that is asked on its own says no for good. */
function Notices(): ReactElement {
  const { t } = useTranslation("calls");
  const wanted = usePreferences((state) => state.desktopNotices);
  const text = usePreferences((state) => state.noticeText);
  const [right, setRight] = useState(noticeRight);
  const turnOn = async (): Promise<void> => {
    setRight(await askForNotices());
    await setPreference("desktopNotices", true);
  };
  if (right === "missing" || right === "denied")
    return <Alert color="gray">{t(right === "missing" ? "settings.missing" : "settings.denied")}</Alert>;
  if (right === "default" || !wanted)
    return (
      <Stack gap="xs" align="flex-start">
        <Button variant="default" onClick={() => void turnOn()}>
          {t("settings.turnOn")}
        </Button>
        <Text size="xs" c="dimmed">
          {t("settings.noticesEffect")}
        </Text>
      </Stack>
    );
  return (
    <>
      <Switch
        checked
        onChange={() => void setPreference("desktopNotices", false)}
        label={t("settings.notices")}
        description={t("settings.noticesEffect")}
      />
      <Switch
        checked={text}
        onChange={(event) => void setPreference("noticeText", event.currentTarget.checked)}
        label={t("settings.noticeText")}
        description={t("settings.noticeTextEffect")}
      />
    </>
  );
}

/** How a person is called: for what, by which sound, and outside of the browser. */
export function CallsSettings(): ReactElement {
  const { t } = useTranslation("calls");
  const callFor = usePreferences((state) => state.callFor);
  return (
    <Stack gap="md" component="section" aria-labelledby="calls-title">
      <Title order={2} size="h4" id="calls-title">
        {t("settings.title")}
      </Title>
      <Radio.Group
        label={t("settings.rule")}
        description={t("settings.ruleEffect")}
        value={callFor}
        onChange={(value) => {
          const rule = CALL_RULES.find((known) => known === value);
          if (rule) void setPreference("callFor", rule);
        }}
      >
        <Stack gap="xs" mt="xs">
          {CALL_RULES.map((rule) => (
            <Radio key={rule} value={rule} label={t(`settings.rules.${rule}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Quiet />
      <Sound />
      <Notices />
      <Closed />
    </Stack>
  );
}
