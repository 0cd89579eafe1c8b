import type { TemplateExample } from "@balcao/api";
import { keptPlace } from "@balcao/core";
import { Button, Input } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { CircleCheck, Paperclip } from "lucide-react";
import { useId, useRef, type ReactElement } from "react";
import { postForm, sentenceOf } from "../../lib/api.ts";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./editor.module.css";

const ACCEPTED = {
  IMAGE: "image/jpeg,image/png",
  VIDEO: "video/mp4,video/3gpp",
  DOCUMENT: "application/pdf",
} as const;

/** The file by which Meta judges a header, or a card; each message is sent with a file of its own. */
export function HeaderFile({
  format,
  handle,
  wabaId,
  path,
  about,
  error,
  put,
}: {
  format: keyof typeof ACCEPTED;
  handle: string | null;
  wabaId: string;
  /** of the field in the contract */
  path: string;
  /** which card it is of, for whoever does not see where the field stands */
  about?: string;
  error: string | undefined;
  put: (handle: string) => void;
}): ReactElement {
  const { t } = useTranslation("templateEditor");
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const form = new FormData();
      form.set("file", file);
      const { handle: given } = await postForm<TemplateExample>(
        `/api/templates/examples?wabaId=${encodeURIComponent(wabaId)}`,
        form,
        { onProgress: () => undefined, signal: new AbortController().signal },
      );
      return given;
    },
    onSuccess: put,
  });
  const isKept = keptPlace(handle) !== null;
  const isThere = isKept || (handle !== null && upload.data === handle);
  const label = about === undefined ? t("file") : `${t("file")} (${about})`;
  const problem = upload.error ? sentenceOf(upload.error) : error;
  return (
    <Input.Wrapper
      labelElement="div"
      label={t("file")}
      description={t(`fileHelp.${format}`)}
      error={problem}
      errorProps={{ id, role: "alert" }}
    >
      <div className={classes.file} data-path={path}>
        <Button
          variant="default"
          leftSection={<Paperclip size={16} aria-hidden />}
          loading={upload.isPending}
          aria-describedby={problem ? id : undefined}
          onClick={() => input.current?.click()}
        >
          {t(handle === null ? "chooseFile" : "changeFile")}
          {about !== undefined && <span className="visually-hidden"> ({about})</span>}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept={ACCEPTED[format]}
          aria-label={label}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen) upload.mutate(chosen);
            event.currentTarget.value = "";
          }}
        />
        {isThere && (
          <span className={classes.fileName} role="status">
            <CircleCheck size={16} aria-hidden />{" "}
            {isKept ? t("fileKept") : t("fileThere", { file: upload.variables?.name ?? "" })}
          </span>
        )}
      </div>
    </Input.Wrapper>
  );
}
