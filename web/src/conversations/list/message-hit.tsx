import type { MessageHit } from "@balcao/api";
import { Lock } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { Avatar } from "../../app/avatar.tsx";
import { useNow } from "../../lib/clock.ts";
import { useFormats } from "../../lib/format.ts";
import { useKindLabel } from "../kinds.ts";
import { aliasOf, nameOf } from "../names.ts";
import { useNames } from "../use-names.ts";
import classes from "./message-hit.module.css";

export const HIT_HEIGHT = 78;

type Props = {
  hit: MessageHit;
  index: number;
  top: number;
  isOpen: boolean;
  isFocusable: boolean;
  href: string;
  open: () => void;
};

/** Who wrote it, when it was not the customer. */
function useWriter({ author, agentId }: MessageHit): string | null {
  const { t } = useTranslation("desk");
  const names = useNames();
  if (author === "contact") return null;
  return author === "agent" ? names.agent(agentId) : t(`author.${author}`);
}

/** One message or internal note that says what was looked for: in whose conversation, when, and the words around it. */
export function MessageHitView({ hit, index, top, isOpen, isFocusable, href, open }: Props): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const now = useNow();
  const kindLabel = useKindLabel();
  const writer = useWriter(hit);
  const name = nameOf(hit.contact, t("unknownContact"));
  const alias = aliasOf(hit.contact);
  const at = Date.parse(hit.at);
  const note = hit.kind === "note" ? t("mode.note") : null;
  const words = hit.excerpt.map(({ text }) => text).join("");
  return (
    <div
      role="row"
      className={classes.row}
      style={{ transform: `translateY(${top}px)`, height: HIT_HEIGHT }}
      aria-rowindex={index + 1}
      aria-current={isOpen ? "true" : undefined}
      aria-label={[name, alias, note, writer, words || kindLabel(hit.kind), formats.full(at)]
        .filter(Boolean)
        .join(", ")}
      data-index={index}
      tabIndex={isFocusable ? 0 : -1}
    >
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- its content names it */}
      <div role="gridcell" className={classes.cell}>
        <a
          href={href}
          tabIndex={-1}
          className={classes.link}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            open();
          }}
        >
          <Avatar id={hit.contact.id} name={hit.contact.name ?? hit.contact.profileName ?? ""} size={40} />
          <span className={classes.text}>
            <span className={classes.line}>
              <span className={classes.name}>
                <bdi>{name}</bdi>
                {alias && (
                  <span className={classes.alias}>
                    ~<bdi>{alias}</bdi>
                  </span>
                )}
              </span>
              <time className={classes.time} dateTime={hit.at} title={formats.full(at)}>
                {formats.listTime(at, now)}
              </time>
            </span>
            <span className={classes.excerpt}>
              {note && (
                <span className={classes.note}>
                  <Lock size={12} aria-hidden /> {note}
                </span>
              )}
              {writer && <span className={classes.writer}>{writer}: </span>}
              {hit.excerpt.map(({ text, found }, place) =>
                found ? <mark key={place}>{text}</mark> : <span key={place}>{text}</span>,
              )}
            </span>
          </span>
        </a>
      </div>
    </div>
  );
}
