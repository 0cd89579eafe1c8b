import type { BotView } from "@balcao/api";
import { Button, Modal, Textarea } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { CircleCheck, PencilLine, Rocket } from "lucide-react";
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "../lib/api.ts";
import { useFormats } from "../lib/format.ts";
import { toast } from "../lib/toast.ts";
import parts from "../settings/parts/parts.module.css";
import { NOTE_MOST } from "./limits.ts";
import classes from "./publish-bar.module.css";
import { publishBot } from "./queries.ts";

/** Every difference between the draft and what speaks, each with what became of it. */
function Changes({ changes }: { changes: BotView["changes"] }): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <ul className={classes.changes}>
      {changes.map(({ triggerId, description, kind }) => (
        <li key={triggerId}>
          <span className={classes.kind} data-kind={kind}>
            {t(`change.${kind}`)}
          </span>
          <span>{description}</span>
        </li>
      ))}
    </ul>
  );
}

function PublishDialog({ bot, close }: { bot: BotView; close: () => void }): ReactElement {
  const { t } = useTranslation(["triggers", "common"]);
  const [note, setNote] = useState("");
  const publish = useMutation({
    mutationFn: () => publishBot(note.trim()),
    onSuccess: ({ published }) => {
      toast(t("triggers:publish.done", { number: published?.number }));
      close();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    publish.mutate();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("triggers:publish.title")}
      size="lg"
      radius="lg"
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form className={parts.dialog} onSubmit={submit}>
        <p>{t("triggers:publish.text")}</p>
        <section aria-label={t("triggers:publish.will", { count: bot.changes.length })}>
          <h3 className={classes.will}>{t("triggers:publish.will", { count: bot.changes.length })}</h3>
          <Changes changes={bot.changes} />
        </section>
        <Textarea
          data-autofocus
          label={t("triggers:publish.noteLabel")}
          description={t("triggers:publish.noteHelp")}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={NOTE_MOST}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {publish.error && (
          <p role="alert" className={parts.error}>
            {sentenceOf(publish.error)}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={publish.isPending} disabled={bot.changes.length === 0}>
            {t("triggers:publish.confirm")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** By what the bot speaks now, how far the draft is from it, and Publicar. */
export function PublishBar({ bot, mayPublish }: { bot: BotView; mayPublish: boolean }): ReactElement {
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
      {isOpen && <PublishDialog bot={bot} close={() => setOpen(false)} />}
    </section>
  );
}
