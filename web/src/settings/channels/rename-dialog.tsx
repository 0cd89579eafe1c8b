import type { Channel, ChannelView } from "@balcao/api";
import { TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type ReactElement } from "react";
import { api } from "../../lib/api.ts";
import { keys } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { EditDialog } from "../parts/edit-dialog.tsx";

const LONGEST_NAME = 80;

/** The name by which the desk shows a number. */
export function RenameDialog({ channel, close }: { channel: Channel; close: () => void }): ReactElement {
  const { t } = useTranslation(["channels", "common"]);
  const [name, setName] = useState(channel.name);
  const isReady = name.trim() !== "";
  return (
    <EditDialog
      title={t("channels:rename.title")}
      submit={t("common:save")}
      saved={t("channels:rename.saved")}
      list={keys.channels}
      isReady={isReady}
      close={close}
      fields={["name"]}
      save={() =>
        api<ChannelView>(`/api/channels/${channel.id}/name`, {
          method: "PUT",
          body: { name: name.trim(), version: channel.version },
        })
      }
    >
      {(fault) => (
        <TextInput
          data-autofocus
          label={t("channels:name")}
          description={t("channels:help.name")}
          value={name}
          maxLength={LONGEST_NAME}
          error={fault("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
    </EditDialog>
  );
}
