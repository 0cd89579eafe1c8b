import type { QuietHours } from "@balcao/core";
import { Group, Stack, Switch, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { setPreference, usePreferences } from "../lib/preferences.ts";
import { useSelf } from "../lib/queries.ts";

/** What most people keep free. */
const EVENING_TO_MORNING: QuietHours = { from: 19 * 60, to: 8 * 60 };

const two = (value: number): string => String(value).padStart(2, "0");
const asTime = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

function asMinutes(time: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)/u.exec(time) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** One end of the quiet hours; kept once it is a time and the field is left. */
function Time({
  label,
  minutes,
  keep,
}: {
  label: string;
  minutes: number;
  keep: (to: number) => void;
}): ReactElement {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      type="time"
      label={label}
      value={typed ?? asTime(minutes)}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        const chosen = typed === null ? null : asMinutes(typed);
        setTyped(null);
        if (chosen !== null && chosen !== minutes) keep(chosen);
      }}
    />
  );
}

/** The hours in which nothing calls. */
export function Quiet(): ReactElement {
  const { t } = useTranslation("calls");
  const { timeZone } = useSelf().account;
  const quiet = usePreferences((state) => state.quietHours);
  const keep = (next: QuietHours | null): void => void setPreference("quietHours", next);
  return (
    <Stack gap="xs">
      <Switch
        checked={quiet !== null}
        onChange={(event) => keep(event.currentTarget.checked ? EVENING_TO_MORNING : null)}
        label={t("settings.quiet")}
        description={t("settings.quietEffect", { zone: timeZone.replaceAll("_", " ") })}
      />
      {quiet && (
        <Group ml={48}>
          <Time
            label={t("settings.quietFrom")}
            minutes={quiet.from}
            keep={(from) => keep({ ...quiet, from })}
          />
          <Time label={t("settings.quietTo")} minutes={quiet.to} keep={(to) => keep({ ...quiet, to })} />
        </Group>
      )}
    </Stack>
  );
}
