import type { TemplateFacts, TemplatePlace } from "@balcao/core";
import { useTranslation } from "../lib/texts.ts";

/** What the places of a template are called in their fields. */
export function usePlaceLabel(
  template: Pick<TemplateFacts, "header"> | null | undefined,
): (place: TemplatePlace) => string {
  const { t } = useTranslation("templates");
  const isMap = template?.header?.format === "LOCATION";
  const bare = ({ where, kind, name }: TemplatePlace): string => {
    if (kind === "code") return t("place.signIn");
    // a code to copy has no words of ours on its button
    if (where === "button") return name === "" ? t("place.code") : t("place.button", { name });
    if (kind === "link") return t("place.link");
    if (kind === "number") return t(name === "latitude" ? "place.latitude" : "place.longitude");
    if (where === "header" && isMap) return t(name === "name" ? "place.name" : "place.address");
    return t(`place.${where}`, { name });
  };
  return (place) => {
    if (place.card === null) return bare(place);
    const { kind, where, name } = place;
    const number = place.card + 1;
    if (kind === "link") return t("place.cardLink", { number });
    return where === "button"
      ? t("place.cardButton", { number, name })
      : t("place.cardBody", { number, name });
  };
}
