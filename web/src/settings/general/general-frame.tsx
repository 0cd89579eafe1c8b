import type { ReactElement, ReactNode } from "react";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { PageHead } from "../parts/page-head.tsx";
import { SubTabs } from "../parts/sub-tabs.tsx";

/** The sub-tabs of Configurações Gerais do Sistema. */
const TABS = [
  { to: "/settings/general/whatsapp", label: "general.whatsapp" },
  { to: "/settings/general/holidays", label: "general.holidays" },
  { to: "/settings/general/notices", label: "general.notices" },
] as const;
/** They name a server of the company, and say how one gets in: administrators only. */
const OF_ADMINISTRATORS = [
  { to: "/settings/general/mail", label: "general.mail" },
  { to: "/settings/general/access", label: "general.access" },
] as const;

export function GeneralFrame({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation("settings");
  const tabs = hasRole(useSelf(), "administrator") ? [...TABS, ...OF_ADMINISTRATORS] : TABS;
  return (
    <>
      <PageHead title={t("general.title")} />
      <SubTabs label={t("general.tabs")} tabs={tabs.map(({ to, label }) => ({ to, label: t(label) }))} />
      {children}
    </>
  );
}
