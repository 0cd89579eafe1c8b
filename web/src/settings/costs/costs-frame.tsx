import type { ReactElement, ReactNode } from "react";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { PageHead } from "../parts/page-head.tsx";
import { SubTabs } from "../parts/sub-tabs.tsx";

/** Both pages of Custos: what was counted, and what administrators say of prices and budget. */
export function CostsFrame({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation("costs");
  const isAdministrator = hasRole(useSelf(), "administrator");
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      {isAdministrator && (
        <SubTabs
          label={t("tabs.label")}
          tabs={[
            { to: "/settings/costs", label: t("tabs.usage") },
            { to: "/settings/costs/rates", label: t("tabs.rates") },
          ]}
        />
      )}
      {children}
    </>
  );
}
