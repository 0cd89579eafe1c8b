import { Outlet } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { usePageTitle } from "../app/page-title.ts";

/** Atendimento > Conversas. */
export function ConversationsPage(): ReactElement {
  const { t } = useTranslation("common");
  usePageTitle(t("menu.conversations"));
  return <Outlet />;
}
