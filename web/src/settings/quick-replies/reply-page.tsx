import type { QuickReply } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useEffect, useState, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { api, sentenceOf } from "../../lib/api.ts";
import { useTeams } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { dropReply, keepReply, useQuickReplies } from "../../quick-replies/queries.ts";
import { Loading } from "../parts/loading.tsx";
import { PageHead } from "../parts/page-head.tsx";
import parts from "../parts/parts.module.css";
import { dropReplyFile, putReplyFile, ReplyFile } from "./reply-file.tsx";
import { ReplyForm } from "./reply-form.tsx";

const shown = (error: unknown): number => toast(sentenceOf(error), { tone: "error" });

function useBack(): { to: "/settings/quick-replies"; label: string } {
  const { t } = useTranslation("settings");
  return { to: "/settings/quick-replies", label: t("quickReplies.title") };
}

/** + Nova resposta rápida. Its file goes up once there is a reply to put it on. */
export function NewReplyPage(): ReactElement {
  const { t } = useTranslation("replies");
  const navigate = useNavigate();
  const { data: teams } = useTeams();
  const [file, setFile] = useState<File | null>(null);
  const [created, setCreated] = useState<QuickReply | null>(null);
  useEffect(() => {
    // after the form has seen that nothing is unsaved any more
    if (created) void navigate({ to: "/settings/quick-replies", replace: true });
  }, [created, navigate]);
  const finish = async (reply: QuickReply): Promise<void> => {
    keepReply(reply);
    if (file) await putReplyFile(reply.id, file).then(keepReply).catch(shown);
    toast(t("created", { shortcut: reply.shortcut }));
    setCreated(reply);
  };
  return (
    <>
      <PageHead title={t("new")} back={useBack()} />
      <ReplyForm
        reply={null}
        teams={teams ?? []}
        cancel={() => void navigate({ to: "/settings/quick-replies" })}
        onSaved={(reply) => void finish(reply)}
      >
        <ReplyFile file={file} readOnly={false} choose={setFile} remove={() => setFile(null)} />
      </ReplyForm>
    </>
  );
}

function DeleteDialog({ reply, close }: { reply: QuickReply; close: () => void }): ReactElement {
  const { t } = useTranslation(["replies", "common"]);
  const navigate = useNavigate();
  const remove = async (): Promise<void> => {
    try {
      await api(`/api/quick-replies/${reply.id}`, { method: "DELETE" });
      toast(t("replies:deleted", { shortcut: reply.shortcut }));
      await navigate({ to: "/settings/quick-replies", ignoreBlocker: true });
      dropReply(reply.id);
    } catch (error) {
      shown(error);
    }
  };
  return (
    <Dialog onClose={close} title={t("replies:deleteTitle", { shortcut: reply.shortcut })}>
      <p className={parts.dialogText}>{t("replies:deleteText")}</p>
      <div className={parts.buttons}>
        <Button variant="default" data-autofocus onClick={close}>
          {t("replies:keep")}
        </Button>
        <Button color="red" onClick={() => void remove()}>
          {t("replies:delete")}
        </Button>
      </div>
    </Dialog>
  );
}

function ExistingReply({ reply }: { reply: QuickReply }): ReactElement {
  const { t } = useTranslation("replies");
  const { data: teams } = useTeams();
  const [isDeleting, setDeleting] = useState(false);
  return (
    <>
      <PageHead title={`/${reply.shortcut}`} lead={reply.title} back={useBack()}>
        {reply.canChange && (
          <Button
            variant="default"
            color="red"
            leftSection={<Trash2 size={16} aria-hidden />}
            onClick={() => setDeleting(true)}
          >
            {t("delete")}
          </Button>
        )}
      </PageHead>
      <ReplyForm
        key={reply.id}
        reply={reply}
        teams={teams ?? []}
        cancel={() => undefined}
        onSaved={(saved) => {
          keepReply(saved);
          toast(t("saved"));
        }}
      >
        <ReplyFile
          file={reply.file}
          readOnly={!reply.canChange}
          choose={(file) =>
            void putReplyFile(reply.id, file)
              .then((saved) => {
                keepReply(saved);
                toast(t("fileKept"));
              })
              .catch(shown)
          }
          remove={() =>
            void dropReplyFile(reply.id)
              .then((saved) => {
                keepReply(saved);
                toast(t("fileRemoved"));
              })
              .catch(shown)
          }
        />
      </ReplyForm>
      {isDeleting && <DeleteDialog reply={reply} close={() => setDeleting(false)} />}
    </>
  );
}

/** Configurações > Respostas rápidas > one. */
export function ReplyPage(): ReactElement {
  const { t } = useTranslation("replies");
  const { id } = useParams({ from: "/desk/settings/quick-replies/$id" });
  const { data: replies, error, refetch } = useQuickReplies();
  const back = useBack();
  const reply = replies?.find((other) => other.id === id);
  if (reply) return <ExistingReply reply={reply} />;
  return (
    <>
      <PageHead title={t("one")} back={back} />
      {error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : replies ? (
        <Notice title={t("gone")}>{t("goneText")}</Notice>
      ) : (
        <Loading />
      )}
    </>
  );
}
