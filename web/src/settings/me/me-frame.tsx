import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { PageHead } from "../parts/page-head.tsx";
import { SubTabs } from "../parts/sub-tabs.tsx";

/** The sub-tabs of Minhas preferências. */
const TABS = [
  { to: "/settings/me", label: "me.own" },
  { to: "/settings/me/security", label: "me.security" },
] as const;

/** The head of every part of Minhas preferências. */
export function MeFrame({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <>
      <PageHead title={t("me.title")} />
      <SubTabs label={t("me.tabs")} tabs={TABS.map(({ to, label }) => ({ to, label: t(label) }))} />
      {children}
    </>
  );
}
