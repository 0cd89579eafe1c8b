import { Modal } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useBindings, type KeyGroup } from "../lib/keys.ts";
import { KeyCaps } from "./key-caps.tsx";
import classes from "./shortcut-sheet.module.css";

const GROUPS: readonly KeyGroup[] = ["global", "list", "conversation", "messages", "composer"];

/** Keys of the message field and of the messages, which listen by themselves while the keyboard is in them. */
const FIXED = [
  { group: "messages", id: "walk", keys: "ArrowUp" },
  { group: "messages", id: "quote", keys: "r" },
  { group: "messages", id: "react", keys: "+" },
  { group: "messages", id: "copy", keys: "c" },
  { group: "messages", id: "end", keys: "End" },
  { group: "composer", id: "send", keys: "$mod+Enter" },
  { group: "composer", id: "bold", keys: "$mod+b" },
  { group: "composer", id: "italic", keys: "$mod+i" },
  { group: "composer", id: "strike", keys: "$mod+Shift+x" },
  { group: "composer", id: "last", keys: "ArrowUp" },
] as const;

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
          const fixed = FIXED.filter((key) => key.group === group);
          const own = [
            ...bindings.filter((binding) => binding.group === group && binding.enabled !== false),
            ...fixed.map(({ id, keys }) => ({ id, keys, label: t(`keys.fixed.${id}`) })),
          ];
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
