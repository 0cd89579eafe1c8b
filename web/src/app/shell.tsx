import { Outlet, useNavigate } from "@tanstack/react-router";
import { Suspense, useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { unreadForMe, useCounts } from "../conversations/counts.ts";
import { useUnsent } from "../conversations/use-unsent.ts";
import { lazyAhead } from "../lib/ahead.ts";
import { onSignedOut } from "../lib/api.ts";
import { watchNetwork } from "../lib/connection.ts";
import { useKeyboard, useKeys, useLayer } from "../lib/keys.ts";
import { watchPreferences } from "../lib/preferences.ts";
import { hasRole, useSelf } from "../lib/queries.ts";
import { useRealtime } from "../realtime/use-realtime.ts";
import { DemoBand } from "./demo-band.tsx";
import { Header } from "./header.tsx";
import { OfflineBar } from "./offline-bar.tsx";
import { useTabSign } from "./page-title.ts";
import { Rail } from "./rail.tsx";
import classes from "./shell.module.css";
import { Toaster } from "./toaster.tsx";
import { lazyPart } from "../lib/part.ts";

const Palette = lazyAhead(async () => ({ default: (await import("./palette.tsx")).Palette }));
const ShortcutSheet = lazyAhead(async () => ({
  default: (await import("./shortcut-sheet.tsx")).ShortcutSheet,
}));
const MentionsDialog = lazyAhead(async () => ({
  default: (await import("../conversations/dialogs/mentions-dialog.tsx")).MentionsDialog,
}));
const BudgetBar = lazyPart(async () => ({ default: (await import("./budget-bar.tsx")).BudgetBar }));
const ChannelBar = lazyPart(async () => ({ default: (await import("./channel-bar.tsx")).ChannelBar }));
const StoppedBand = lazyPart(async () => ({
  default: (await import("../templates/stopped-band.tsx")).StoppedBand,
}));
const Beside = lazyPart(async () => ({ default: (await import("./beside.tsx")).Beside }));

function useShellKeys(open: { palette: () => void; sheet: () => void; mentions: () => void }): void {
  const navigate = useNavigate();
  const seesReports = hasRole(useSelf(), "supervisor");
  useKeys([
    { id: "palette", run: open.palette },
    { id: "sheet", palette: true, run: open.sheet },
    { id: "goConversations", palette: true, run: () => void navigate({ to: "/conversations" }) },
    { id: "goMentions", palette: true, run: open.mentions },
    { id: "goTickets", palette: true, run: () => void navigate({ to: "/tickets" }) },
    { id: "goContacts", palette: true, run: () => void navigate({ to: "/contacts" }) },
    {
      id: "goReports",
      palette: true,
      enabled: seesReports,
      run: () => void navigate({ to: "/reports/bot" }),
    },
    { id: "goSettings", palette: true, run: () => void navigate({ to: "/settings" }) },
  ]);
  useKeyboard();
}

/** Leaves for the sign-in page when the session ends, with the way back. */
function useSessionEnd(): void {
  const navigate = useNavigate();
  useEffect(
    () =>
      onSignedOut(() => {
        const next = window.location.pathname + window.location.search;
        if (window.location.pathname !== "/sign-in") void navigate({ to: "/sign-in", search: { next } });
      }),
    [navigate],
  );
}

/** Leads to the second step as soon as the company asks for it. */
function useOwed(owes: boolean): void {
  const navigate = useNavigate();
  useEffect(() => {
    const next = window.location.pathname + window.location.search;
    if (owes) void navigate({ to: "/two-step", search: { next } });
  }, [navigate, owes]);
}

/** The frame around every signed-in screen: bands, rail, header, the page, and what can open over it. */
export function Shell(): ReactElement {
  const { t } = useTranslation("common");
  const me = useSelf();
  const { data: counts } = useCounts();
  const unread = unreadForMe(counts, me.segmentedView);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [sheetOpen, setSheetOpen] = useState(false);
  const [mentionsOpen, setMentionsOpen] = useState(false);
  useLayer(paletteOpen || sheetOpen || mentionsOpen);
  useRealtime();
  useUnsent();
  useSessionEnd();
  useOwed(me.owesTwoStep);
  useShellKeys({
    palette: () => setPaletteOpen(true),
    sheet: () => setSheetOpen(true),
    mentions: () => setMentionsOpen(true),
  });
  useTabSign(unread);
  useEffect(watchNetwork, []);
  useEffect(watchPreferences, []);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t("skip")}
      </a>
      <div className={classes.bands}>
        {me.demo && <DemoBand />}
        <OfflineBar />
        <Suspense fallback={null}>
          <ChannelBar />
          <BudgetBar />
        </Suspense>
        {hasRole(me, "supervisor") && (
          <Suspense>
            <StoppedBand />
          </Suspense>
        )}
      </div>
      <Rail unread={unread} />
      <Header
        unread={unread}
        openPalette={() => setPaletteOpen(true)}
        openMentions={() => setMentionsOpen(true)}
        openSheet={() => setSheetOpen(true)}
      />
      <main id="main" className={classes.main} tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <Toaster />
      <Suspense>
        <Beside />
      </Suspense>
      <Suspense>
        {paletteOpen && <Palette close={() => setPaletteOpen(false)} />}
        {mentionsOpen && <MentionsDialog close={() => setMentionsOpen(false)} />}
        {sheetOpen && <ShortcutSheet close={() => setSheetOpen(false)} />}
      </Suspense>
    </div>
  );
}
