import { Smartphone, X } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useKeys } from "../lib/keys.ts";
import { setPreference, usePreferences } from "../lib/preferences.ts";
import classes from "./demo-phone.module.css";
import { Resizer } from "./resizer.tsx";
import type { SidePlace } from "./side-place.ts";

export const NARROWEST_PHONE = 320;
export const WIDEST_PHONE = 520;

/** The customer's phone beside the inbox, in the demo: another program in a frame, so that one can play both sides. */
export function DemoPhone({ url, place }: { url: string; place: SidePlace }): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  const width = usePreferences((state) => state.phoneWidth);
  const { isDrawer } = place;
  const close = (): void => place.set(false);
  useKeys([{ id: "leave", enabled: isDrawer, run: close }]);
  return (
    <>
      {isDrawer ? (
        <button
          type="button"
          tabIndex={-1}
          className={classes.scrim}
          aria-label={t("desk:phone.close")}
          onClick={close}
        />
      ) : (
        <Resizer
          label={t("desk:phone.resize")}
          value={width}
          min={NARROWEST_PHONE}
          max={WIDEST_PHONE}
          grows="right"
          change={(value) => void setPreference("phoneWidth", value)}
        />
      )}
      <section
        className={classes.phone}
        style={{ width }}
        data-drawer={isDrawer || undefined}
        aria-label={t("desk:phone.title")}
      >
        <div className={classes.head}>
          <Smartphone size={16} aria-hidden />
          <h2>{t("desk:phone.title")}</h2>
          <button type="button" onClick={close} aria-label={t("desk:phone.close")}>
            <X size={18} />
          </button>
        </div>
        <iframe
          className={classes.frame}
          src={url}
          title={t("desk:phone.title")}
          allow="microphone; clipboard-write"
        />
      </section>
    </>
  );
}
