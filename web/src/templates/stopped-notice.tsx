import { Link } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import classes from "./template-page.module.css";
import { useUseName } from "./uses-list.tsx";
import { movedOf, stoppedOf, useTemplateUses, type Affected } from "./uses.ts";
import { useWords } from "./words.ts";

function Name({ template: { id, name } }: Affected): ReactElement {
  if (id === null) return <strong>{name}</strong>;
  return (
    <Link to="/settings/templates/$id" params={{ id }}>
      {name}
    </Link>
  );
}

function Told({
  title,
  all,
  state,
}: {
  title: string;
  all: readonly Affected[];
  state: (template: Affected["template"]) => string;
}): ReactElement | null {
  const nameOf = useUseName();
  if (all.length === 0) return null;
  return (
    <section className={classes.stopped} role="status" aria-label={title}>
      <h2>
        <TriangleAlert size={18} aria-hidden /> {title}
      </h2>
      <ul>
        {all.map((one) => (
          <li key={`${one.template.name} ${one.template.language}`}>
            <Name {...one} /> ({state(one.template)}): {one.uses.map(nameOf).join(" · ")}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What goes out no more because Meta thinks otherwise of a template, and what will be of another category. */
export function StoppedNotice(): ReactElement | null {
  const { t } = useTranslation("templates");
  const words = useWords();
  const { data: uses } = useTemplateUses();
  if (!uses) return null;
  return (
    <>
      <Told
        title={t("stopped.title")}
        all={stoppedOf(uses)}
        state={({ status }) => (status === null ? t("stopped.missing") : words.status(status).toLowerCase())}
      />
      <Told
        title={t("stopped.moved")}
        all={movedOf(uses)}
        state={({ coming }) => t("list.coming", { category: words.category(coming ?? "") }).toLowerCase()}
      />
    </>
  );
}
