import type { QuickReply } from "@balcao/api";
import { fileProblem, kindOfFile } from "@balcao/core";
import { Button } from "@mantine/core";
import { Paperclip, X } from "lucide-react";
import { useRef, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api, postForm } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { mostBytesOf } from "../../lib/most-bytes.ts";
import { toast } from "../../lib/toast.ts";
import { Section } from "../parts/page-head.tsx";
import classes from "./replies.module.css";

/** Puts a file on a reply, in the place of any before. */
export function putReplyFile(id: string, file: File): Promise<QuickReply> {
  const form = new FormData();
  form.set("file", file);
  return postForm<QuickReply>(`/api/quick-replies/${id}/file`, form, {
    method: "PUT",
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
}

export const dropReplyFile = (id: string): Promise<QuickReply> =>
  api<QuickReply>(`/api/quick-replies/${id}/file`, { method: "DELETE" });

/** The one file a reply may carry. */
export function ReplyFile({
  file,
  readOnly,
  choose,
  remove,
}: {
  file: { name: string; size: number } | null;
  readOnly: boolean;
  choose: (file: File) => void;
  remove: () => void;
}): ReactElement {
  const { t } = useTranslation(["replies", "desk"]);
  const formats = useFormats();
  const input = useRef<HTMLInputElement>(null);
  const take = (chosen: File): void => {
    const problem = fileProblem({ mimeType: chosen.type || "text/plain", size: chosen.size });
    if (problem === null) return choose(chosen);
    const most = mostBytesOf(kindOfFile(chosen.type) ?? "document");
    toast(t(`desk:files.problems.${problem}`, { most }), { tone: "error" });
  };
  return (
    <Section title={t("replies:file")} lead={t("replies:fileHelp")}>
      <div className={classes.file}>
        {file && (
          <span className={classes.fileName}>
            {file.name} · {formats.bytes(file.size)}
          </span>
        )}
        <input
          ref={input}
          type="file"
          hidden
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen) take(chosen);
            event.currentTarget.value = "";
          }}
        />
        {!readOnly && (
          <Button
            variant="default"
            leftSection={<Paperclip size={16} aria-hidden />}
            onClick={() => input.current?.click()}
          >
            {t("replies:chooseFile")}
          </Button>
        )}
        {file && !readOnly && (
          <Button variant="subtle" color="red" leftSection={<X size={16} aria-hidden />} onClick={remove}>
            {t("replies:removeFile")}
          </Button>
        )}
      </div>
    </Section>
  );
}
