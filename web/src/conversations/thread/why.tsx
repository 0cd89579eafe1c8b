import type { MessageView, TraceView } from "@balcao/api";
import type { Trace } from "@balcao/core";
import { Drawer } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import type { z } from "zod";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { TraceSteps } from "../../trace/trace-steps.tsx";
import classes from "./why.module.css";

type View = z.infer<typeof TraceView>;

/** "Por quê?": every trigger the bot considered for this message, each condition with its values, and why one won. */
export function Why({ message, close }: { message: MessageView; close: () => void }): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  const formats = useFormats();
  const { data, error, refetch } = useQuery({
    queryKey: ["trace", message.id],
    queryFn: () => api<View>(`/api/messages/${message.id}/trace`),
  });
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={460}
      title={t("desk:why.title")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      {error && <ErrorNotice error={error} retry={() => void refetch()} />}
      {data && (
        <>
          <p className={classes.lead}>
            {t("desk:why.lead", { version: data.botVersion, at: formats.full(Date.parse(data.at)) })}
          </p>
          <TraceSteps steps={(data.trace as Trace).steps} triggers={data.triggers} />
        </>
      )}
    </Drawer>
  );
}
