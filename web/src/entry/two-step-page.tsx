import "@mantine/core/styles.layer.css";
import { useSearch } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { usePageTitle } from "../app/page-title.ts";
import { signOut } from "../app/sign-out.ts";
import { Toaster } from "../app/toaster.tsx";
import { useSelf } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { TwoStepSetup } from "../settings/me/two-step-setup.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import classes from "./entry.module.css";

/** What a company asks for before anything else: a second step for who has none yet. */
export function TwoStepPage(): ReactElement {
  const { t } = useTranslation(["security", "common"]);
  const { next } = useSearch({ from: "/two-step" });
  const me = useSelf();
  usePageTitle(t("security:twoStep.title"));
  return (
    <EntryFrame
      title={t("security:twoStep.oweTitle")}
      lead={t("security:twoStep.oweLead", { company: me.account.name })}
    >
      <div className={classes.form}>
        <TwoStepSetup onDone={() => window.location.assign(next ?? "/conversations")} />
        <button type="button" className={classes.leave} onClick={() => void signOut()}>
          {t("common:profile.signOut")}
        </button>
      </div>
      <Toaster />
    </EntryFrame>
  );
}
