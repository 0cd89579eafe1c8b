import { Button, Stack, Switch, Text } from "@mantine/core";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { askForNotices, noticeRight } from "../calls/notices.ts";
import { hasPush, isPushedTo, tryPush, turnPushOff, turnPushOn } from "../calls/push.ts";
import { ApiError, sentenceOf } from "../lib/api.ts";
import { setPreference, usePreferences } from "../lib/preferences.ts";
import { useSelf } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";
import { usePushSettings } from "./queries.ts";

/** Is this browser told while Balcão is closed, and the way to change it. A failure is shown. */
function usePushHere(): {
  isOn: boolean;
  isBusy: boolean;
  turn: (on: boolean, key: string) => Promise<void>;
} {
  const { t } = useTranslation("calls");
  const { id, email } = useSelf().agent;
  const [isOn, setOn] = useState(false);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => void isPushedTo(id).then(setOn), [id]);
  const turn = async (on: boolean, key: string): Promise<void> => {
    setBusy(true);
    try {
      if (on) await turnPushOn({ id, email }, key);
      else await turnPushOff({ id, email });
    } catch (error) {
      toast(error instanceof ApiError ? sentenceOf(error) : t("closed.unreachable"), { tone: "error" });
    }
    setOn(await isPushedTo(id));
    setBusy(false);
  };
  return { isOn, isBusy, turn };
}

/** Notices while Balcão is closed: only where an administrator allowed it, and in this browser only. */
export function Closed(): ReactElement | null {
  const { t } = useTranslation("calls");
  const { data: allowed } = usePushSettings();
  const { isOn, isBusy, turn } = usePushHere();
  const text = usePreferences((state) => state.pushText);
  if (!allowed) return null;
  const { publicKey } = allowed;
  if (!hasPush() || noticeRight() === "denied") return null;
  if (publicKey === null)
    return (
      <Text size="xs" c="dimmed">
        {t("closed.off")}
      </Text>
    );
  const change = async (on: boolean): Promise<void> => {
    if (!on || (await askForNotices()) === "granted") await turn(on, publicKey);
  };
  const test = (): void => {
    void tryPush().then(
      () => toast(t("closed.testSent")),
      (error: unknown) => toast(sentenceOf(error), { tone: "error" }),
    );
  };
  return (
    <Stack gap="md">
      <Switch
        checked={isOn}
        disabled={isBusy}
        onChange={(event) => void change(event.currentTarget.checked)}
        label={t("closed.notices")}
        description={t(isBusy ? "closed.turning" : "closed.effect")}
      />
      {isOn && (
        <>
          <Switch
            checked={text}
            onChange={(event) => void setPreference("pushText", event.currentTarget.checked)}
            label={t("closed.text")}
            description={t("closed.textEffect")}
          />
          <Stack gap="xs" align="flex-start">
            <Button variant="default" onClick={test}>
              {t("closed.test")}
            </Button>
            <Text size="xs" c="dimmed">
              {t("closed.testEffect")}
            </Text>
          </Stack>
        </>
      )}
    </Stack>
  );
}
