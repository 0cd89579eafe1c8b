import type { BotVersionList } from "@balcao/api";
import { Button, NativeSelect } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { RotateCcw, Undo2 } from "lucide-react";
import { useCallback, useEffect, useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import type { z } from "zod";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { serverNow } from "../../lib/clock.ts";
import { toast } from "../../lib/toast.ts";
import { Loading } from "../../settings/parts/loading.tsx";
import { PageHead } from "../../settings/parts/page-head.tsx";
import { onNumber } from "../company.ts";
import { useBot, useVersions } from "../queries.ts";
import { TriggersNav } from "../triggers-nav.tsx";
import { ClockPanel } from "./clock-panel.tsx";
import { localOf } from "./clock.ts";
import { CustomerPanel, CustomerTabs } from "./customers.tsx";
import { explainable } from "./explainable.ts";
import { Explained, Path } from "./explained.tsx";
import { KeepScript } from "./keep-script.tsx";
import { Phone } from "./phone.tsx";
import { PlayBar } from "./play-bar.tsx";
import { useBench, type Bench } from "./queries.ts";
import { Scripts } from "./scripts.tsx";
import {
  act,
  addCustomer,
  advance,
  changeCustomer,
  lifeOf,
  moveClock,
  removeCustomer,
  reset,
  undo,
  useSession,
  type Customer,
} from "./session.ts";
import { decodeSteps, STEPS_MOST } from "./steps.ts";
import classes from "./tester.module.css";

const SEARCH = { from: "/desk/settings/triggers/test" } as const;

/** Which bot is under test: the draft, or a version that was published once. */
function VersionChoice({ versions }: { versions: z.infer<typeof BotVersionList>["items"] }): ReactElement {
  const { t } = useTranslation("tester");
  const navigate = useNavigate();
  const { version } = useSearch(SEARCH);
  const { data: bot } = useBot();
  // the one in the address is there before the list of them all is
  const numbers = new Set([
    ...versions.map(({ number }) => number),
    ...(version === undefined ? [] : [version]),
  ]);
  const label = (number: number): string =>
    t(number === bot?.published?.number ? "version.published" : "version.older", { number });
  return (
    <NativeSelect
      label={t("version.label")}
      value={version ?? ""}
      onChange={({ currentTarget: { value } }) =>
        void navigate({
          to: "/settings/triggers/test",
          search: value === "" ? {} : { version: Number(value) },
          replace: true,
        })
      }
      data={[
        { value: "", label: t("version.draft") },
        ...[...numbers].map((number) => ({ value: String(number), label: label(number) })),
      ]}
    />
  );
}

/** Brings the customer that the address speaks of, once; without one somebody must be there all the same. */
function useArrival(timeZone: string): void {
  const { t } = useTranslation("tester");
  const navigate = useNavigate();
  const { play, number, from, version } = useSearch(SEARCH);
  useEffect(() => {
    const queue = play === undefined ? [] : decodeSteps(play);
    if (queue === null) toast(t("badCase"), { tone: "error" });
    useSession.setState((session) => {
      if (session.customers.length > 0 && from === undefined && !queue?.length) return session;
      const name = session.customers.length === 0 ? t("customers.example") : "";
      const begin = localOf(serverNow(), timeZone);
      return addCustomer(session, {
        name,
        begin,
        number: number ?? null,
        start: from ?? null,
        queue: queue ?? [],
      });
    });
    if (play !== undefined || from !== undefined)
      void navigate({
        to: "/settings/triggers/test",
        search: version === undefined ? {} : { version },
        replace: true,
      });
  }, [play, number, from, version, timeZone, navigate, t]);
}

const change = (id: number, how: (customer: Customer) => Customer): void =>
  useSession.setState((session) => changeCustomer(session, id, how));
const add = (fresh: Parameters<typeof addCustomer>[1]): void =>
  useSession.setState((session) => addCustomer(session, fresh));

/** What is done with the test as a whole. */
function LifeActs({ customer, bench }: { customer: Customer; bench: Bench }): ReactElement {
  const { t } = useTranslation("tester");
  const { id } = customer;
  return (
    <div className={classes.jumps}>
      <Button
        variant="default"
        leftSection={<Undo2 size={16} aria-hidden />}
        disabled={customer.steps.length === 0}
        onClick={() => change(id, undo)}
      >
        {t("undo")}
      </Button>
      <Button
        variant="default"
        leftSection={<RotateCcw size={16} aria-hidden />}
        onClick={() => change(id, (known) => reset(known, localOf(serverNow(), bench.company.timeZone)))}
      >
        {t("reset")}
      </Button>
      <KeepScript customer={customer} bench={bench} />
    </div>
  );
}

/** One customer's phone and clock, and what the bot thought. */
function Life({ customer, bench }: { customer: Customer; bench: Bench }): ReactElement {
  const { t } = useTranslation("tester");
  const { names } = bench;
  const { id, number } = customer;
  const { company, running } = useMemo(() => onNumber(bench, number), [bench, number]);
  const run = useMemo(
    () =>
      lifeOf(customer, {
        running,
        context: { ...company, contact: { name: customer.name || null, blocked: false } },
      }),
    [customer, running, company],
  );
  const places = useMemo(() => explainable(run.entries), [run]);
  const [chosen, setChosen] = useState<number | null>(null);
  useEffect(() => setChosen(null), [run]);
  const explained = chosen ?? [...places].at(-1) ?? null;
  const isFull = customer.steps.length >= STEPS_MOST;
  const play = useCallback((all: boolean) => change(id, (known) => advance(known, all)), [id]);
  return (
    <div className={classes.grid}>
      <ClockPanel
        now={run.now}
        timeZone={company.timeZone}
        conversation={run.conversation}
        mayGoBack={run.entries.length === 0}
        go={(to) => change(id, (known) => moveClock(known, run, to, company.timeZone))}
      />
      <div className={classes.left}>
        <Phone
          run={run}
          business={company.accountName}
          names={names}
          does={isFull ? null : (step) => change(id, (known) => act(known, step))}
          explainable={places}
          chosen={explained}
          explain={setChosen}
        />
        {isFull && <p role="status">{t("phone.full", { count: STEPS_MOST })}</p>}
        <LifeActs customer={customer} bench={bench} />
      </div>
      <div className={classes.side}>
        <PlayBar
          queue={customer.queue}
          advance={play}
          drop={() => change(id, (known) => ({ ...known, queue: [] }))}
        />
        <Path run={run} names={names} />
        <Explained run={run} index={explained} names={names} />
        <CustomerPanel
          customer={customer}
          rename={(name) => change(id, (known) => ({ ...known, name }))}
          numbers={company.numbers}
          writeTo={(to) => change(id, (known) => ({ ...known, number: to }))}
          triggers={bench.triggers}
          beginAt={(start) => add({ begin: localOf(run.now, company.timeZone), number, start })}
        />
      </div>
    </div>
  );
}

function Tester({ bench }: { bench: Bench }): ReactElement {
  const { company } = bench;
  const { data: versions } = useVersions();
  const session = useSession();
  useArrival(company.timeZone);
  const customer = session.customers.find(({ id }) => id === session.current);
  return (
    <>
      <div className={classes.tools}>
        <CustomerTabs
          session={session}
          choose={(current) => useSession.setState({ current })}
          remove={(id) => useSession.setState((known) => removeCustomer(known, id))}
          add={() => add({ begin: localOf(serverNow(), company.timeZone) })}
        />
        <VersionChoice versions={versions ?? []} />
      </div>
      {customer && <Life key={customer.id} customer={customer} bench={bench} />}
      <Scripts bench={bench} play={({ name, begin, steps }) => add({ begin, queue: steps, label: name })} />
    </>
  );
}

/** Configurações > Gatilhos Conversas > Testar: a phone to play the customer with, a clock to move, and each answer explained. */
export function TesterPage(): ReactElement {
  const { t } = useTranslation("tester");
  const { version } = useSearch(SEARCH);
  const { bench, error, retry } = useBench(version ?? null);
  return (
    <div className={classes.page}>
      <PageHead title={t("title")} lead={t("lead")} />
      <TriggersNav />
      {bench && bench.running ? (
        <Tester bench={bench} />
      ) : bench ? (
        <Notice title={t("noBot.title")} action={<Link to="/settings/triggers">{t("noBot.action")}</Link>}>
          {t("noBot.text")}
        </Notice>
      ) : error ? (
        <ErrorNotice error={error} retry={retry} />
      ) : (
        <Loading />
      )}
    </div>
  );
}
