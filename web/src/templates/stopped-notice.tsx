import type { TemplateList } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import classes from "./template-page.module.css";
import { useUseName } from "./uses-list.tsx";
import { stoppedOf, useTemplateUses } from "./uses.ts";
import { useWords } from "./words.ts";

/** What goes out no more because Meta thinks otherwise of a template; and which will cost more. */
export function StoppedNotice({ list }: { list: TemplateList }): ReactElement | null {
  const { t } = useTranslation("templates");
  const words = useWords();
  const nameOf = useUseName();
  const { data: uses } = useTemplateUses();
  const stopped = stoppedOf(list, uses ?? []);
  if (stopped.length === 0) return null;
  return (
    <section className={classes.stopped} role="status" aria-label={t("stopped.title")}>
      <h2>
        <TriangleAlert size={18} aria-hidden /> {t("stopped.title")}
      </h2>
      <ul>
        {stopped.map(({ template, uses: all }) => (
          <li key={template.id}>
            <Link to="/settings/templates/$id" params={{ id: template.id }}>
              {template.name}
            </Link>{" "}
            ({words.status(template.status).toLowerCase()}): {all.map(nameOf).join(" · ")}
          </li>
        ))}
      </ul>
    </section>
  );
}
