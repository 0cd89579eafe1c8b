import type { Channel } from "@balcao/api";
import { formatPhone } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate } from "@tanstack/react-router";
import { Plus, Smartphone } from "lucide-react";
import type { ReactElement } from "react";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { ListBody } from "../parts/list-frame.tsx";
import table from "../parts/table.module.css";
import { ChannelsFrame } from "./channels-frame.tsx";
import classes from "./checks.module.css";
import { StateMark } from "./checks.tsx";
import { useChannels } from "./queries.ts";

function State({ channel: { paused, state } }: { channel: Channel }): ReactElement {
  const { t } = useTranslation("channels");
  const formats = useFormats();
  return (
    <span className={classes.stands}>
      <StateMark state={paused ? "fail" : (state ?? "wait")} />
      {paused && (
        <span className={table.hint}>
          {t("paused", { code: paused.code, time: formats.full(Date.parse(paused.since)) })}
        </span>
      )}
    </span>
  );
}

function Name({ channel: { id, name, displayPhone } }: { channel: Channel }): ReactElement {
  return (
    <span className={table.main}>
      <Link to="/settings/channels/$id" params={{ id }} className={table.link}>
        {name}
      </Link>
      <span className={table.sub}>{formatPhone(displayPhone)}</span>
    </span>
  );
}

function ChannelRow({ channel }: { channel: Channel }): ReactElement {
  const { t } = useTranslation("channels");
  const formats = useFormats();
  const { lastWebhookAt } = channel;
  return (
    <tr>
      <th scope="row">
        <Name channel={channel} />
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
  const navigate = useNavigate();
  return (
    <ChannelsFrame
      acts={
        <Button
          leftSection={<Plus size={16} aria-hidden />}
          onClick={() => void navigate({ to: "/settings/channels/new" })}
        >
          {t("connect")}
        </Button>
      }
    >
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
