import { Link } from "@tanstack/react-router";
import { GitMerge } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import marks from "./ticket-marks.module.css";

/** Leads from a ticket that was merged to the one that has all of it. */
export function MergedNotice({ into }: { into: number }): ReactElement {
  const { t } = useTranslation("tickets");
  return (
    <p className={marks.merged}>
      <GitMerge size={16} aria-hidden /> {t("merge.notice")}{" "}
      <Link to="/tickets/$number" params={{ number: String(into) }}>
        {t("one", { number: into })}
      </Link>
    </p>
  );
}
