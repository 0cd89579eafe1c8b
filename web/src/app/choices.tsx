import { SegmentedControl, useMantineColorScheme } from "@mantine/core";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { useId, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { switchLanguage, type Language } from "../lib/i18n.ts";
import { setPreference, usePreferences } from "../lib/preferences.ts";
import classes from "./choices.module.css";

/** Light, dark, or as the device says. */
export function ThemeChoice(): ReactElement {
  const { t } = useTranslation("common");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const id = useId();
  return (
    <div className={classes.choice}>
      <span id={id}>{t("theme.label")}</span>
      <SegmentedControl
        aria-labelledby={id}
        size="xs"
        value={colorScheme}
        onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
        data={[
          { value: "light", label: t("theme.light") },
          { value: "dark", label: t("theme.dark") },
          { value: "auto", label: t("theme.auto") },
        ]}
      />
    </div>
  );
}

/** Available, or away: colleagues see it, and who is away is not called. */
export function AvailabilityChoice(): ReactElement {
  const { t } = useTranslation("common");
  const availability = usePreferences((state) => state.availability);
  const id = useId();
  return (
    <div className={classes.choice}>
      <span id={id}>{t("availability.label")}</span>
      <SegmentedControl
        aria-labelledby={id}
        size="xs"
        value={availability}
        onChange={(value) => void setPreference("availability", value === "away" ? "away" : "available")}
        data={[
          { value: "available", label: t("availability.online") },
          { value: "away", label: t("availability.away") },
        ]}
      />
    </div>
  );
}

/** Portuguese or English. */
export function LanguageChoice({ signedIn = true }: { signedIn?: boolean }): ReactElement {
  const { t, i18n } = useTranslation("common");
  const id = useId();
  const choose = async (language: Language): Promise<void> => {
    await switchLanguage(language);
    await setPreference("language", language, signedIn ? "account" : "device");
  };
  return (
    <div className={classes.choice}>
      <span id={id}>{t("language")}</span>
      <SegmentedControl
        aria-labelledby={id}
        size="xs"
        value={i18n.language}
        onChange={(value) => void choose(value as Language)}
        data={[
          { value: "pt-BR", label: "Português" },
          { value: "en", label: "English" },
        ]}
      />
    </div>
  );
}
