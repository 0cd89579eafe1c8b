import type { ChannelView } from "@balcao/api";
import { formatPhone } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useParams } from "@tanstack/react-router";
import { KeyRound, Pencil, RefreshCw, Unplug } from "lucide-react";
import { useEffect, useState, type ReactElement } from "react";
import { ErrorNotice } from "../../app/page-states.tsx";
import { sentenceOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { Loading } from "../parts/loading.tsx";
import { PageHead, Section } from "../parts/page-head.tsx";
import { AccessDialog } from "./access-dialog.tsx";
import { CheckAct } from "./acts.tsx";
import { OwnSettings } from "./own-settings.tsx";
import classes from "./checks.module.css";
import { CheckList, StateMark } from "./checks.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { useChannel, useDoing, type Doing } from "./queries.ts";
import { Traffic } from "./traffic.tsx";
import { firstOfEachAct, toMend, waitsForMeta } from "./values.ts";

/** While Meta has yet to tell something, it is looked for this often, and so many times. */
const AGAIN_MS = 8000;
const MOST_AGAIN = 15;

/** Looks again by itself while a webhook or the test message is on its way. */
function useWatch(view: ChannelView, isBusy: boolean, check: () => void): void {
  const [looks, setLooks] = useState(0);
  const waits = waitsForMeta(view) && looks < MOST_AGAIN;
  useEffect(() => {
    if (!waits || isBusy) return;
    const timer = setTimeout(() => {
      setLooks(looks + 1);
      check();
    }, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [waits, isBusy, looks, check]);
}

/** In one sentence: how much is to be mended, and when that was found. */
function Summary({ view }: { view: ChannelView }): ReactElement {
  const { t } = useTranslation("channels");
  const formats = useFormats();
  const count = toMend(view);
  const { state } = view.channel;
  const isTold = count === 0 && (state === "fail" || state === "warn");
  return (
    <div className={classes.summary}>
      <StateMark state={state ?? "wait"} />
      <span role="status">{isTold ? t("toldByMeta") : t("toMend", { count })}</span>
      {view.checkedAt !== null && (
        <span>{t("checkedAt", { time: formats.full(Date.parse(view.checkedAt)) })}</span>
      )}
    </div>
  );
}

function Checked({ view }: { view: ChannelView }): ReactElement {
  const { t, i18n } = useTranslation("channels");
  const doing = useDoing(view.channel.id, i18n.language);
  const [busy, setBusy] = useState<string | null>(null);
  /** the check whose act was tried last */
  const [tried, setTried] = useState<string | null>(null);
  const [open, setOpen] = useState<"access" | "rename" | "remove" | null>(null);
  const openAccess = (): void => setOpen("access");
  const close = (): void => setOpen(null);
  const { name, displayPhone } = view.channel;
  const { mutate } = doing;
  const act = (what: Doing, check: string | null = null): void => {
    setBusy(what.path);
    setTried(check);
    mutate(what, {
      onError: (error) => toast(sentenceOf(error), { tone: "error" }),
      onSettled: () => setBusy(null),
    });
  };
  const firsts = firstOfEachAct(view);
  const refusal = view.refused && (
    <p className={classes.refused}>
      {view.refused.sentence} {view.refused.repair}
    </p>
  );
  const isBeside = tried !== null && firsts.has(tried);
  useWatch(view, busy !== null, () => mutate({ path: "check" }));
  return (
    <div className={classes.page}>
      <PageHead
        title={name}
        lead={formatPhone(displayPhone)}
        back={{ to: "/settings/channels", label: t("title") }}
      >
        <Button
          variant="default"
          leftSection={<Pencil size={16} aria-hidden />}
          onClick={() => setOpen("rename")}
        >
          {t("acts.rename")}
        </Button>
        <Button
          variant="default"
          leftSection={<Unplug size={16} aria-hidden />}
          onClick={() => setOpen("remove")}
        >
          {t("acts.remove")}
        </Button>
        <Button variant="default" leftSection={<KeyRound size={16} aria-hidden />} onClick={openAccess}>
          {t("acts.access")}
        </Button>
        <Button
          leftSection={<RefreshCw size={16} aria-hidden />}
          loading={busy === "check"}
          onClick={() => act({ path: "check" })}
        >
          {t("acts.check")}
        </Button>
      </PageHead>
      <div className={classes.parts}>
        <Summary view={view} />
        <div role="alert" className={classes.told}>
          {!isBeside && refusal}
        </div>
        {view.parts.map((part) => (
          <Section key={part.id} title={part.name}>
            <CheckList
              part={part}
              actOf={(check) =>
                firsts.has(check.id) && (
                  <>
                    <CheckAct
                      check={check}
                      busy={busy}
                      act={(what) => act(what, check.id)}
                      openAccess={openAccess}
                    />
                    <div role="alert" className={classes.told}>
                      {tried === check.id && refusal}
                    </div>
                  </>
                )
              }
            />
          </Section>
        ))}
      </div>
      <div className={classes.own}>
        <Traffic id={view.channel.id} lastWebhookAt={view.channel.lastWebhookAt} />
      </div>
      <div className={classes.own}>
        <OwnSettings id={view.channel.id} />
      </div>
      {open === "access" && <AccessDialog view={view} appId={view.appId} close={close} />}
      {open === "rename" && <RenameDialog channel={view.channel} close={close} />}
      {open === "remove" && <RemoveDialog channel={view.channel} close={close} />}
    </div>
  );
}

/** Configurações > Canais > a number: its connection, check by check, with what can be done about each. */
export function ChannelPage(): ReactElement {
  const { i18n } = useTranslation("channels");
  const { id } = useParams({ from: "/desk/settings/channels/$id" });
  const { data, error, refetch } = useChannel(id, i18n.language);
  if (data) return <Checked key={id} view={data} />;
  return error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <Loading />;
}
