import { useElementSize, useMediaQuery } from "@mantine/hooks";
import { useParams } from "@tanstack/react-router";
import { MessagesSquare, Plus, Smartphone } from "lucide-react";
import { Suspense, useEffect, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { KeyCaps } from "../app/key-caps.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { Notice } from "../app/page-states.tsx";
import { lazyAhead } from "../lib/ahead.ts";
import { useBodyMark } from "../lib/body-mark.ts";
import { useKeys } from "../lib/keys.ts";
import { setPreference, usePreferences } from "../lib/preferences.ts";
import { useSelf } from "../lib/queries.ts";
import classes from "./conversations-page.module.css";
import { closeBegin, openBegin, useOpenDialogs } from "./dialogs/open.ts";
import { ConversationList } from "./list/conversation-list.tsx";
import { ListTools } from "./list/list-tools.tsx";
import { Tabs } from "./list/tabs.tsx";
import { Views } from "./list/views.tsx";
import { Marking, SelectionPlace } from "./marks/marks.tsx";
import { Resizer } from "./resizer.tsx";
import { closeDrawers, useSidePlace } from "./side-place.ts";

const ConversationView = lazyAhead(async () => ({
  default: (await import("./conversation-view.tsx")).ConversationView,
}));

const BeginDialog = lazyAhead(async () => ({
  default: (await import("../templates/begin-dialog.tsx")).BeginDialog,
}));

const DemoPhone = lazyAhead(async () => ({ default: (await import("./demo-phone.tsx")).DemoPhone }));

const NARROWEST_LIST = 300;
const WIDEST_LIST = 520;
const PANEL = 300;
/** The thread's own room: with less, what stands beside it becomes a drawer. */
const THREAD_ROOM = 560;

function NothingOpen(): ReactElement {
  const { t } = useTranslation("desk");
  return (
    <section className={classes.nothing} aria-label={t("nothingOpen.title")}>
      <Notice icon={<MessagesSquare size={26} aria-hidden />} title={t("nothingOpen.title")}>
        {t("nothingOpen.text")}
      </Notice>
      <dl className={classes.hints}>
        {(["j", "$mod+k", "[Shift]+?"] as const).map((keys) => (
          <div key={keys}>
            <dt>
              <KeyCaps keys={keys} />
            </dt>
            <dd>
              {t(
                keys === "j"
                  ? "nothingOpen.next"
                  : keys === "$mod+k"
                    ? "nothingOpen.palette"
                    : "nothingOpen.sheet",
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Atendimento > Conversas: the list, the open conversation, and in the demo the customer's phone. */
export function ConversationsPage(): ReactElement {
  const { t } = useTranslation("desk");
  const me = useSelf();
  const openId = useParams({ strict: false, select: (params) => params.id });
  const { ref, width } = useElementSize();
  const isNarrow =
    useMediaQuery("(max-width: 899px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const isWide = useMediaQuery("(min-width: 1440px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const listWidth = usePreferences((state) => state.listWidth);
  const phoneWidth = usePreferences((state) => state.phoneWidth);
  const isOnePane = isNarrow && openId !== undefined;
  useBodyMark("onepane", isOnePane);
  usePageTitle(t("title"));
  const begins = useOpenDialogs((state) => state.begin !== null);
  useEffect(() => closeBegin, []);
  useKeys([{ id: "begin", palette: true, run: () => openBegin() }]);

  const phoneUrl = me.demo?.phoneUrl ?? null;
  const phone = useSidePlace("phoneOpen", isWide, true);
  const phoneOpen = phoneUrl !== null && phone.isOpen;
  const beside = isNarrow ? 0 : listWidth + (phoneOpen && isWide ? phoneWidth : 0);
  const panel = useSidePlace("panelOpen", !isNarrow && width - beside - PANEL >= THREAD_ROOM, true);
  useEffect(closeDrawers, [openId]);

  return (
    <div ref={ref} className={classes.page} data-one-pane={isOnePane || undefined}>
      {isOnePane && <h1 className="visually-hidden">{t("title")}</h1>}
      {(!isNarrow || !openId) && (
        <section
          className={classes.list}
          style={isNarrow ? undefined : { width: listWidth }}
          aria-label={t("list.label")}
        >
          <div className={classes.listHead}>
            <h1>{t("title")}</h1>
            <span className={classes.headButtons}>
              {phoneUrl && !phoneOpen && (
                <button
                  type="button"
                  className={classes.phoneButton}
                  title={t("phone.open")}
                  onClick={() => phone.set(true)}
                >
                  <Smartphone size={16} aria-hidden />
                  <span className={classes.phoneText}>{t("phone.open")}</span>
                </button>
              )}
              <button
                type="button"
                className={classes.phoneButton}
                title={t("begin.hint")}
                onClick={() => openBegin()}
              >
                <Plus size={16} aria-hidden /> {t("begin.open")}
              </button>
            </span>
          </div>
          <Views />
          <Tabs />
          <SelectionPlace>
            <ListTools />
          </SelectionPlace>
          <ConversationList openPhone={phoneUrl && !phoneOpen ? () => phone.set(true) : null} />
        </section>
      )}
      {!isNarrow && (
        <Resizer
          label={t("list.resize")}
          value={listWidth}
          min={NARROWEST_LIST}
          max={WIDEST_LIST}
          grows="left"
          change={(value) => void setPreference("listWidth", value)}
        />
      )}
      {openId ? (
        <Suspense fallback={<div className={classes.nothing} aria-busy />}>
          <ConversationView id={openId} panel={panel} />
        </Suspense>
      ) : (
        !isNarrow && <NothingOpen />
      )}
      <Marking />
      <Suspense>{begins && <BeginDialog />}</Suspense>
      <Suspense>{phoneOpen && phoneUrl && <DemoPhone url={phoneUrl} place={phone} />}</Suspense>
    </div>
  );
}
