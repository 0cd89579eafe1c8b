import { readPlace, type Composition } from "@balcao/core";
import { TextInput } from "@mantine/core";
import { History } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useSelf } from "../../lib/queries.ts";
import dialogs from "../dialogs/dialogs.module.css";
import { LocationCard } from "../thread/location-card.tsx";
import classes from "./composed.module.css";
import type { FieldErrors } from "./field-errors.ts";
import { recentPlaces, type RecentPlace } from "./recent-places.ts";

type Draft = Extract<Composition, { type: "location" }>;

const written = ({ latitude, longitude }: RecentPlace): string => `${latitude}, ${longitude}`;

function Recent({ choose }: { choose: (place: RecentPlace) => void }): ReactElement | null {
  const { t } = useTranslation("composer");
  const { agent } = useSelf();
  const [places] = useState(() => recentPlaces(agent.id));
  if (places.length === 0) return null;
  return (
    <section>
      <h3 className={classes.heading}>{t("composed.location.recent")}</h3>
      <ul className={classes.recent}>
        {places.map((place) => (
          <li key={`${written(place)} ${place.name ?? ""}`}>
            <button type="button" onClick={() => choose(place)}>
              <History size={15} aria-hidden />
              <span>{place.name ?? place.address ?? written(place)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A place by a link of a map or by coordinates; how its card will look is shown at once. */
export function LocationFields({
  draft,
  change,
  errors,
}: {
  draft: Draft;
  change: (next: Draft) => void;
  errors: FieldErrors;
}): ReactElement {
  const { t } = useTranslation("composer");
  const isRead = Number.isFinite(draft.latitude);
  const [text, setText] = useState(isRead ? written(draft) : "");
  const reading = readPlace(text);
  const readError =
    text.trim() === "" || reading.ok ? errors("latitude") : t(`composed.location.${reading.code}`);
  const type = (next: string): void => {
    setText(next);
    const found = readPlace(next);
    if (!found.ok) {
      change({ ...draft, latitude: Number.NaN, longitude: Number.NaN });
      return;
    }
    const { latitude, longitude, name } = found.place;
    change({ ...draft, latitude, longitude, name: draft.name ?? name });
  };
  return (
    <div className={dialogs.form}>
      <TextInput
        data-autofocus
        label={t("composed.location.point")}
        description={t("composed.location.pointText")}
        value={text}
        error={readError}
        autoComplete="off"
        onChange={(event) => type(event.currentTarget.value)}
      />
      <TextInput
        label={t("composed.location.name")}
        value={draft.name ?? ""}
        error={errors("name")}
        onChange={(event) => change({ ...draft, name: event.currentTarget.value })}
      />
      <TextInput
        label={t("composed.location.address")}
        value={draft.address ?? ""}
        error={errors("address")}
        onChange={(event) => change({ ...draft, address: event.currentTarget.value })}
      />
      {isRead && (
        <div className={classes.sample} aria-label={t("composed.preview")} role="group">
          <LocationCard
            place={{ ...draft, name: draft.name || null, address: draft.address || null, url: null }}
          />
        </div>
      )}
      <Recent
        choose={(place) => {
          setText(written(place));
          change({ type: "location", ...place });
        }}
      />
    </div>
  );
}
