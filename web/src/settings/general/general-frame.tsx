import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { PageHead } from "../parts/page-head.tsx";
import { SubTabs } from "../parts/sub-tabs.tsx";

/** The sub-tabs of Configurações Gerais do Sistema. */
const TABS = [
  { to: "/settings/general/whatsapp", label: "general.whatsapp" },
  { to: "/settings/general/holidays", label: "general.holidays" },
  { to: "/settings/general/notices", label: "general.notices" },
] as const;

export function GeneralFrame({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <>
      <PageHead title={t("general.title")} />
      <SubTabs label={t("general.tabs")} tabs={TABS.map(({ to, label }) => ({ to, label: t(label) }))} />
      {children}
    </>
  );
}
