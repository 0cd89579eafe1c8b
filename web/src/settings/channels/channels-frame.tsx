import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { PageHead } from "../parts/page-head.tsx";
import { SubTabs } from "../parts/sub-tabs.tsx";

/** The sub-tabs of Configurações > Canais. */
const TABS = [
  { to: "/settings/channels", label: "numbers" },
  { to: "/settings/channels/webhooks", label: "webhooks" },
] as const;

type Props = {
  /** what can be done on this part, in the head */
  acts?: ReactNode;
  children: ReactNode;
};

/** The head of every part of Configurações > Canais. */
export function ChannelsFrame({ acts, children }: Props): ReactElement {
  const { t } = useTranslation("channels");
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")}>
        {acts}
      </PageHead>
      <SubTabs label={t("tabs")} tabs={TABS.map(({ to, label }) => ({ to, label: t(label) }))} />
      {children}
    </>
  );
}
