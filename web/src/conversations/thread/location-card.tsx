import type { MessageContent } from "@balcao/core";
import { Copy, ExternalLink, MapPin } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import classes from "./cards.module.css";
import { useIsStop } from "./stop.ts";
import { webUrl } from "../../lib/addresses.ts";

type Place = Omit<Extract<MessageContent, { type: "location" }>, "type">;

const DIGITS = 5;

/**
 * A place. The map is a drawing of no place at all: nothing is fetched from anywhere, and nobody learns where customers are before an
 * agent opens the link.
 */
export function LocationCard({ place }: { place: Place }): ReactElement {
  const { t } = useTranslation(["desk", "composer"]);
  const tabIndex = useIsStop() ? 0 : -1;
  const { latitude, longitude, name, address, url } = place;
  const point = `${latitude.toFixed(DIGITS)}, ${longitude.toFixed(DIGITS)}`;
  const page = webUrl(url);
  return (
    <div className={classes.place}>
      <div className={classes.map} aria-hidden>
        <MapPin size={26} />
      </div>
      <strong className={classes.title}>{name ?? t("desk:kinds.location")}</strong>
      {address && <span>{address}</span>}
      <span className={classes.small}>{point}</span>
      <span className={classes.acts}>
        <a
          href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`}
          target="_blank"
          rel="noopener noreferrer nofollow"
          tabIndex={tabIndex}
        >
          <ExternalLink size={13} aria-hidden /> {t("composer:cards.openMap")}
        </a>
        <button
          type="button"
          tabIndex={tabIndex}
          onClick={() =>
            void navigator.clipboard
              .writeText(`${latitude}, ${longitude}`)
              .then(() => toast(t("composer:cards.coordinatesCopied")))
          }
        >
          <Copy size={13} aria-hidden /> {t("composer:cards.copyCoordinates")}
        </button>
        {page && (
          <a href={page} target="_blank" rel="noopener noreferrer nofollow" tabIndex={tabIndex}>
            <ExternalLink size={13} aria-hidden /> {new URL(page).hostname}
          </a>
        )}
      </span>
    </div>
  );
}
