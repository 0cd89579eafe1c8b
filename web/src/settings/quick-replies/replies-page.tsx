import type { QuickReply } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate } from "@tanstack/react-router";
import { Paperclip, Plus, Zap } from "lucide-react";
import { useDeferredValue, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useTeams } from "../../lib/queries.ts";
import { findReplies } from "../../quick-replies/find.ts";
import { useQuickReplies } from "../../quick-replies/queries.ts";
import { ListFrame } from "../parts/list-frame.tsx";
import { SearchField } from "../parts/search-field.tsx";
import table from "../parts/table.module.css";
import classes from "./replies.module.css";

function ReplyRow({ reply }: { reply: QuickReply }): ReactElement {
  const { t } = useTranslation("replies");
  const { data: teams } = useTeams();
  const team = teams?.find(({ id }) => id === reply.teamId)?.name;
  return (
    <tr>
      <th scope="row" aria-label={`/${reply.shortcut}`}>
        <span className={table.main}>
          <Link to="/settings/quick-replies/$id" params={{ id: reply.id }} className={table.link}>
            /{reply.shortcut}
          </Link>
          <span className={table.tags}>
            <span>{team ? t("ofTeam", { team }) : t(`scope.${reply.scope}`)}</span>
          </span>
        </span>
      </th>
      <td data-label={t("title")}>{reply.title}</td>
      <td data-label={t("text")} className={table.wide}>
        <span className={classes.text}>
          {reply.file && <Paperclip size={14} aria-label={t("file")} />}
          {reply.text}
        </span>
      </td>
    </tr>
  );
}

function ReplyTable({ replies }: { replies: readonly QuickReply[] }): ReactElement {
  const { t } = useTranslation("replies");
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t("shortcut")}</th>
          <th scope="col">{t("title")}</th>
          <th scope="col" className={table.wide}>
            {t("text")}
          </th>
        </tr>
      </thead>
      <tbody>
        {replies.map((reply) => (
          <ReplyRow key={reply.id} reply={reply} />
        ))}
      </tbody>
    </table>
  );
}

/** Configurações > Respostas rápidas: those this person may use. */
export function RepliesPage(): ReactElement {
  const { t } = useTranslation(["replies", "settings"]);
  const navigate = useNavigate();
  const all = useQuickReplies();
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  return (
    <ListFrame
      title={t("settings:quickReplies.title")}
      lead={t("replies:lead")}
      acts={
        <Button
          leftSection={<Plus size={16} aria-hidden />}
          onClick={() => void navigate({ to: "/settings/quick-replies/new" })}
        >
          {t("replies:new")}
        </Button>
      }
      query={all}
      icon={Zap}
      empty={t("replies:empty")}
      emptyText={t("replies:emptyText")}
    >
      {(replies) => {
        const shown = findReplies(replies, wanted);
        return (
          <>
            <SearchField
              label={t("replies:search")}
              value={query}
              change={setQuery}
              found={t("replies:count", { count: shown.length })}
            />
            {shown.length > 0 && <ReplyTable replies={shown} />}
          </>
        );
      }}
    </ListFrame>
  );
}
