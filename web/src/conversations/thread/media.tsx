import type { MessageView } from "@balcao/api";
import { Download, FileText, ImageOff, LoaderCircle } from "lucide-react";
import { Suspense, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { lazyAhead } from "../../lib/ahead.ts";
import { useFormats } from "../../lib/format.ts";
import { useLayer } from "../../lib/keys.ts";
import { useKindLabel } from "../kinds.ts";
import classes from "./media.module.css";

const Lightbox = lazyAhead(async () => ({ default: (await import("./lightbox.tsx")).Lightbox }));

const VoicePlayer = lazyAhead(async () => ({
  default: (await import("../voice/voice-player.tsx")).VoicePlayer,
}));

type Media = NonNullable<MessageView["media"]>;

function Waiting({ media }: { media: Media }): ReactElement {
  const { t } = useTranslation("desk");
  const kindLabel = useKindLabel();
  const failed = media.state === "failed";
  return (
    <div className={classes.waiting} data-kind={media.kind}>
      {failed ? (
        <ImageOff size={18} aria-hidden />
      ) : (
        <LoaderCircle size={18} className={classes.spin} aria-hidden />
      )}
      <span>
        {kindLabel(media.kind)} ·{" "}
        {t(failed ? (media.isNumberRemoved ? "media.numberRemoved" : "media.failed") : "media.pending")}
      </span>
    </div>
  );
}

function Picture({ media, url, alt }: { media: Media; url: string; alt: string }): ReactElement {
  const { t } = useTranslation("desk");
  const [open, setOpen] = useState(false);
  useLayer(open);
  return (
    <>
      <button
        type="button"
        className={classes.picture}
        data-kind={media.kind}
        onClick={() => setOpen(true)}
        aria-label={t("media.enlarge", { alt })}
      >
        <img src={url} alt={alt} loading="lazy" decoding="async" />
      </button>
      <Suspense>{open && <Lightbox url={url} alt={alt} close={() => setOpen(false)} />}</Suspense>
    </>
  );
}

function FileCard({ media, url }: { media: Media; url: string }): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const kindLabel = useKindLabel();
  const extension = /\.([a-z0-9]{1,5})$/iu.exec(media.fileName ?? "")?.[1]?.toUpperCase();
  return (
    <a className={classes.file} href={url} download={media.fileName ?? true}>
      <span className={classes.fileIcon}>
        <FileText size={20} aria-hidden />
      </span>
      <span className={classes.fileText}>
        <span className={classes.fileName}>{media.fileName ?? kindLabel("document")}</span>
        <span className={classes.fileFacts}>
          {[extension, media.size === null ? null : formats.bytes(media.size)].filter(Boolean).join(" · ")}
        </span>
      </span>
      <Download size={16} aria-label={t("media.download")} />
    </a>
  );
}

/** A picture, voice note, film or file, served only by our own server to who may see the conversation. */
export function MediaBlock({ media, alt }: { media: Media; alt: string }): ReactElement {
  const kindLabel = useKindLabel();
  if (media.state !== "stored" || !media.url) return <Waiting media={media} />;
  switch (media.kind) {
    case "image":
    case "sticker":
      return <Picture media={media} url={media.url} alt={alt} />;
    case "audio":
      if (media.voice)
        return (
          <Suspense fallback={<div className={classes.voiceRoom} />}>
            <VoicePlayer url={media.url} label={alt || kindLabel("voice")} />
          </Suspense>
        );
      return (
        <div className={classes.audio}>
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a customer's voice note brings no captions */}
          <audio controls preload="metadata" src={media.url} aria-label={alt || kindLabel("audio")} />
        </div>
      );
    case "video":
      return (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- a customer's film brings no captions
        <video
          className={classes.video}
          controls
          preload="metadata"
          src={media.url}
          aria-label={alt || kindLabel("video")}
        />
      );
    case "document":
      return <FileCard media={media} url={media.url} />;
  }
}
