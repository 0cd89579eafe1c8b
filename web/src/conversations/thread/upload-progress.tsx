import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useConnection } from "../../lib/connection.ts";
import { useFormats } from "../../lib/format.ts";
import { focusComposer } from "../focus.ts";
import { giveBack } from "../give-back.ts";
import type { OutboxItem } from "../outbox.ts";
import { useUploads } from "../outbox-post.ts";
import classes from "./upload-progress.module.css";

/** How far a file is on its way to the server, and the way to take it back. */
export function UploadProgress({ item }: { item: OutboxItem }): ReactElement | null {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const part = useUploads((state) => state[item.key] ?? 0);
  const isOnline = useConnection((state) => state.online);
  if (!item.file || item.state === "refused") return null;
  const percent = formats.number(Math.floor(part * 100));
  const words = isOnline ? t("files.sending", { percent }) : t("files.offline");
  return (
    <div className={classes.progress}>
      <progress value={part} max={1} aria-label={t("files.progressOf", { name: item.file.file.name })} />
      <span>{words}</span>
      <button
        type="button"
        onClick={() => {
          giveBack(item);
          focusComposer();
        }}
      >
        {t("files.cancel")}
      </button>
    </div>
  );
}
