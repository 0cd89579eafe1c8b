import type { Channel } from "@balcao/api";
import { formatPhone } from "@balcao/core";
import { Smartphone } from "lucide-react";
import type { ReactElement } from "react";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { ListBody } from "../parts/list-frame.tsx";
import table from "../parts/table.module.css";
import { ChannelsFrame } from "./channels-frame.tsx";
import { useChannels } from "./queries.ts";

function State({ channel: { paused } }: { channel: Channel }): ReactElement {
  const { t } = useTranslation("channels");
  const formats = useFormats();
  return (
    <span className={table.tags}>
      <span data-tone={paused ? "warn" : undefined}>
        {paused
          ? t("paused", { code: paused.code, time: formats.full(Date.parse(paused.since)) })
          : t("running")}
      </span>
    </span>
  );
}

function ChannelRow({ channel }: { channel: Channel }): ReactElement {
  const { t } = useTranslation("channels");
  const formats = useFormats();
  const { name, displayPhone, lastWebhookAt } = channel;
  return (
    <tr>
      <th scope="row">
        <span className={table.main}>
          {name}
          <span className={table.sub}>{formatPhone(displayPhone)}</span>
        </span>
      </th>
      <td data-label={t("state")}>
        <State channel={channel} />
      </td>
      <td data-label={t("lastWebhook")}>
        {lastWebhookAt === null ? (
          <span className={table.faint}>{t("noWebhook")}</span>
        ) : (
          formats.full(Date.parse(lastWebhookAt))
        )}
      </td>
    </tr>
  );
}

/** Configurações > Canais: the WhatsApp numbers of the account. */
export function ChannelsPage(): ReactElement {
  const { t } = useTranslation("channels");
  const query = useChannels();
  return (
    <ChannelsFrame>
      <ListBody
        query={query}
        items={query.data}
        icon={Smartphone}
        empty={t("empty")}
        emptyText={t("emptyText")}
      >
        {(channels) => (
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t("number")}</th>
                <th scope="col">{t("state")}</th>
                <th scope="col">{t("lastWebhook")}</th>
              </tr>
            </thead>
            <tbody>
              {channels.map((channel) => (
                <ChannelRow key={channel.id} channel={channel} />
              ))}
            </tbody>
          </table>
        )}
      </ListBody>
    </ChannelsFrame>
  );
}
