import type { Device } from "@balcao/api";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { useState, type ReactElement } from "react";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api, sentenceOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { AskDialog } from "../parts/ask-dialog.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import classes from "./devices.module.css";
import { devicesAgain, useDevices } from "./queries.ts";

/** A browser and its system, in words. */
function useDeviceName(): (device: Pick<Device, "browser" | "system">) => string {
  const { t } = useTranslation("security");
  return ({ browser, system }) =>
    browser && system ? t("devices.on", { browser, system }) : (browser ?? system ?? t("devices.unknown"));
}

function DeviceItem({ device }: { device: Device }): ReactElement {
  const { t } = useTranslation("security");
  const formats = useFormats();
  const name = useDeviceName()(device);
  const end = useMutation({
    mutationFn: () => api(`/api/sessions/${device.id}`, { method: "DELETE" }),
    onSuccess: () => toast(t("devices.ended")),
    onError: (error) => toast(sentenceOf(error), { tone: "error" }),
    onSettled: devicesAgain,
  });
  const used = t("devices.used", { time: formats.full(Date.parse(device.seenAt)) });
  const Icon = device.isPhone ? Smartphone : Laptop;
  return (
    <li>
      <Icon size={22} aria-hidden />
      <div className={classes.words}>
        <div className={classes.name}>
          {name}
          {device.isThis && <span data-this>{t("devices.this")}</span>}
        </div>
        <div className={classes.sub}>
          {[
            device.isThis ? t("devices.usedNow") : used,
            t("devices.since", { time: formats.full(Date.parse(device.signedInAt)) }),
            ...(device.address ? [t("devices.from", { address: device.address })] : []),
          ].join(" · ")}
        </div>
      </div>
      {!device.isThis && (
        <Button
          variant="default"
          size="xs"
          aria-label={t("devices.endNamed", { device: name, used })}
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {t("devices.end")}
        </Button>
      )}
    </li>
  );
}

function EndOthers(): ReactElement {
  const { t } = useTranslation("security");
  const [asks, setAsks] = useState(false);
  return (
    <div>
      <Button variant="default" onClick={() => setAsks(true)}>
        {t("devices.endOthers")}
      </Button>
      {asks && (
        <AskDialog
          title={t("devices.endOthersTitle")}
          text={t("devices.endOthersText")}
          submit={t("devices.endOthers")}
          run={async () => {
            await api("/api/sessions/end-others", { method: "POST" });
            await devicesAgain();
            toast(t("devices.othersEnded"));
          }}
          close={() => setAsks(false)}
        />
      )}
    </div>
  );
}

/** The browsers one is signed in with, and the way to end them. */
export function Devices(): ReactElement {
  const { t } = useTranslation("security");
  const { data, error, refetch } = useDevices();
  return (
    <Section title={t("devices.title")} lead={t("devices.lead")}>
      {data ? (
        <>
          <ul className={classes.list}>
            {data.map((device) => (
              <DeviceItem key={device.id} device={device} />
            ))}
          </ul>
          {data.length > 1 ? <EndOthers /> : <p className={classes.sub}>{t("devices.onlyThis")}</p>}
        </>
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Section>
  );
}
