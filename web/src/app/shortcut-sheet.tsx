import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { Dialog } from "./dialog.tsx";
import { useTranslation } from "../lib/texts.ts";
import { KEYMAP, type KeyId, type KeyPlace } from "../lib/keymap.ts";
import { useBindings } from "../lib/keys.ts";
import { usePreferences } from "../lib/preferences.ts";
import { KeyCaps } from "./key-caps.tsx";
import classes from "./shortcut-sheet.module.css";

const PLACES: readonly KeyPlace[] = [
  "global",
  "list",
  "selected",
  "conversation",
  "messages",
  "chosen",
  "composer",
  "settings",
  "tickets",
  "ticket",
  "ticketsChosen",
  "contacts",
  "triggers",
];
const ALL = Object.entries(KEYMAP) as [KeyId, (typeof KEYMAP)[KeyId]][];

/** "?": every key of the desk by place, with those that other modules offer at this moment. */
export function ShortcutSheet({ close }: { close: () => void }): ReactElement {
  const { t } = useTranslation(["keys", "common"]);
  const bindings = useBindings();
  const singleKeys = usePreferences((state) => state.singleKeys);
  return (
    <Dialog onClose={close} title={t("common:keys.title")} size="xl">
      {!singleKeys && <p className={classes.off}>{t("keys:off")}</p>}
      <div className={classes.groups}>
        {PLACES.map((place) => {
          const offered = bindings.filter((binding) => binding.place === place && !(binding.id in KEYMAP));
          return (
            <section key={place}>
              <h3>{t(`keys:places.${place}`)}</h3>
              <dl className={classes.list}>
                {ALL.filter(([, entry]) => entry[1] === place).map(([id, [keys]]) => (
                  <div key={id}>
                    <dt>{t(`keys:ids.${id}`)}</dt>
                    <dd>
                      <KeyCaps keys={keys} />
                    </dd>
                  </div>
                ))}
                {offered.map(({ id, keys, label }) => (
                  <div key={id}>
                    <dt>{label}</dt>
                    <dd>
                      <KeyCaps keys={keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
