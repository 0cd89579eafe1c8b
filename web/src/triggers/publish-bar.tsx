import type { BotView } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { CircleCheck, PencilLine, Rocket } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useFormats } from "../lib/format.ts";
import classes from "./publish-bar.module.css";
import { Changes, PublishDialog } from "./publish-dialog.tsx";
import type { Tongue } from "./sentences.ts";
import type { NamedTriggers } from "./verify/finding-list.tsx";
import type { Verdict } from "./verify/use-findings.ts";

type Props = {
  bot: BotView;
  mayPublish: boolean;
  verdict: Verdict;
  triggers: NamedTriggers;
  tongue: Tongue;
};

/** By what the bot speaks now, how far the draft is from it, and Publicar. */
export function PublishBar({ bot, mayPublish, ...checked }: Props): ReactElement {
  const { t } = useTranslation("triggers");
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const bar = useRef<HTMLElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    // back to the button; once all is published it is gone, and what it led to is where one stands
    if (wasOpen.current && !isOpen)
      (bar.current?.querySelector<HTMLElement>(":scope > button") ?? bar.current)?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const { published, changes, triggers } = bot;
  const speaks = published
    ? t(published.publishedBy === null ? "publish.currentUnsigned" : "publish.current", {
        number: published.number,
        at: formats.full(Date.parse(published.publishedAt)),
        name: published.publishedBy ?? "",
      })
    : t("publish.never");
  return (
    <section
      ref={bar}
      tabIndex={-1}
      className={classes.bar}
      aria-label={t("publish.label")}
      data-draft={changes.length > 0 || undefined}
    >
      <div className={classes.icon} aria-hidden>
        {changes.length > 0 ? <PencilLine size={18} /> : <CircleCheck size={18} />}
      </div>
      <div className={classes.text}>
        {changes.length > 0 ? (
          <p role="status">
            <strong>{t("publish.changes", { count: changes.length })}.</strong> {t("publish.draft")}
          </p>
        ) : (
          <p role="status">{triggers.length > 0 && t("publish.clean")}</p>
        )}
        <p className={classes.speaks}>
          {speaks} {published?.note && t("publish.note", { note: published.note })}
        </p>
        {changes.length > 0 && (
          <details>
            <summary>{t("publish.see")}</summary>
            <Changes changes={changes} />
          </details>
        )}
        {triggers.length === 0 && published && <p>{t("publish.empty")}</p>}
      </div>
      {mayPublish && changes.length > 0 && triggers.length > 0 && (
        <Button leftSection={<Rocket size={16} aria-hidden />} onClick={() => setOpen(true)}>
          {t("publish.button")}
        </Button>
      )}
      {isOpen && <PublishDialog bot={bot} close={() => setOpen(false)} {...checked} />}
    </section>
  );
}
