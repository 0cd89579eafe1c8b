import type { IllChannels } from "@balcao/api";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { api } from "../lib/api.ts";
import { hasRole, keys, useSelf } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import classes from "./bars.module.css";

/** Thin bar while a number does not work: what it is, what waits, and for who can mend it the way there. */
export function ChannelBar(): ReactElement {
  const { t, i18n } = useTranslation("channelBar");
  const mayMend = hasRole(useSelf(), "administrator");
  const { data } = useQuery({
    queryKey: [...keys.channels, "ill", i18n.language],
    queryFn: () => api<IllChannels>("/api/channels/ill"),
  });
  return (
    <div role="status">
      {data?.items.map(({ id, name, sentence, isStopped, held }) => (
        <p key={id} className={classes.channel}>
          <TriangleAlert size={15} aria-hidden />
          <span>
            {t(isStopped ? "stopped" : "ill", { name, sentence })} {held > 0 && t("held", { count: held })}
          </span>
          {mayMend ? (
            <Link to="/settings/channels/$id" params={{ id }}>
              {t("mend")}
            </Link>
          ) : (
            <span>{t("tell")}</span>
          )}
        </p>
      ))}
    </div>
  );
}
