import type { Mention } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link } from "@tanstack/react-router";
import { useEffect, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { Avatar } from "../../app/avatar.tsx";
import { ErrorNotice } from "../../app/page-states.tsx";
import { useNow } from "../../lib/clock.ts";
import { useFormats } from "../../lib/format.ts";
import { readMentions, useMentions } from "../notes.ts";
import { askForTarget } from "../target.ts";
import { FormattedLine, MentionNames } from "../thread/formatted-text.tsx";
import { useNames } from "../use-names.ts";
import classes from "./mentions-dialog.module.css";

function Item({ mention, close }: { mention: Mention; close: () => void }): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const now = useNow();
  const names = useNames();
  const isNew = mention.readAt === null;
  const author = names.agent(mention.agentId);
  const contact = mention.contactName ?? t("unknownContact");
  const at = Date.parse(mention.at);
  return (
    <li>
      <Link
        to="/conversations/$id"
        params={{ id: mention.conversationId }}
        search={(current) => ({ ...current, message: mention.noteId })}
        className={classes.item}
        data-new={isNew || undefined}
        onClick={() => {
          askForTarget(true);
          close();
        }}
      >
        <Avatar id={mention.agentId} name={author} size={34} />
        <span className={classes.text}>
          <span className={classes.line}>
            <span className={classes.who}>{t("mentions.by", { author, contact })}</span>
            {isNew && <span className="visually-hidden">{t("mentions.new")}</span>}
            <time dateTime={mention.at} title={formats.full(at)}>
              {formats.listTime(at, now)}
            </time>
          </span>
          <span className={classes.note}>
            <MentionNames value={names.agent}>
              <FormattedLine text={mention.text} />
            </MentionNames>
          </span>
        </span>
      </Link>
    </li>
  );
}

/** Menções: the notes that mention the reader, newest first; each opens its conversation at that very note. */
export function MentionsDialog({ close }: { close: () => void }): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  const { data, error, refetch } = useMentions();
  useEffect(() => {
    // conversations may have come into sight or gone out of it since
    void refetch();
  }, [refetch]);
  const fresh = (data?.items ?? []).filter(({ readAt }) => readAt === null).map(({ noteId }) => noteId);
  return (
    <Dialog onClose={close} title={t("desk:mentions.title")} size="lg">
      {error && !data && <ErrorNotice error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <p className={classes.nothing}>{t("desk:mentions.none")}</p>}
      <ul className={classes.list}>
        {data?.items.map((mention) => (
          <Item key={mention.noteId} mention={mention} close={close} />
        ))}
      </ul>
      {fresh.length > 0 && (
        <div className={classes.foot}>
          <Button variant="default" size="sm" onClick={() => void readMentions(fresh)}>
            {t("desk:mentions.readAll")}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
