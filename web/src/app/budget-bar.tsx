import type { BudgetState } from "@balcao/api";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ReceiptText } from "lucide-react";
import { Suspense, type ReactElement } from "react";
import { api } from "../lib/api.ts";
import { hasRole, keys, useSelf } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import classes from "./bars.module.css";

function Line({ level }: { level: "warned" | "passed" }): ReactElement {
  const { t } = useTranslation("costs");
  return (
    <p className={classes.channel}>
      <ReceiptText size={15} aria-hidden />
      <span>{t(`bar.${level}`)}</span>
      <Link to="/settings/costs">{t("bar.look")}</Link>
    </p>
  );
}

/** Thin bar for administrators while the month's budget is nearly or wholly spent. */
export function BudgetBar(): ReactElement {
  const { data } = useQuery({
    queryKey: [...keys.costs, "budget"],
    queryFn: () => api<BudgetState>("/api/costs/budget"),
    enabled: hasRole(useSelf(), "administrator"),
  });
  const level = data?.level ?? "within";
  return (
    <div role="status">
      <Suspense>{level !== "within" && <Line level={level} />}</Suspense>
    </div>
  );
}
