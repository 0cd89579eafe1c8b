import type { TemplateView } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { SnakeName } from "../app/snake-name.tsx";
import { useTranslation } from "../lib/texts.ts";
import table from "../settings/parts/table.module.css";
import classes from "./templates-page.module.css";
import { useWords } from "./words.ts";

/** Rows that are drawn at once; an account may have 6,000 templates. */
const STEP = 60;

function Row({ template }: { template: TemplateView }): ReactElement {
  const { t } = useTranslation("templates");
  const words = useWords();
  const { status, reason, quality, coming, unsendable, cards } = template;
  return (
    <tr>
      <th scope="row" aria-label={template.name}>
        <span className={classes.name}>
          <Link
            to="/settings/templates/$id"
            params={{ id: template.id }}
            className={table.link}
            title={template.name}
          >
            <SnakeName name={template.name} />
          </Link>
          <span className={table.sub}>
            {cards.length > 0 && `${t("list.cards", { count: cards.length })} · `}
            {template.body}
          </span>
        </span>
      </th>
      <td data-label={t("list.status")}>
        <span className={classes.status}>
          <span className={classes.chip} data-status={status}>
            {words.status(status)}
          </span>
          {reason !== null && <span className={table.sub}>{words.reason(reason)}</span>}
          {unsendable.length > 0 && (
            <span className={table.sub}>{t("list.unsendable", { part: unsendable.join(", ") })}</span>
          )}
        </span>
      </td>
      <td data-label={t("list.category")}>
        <span className={classes.status}>
          {words.category(template.category)}
          {coming !== null && (
            <span className={table.sub}>
              {t(coming.by === "detected" ? "list.detected" : "list.coming", {
                category: words.category(coming.category),
              })}
            </span>
          )}
        </span>
      </td>
      <td data-label={t("list.language")}>{words.language(template.language)}</td>
      <td data-label={t("list.quality")}>
        {quality === null ? t("list.noQuality") : words.quality(quality)}
      </td>
    </tr>
  );
}

/** The templates that are left; more of them are drawn as their end comes near. */
export function TemplateTable({ templates }: { templates: readonly TemplateView[] }): ReactElement {
  const { t } = useTranslation("templates");
  const [most, setMost] = useState(STEP);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = end;
    if (!current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) setMost((before) => before + STEP);
      },
      { rootMargin: "1200px" },
    );
    observer.observe(current);
    return () => observer.disconnect();
    // observed anew after each step: an end that stays in sight is told once
  }, [most]);
  return (
    <>
      <table className={table.table} aria-rowcount={templates.length + 1}>
        <thead>
          <tr>
            {(["name", "status", "category", "language", "quality"] as const).map((column) => (
              <th key={column} scope="col">
                {t(`list.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {templates.slice(0, most).map((template) => (
            <Row key={template.id} template={template} />
          ))}
        </tbody>
      </table>
      {most < templates.length && <div ref={end} />}
    </>
  );
}
