import { Modal } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useBindings, type KeyGroup } from "../lib/keys.ts";
import { KeyCaps } from "./key-caps.tsx";
import classes from "./shortcut-sheet.module.css";

const GROUPS: readonly KeyGroup[] = ["global", "list", "conversation", "messages", "composer"];

/** "?": every key that works now, by place. */
export function ShortcutSheet({ close }: { close: () => void }): ReactElement {
  const { t } = useTranslation("common");
  const bindings = useBindings();
  return (
    <Modal
      opened
      onClose={close}
      title={t("keys.title")}
      size="lg"
      radius="lg"
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <div className={classes.groups}>
        {GROUPS.map((group) => {
          const own = bindings.filter((binding) => binding.group === group);
          if (own.length === 0) return null;
          return (
            <section key={group}>
              <h3>{t(`keys.groups.${group}`)}</h3>
              <dl className={classes.list}>
                {own.map(({ id, keys, label }) => (
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
    </Modal>
  );
}
