import type { TemplateList } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useComing } from "./category-change.tsx";
import classes from "./template-page.module.css";
import { useUseName } from "./uses-list.tsx";
import { stoppedOf, useTemplateUses, usesOf, type Affected } from "./uses.ts";
import { useWords } from "./words.ts";

function Name({ template: { id, name } }: { template: { id: string | null; name: string } }): ReactElement {
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
            <Name template={one.template} /> ({state(one.template)}): {one.uses.map(nameOf).join(" · ")}
          </li>
        ))}
      </ul>
    </section>
  );
}

const MOST_TOLD = 8;

/** Templates that will be of another category, or should be, whether something sends them by itself or people do. */
function Moved({ list }: { list: TemplateList }): ReactElement | null {
  const { t } = useTranslation("templates");
  const nameOf = useUseName();
  const say = useComing();
  const { data: uses } = useTemplateUses();
  const moved = list.items.filter(({ coming }) => coming !== null);
  if (moved.length === 0) return null;
  const title = t("stopped.moved");
  return (
    <section className={classes.stopped} role="status" aria-label={title}>
      <h2>
        <TriangleAlert size={18} aria-hidden /> {title}
      </h2>
      <ul>
        {moved.slice(0, MOST_TOLD).map((template) => {
          const sent = uses ? usesOf(uses, template).filter(({ kind }) => kind !== "draft_trigger") : [];
          return (
            <li key={template.id}>
              <Name template={template} />: {template.coming && say(template.coming)}
              {sent.length > 0 && ` ${t("stopped.sentBy", { uses: sent.map(nameOf).join(" · ") })}`}
            </li>
          );
        })}
      </ul>
      {moved.length > MOST_TOLD && <p>{t("stopped.more", { count: moved.length - MOST_TOLD })}</p>}
    </section>
  );
}

/** What goes out no more because Meta thinks otherwise of a template, and what will be of another category. */
export function StoppedNotice({ list }: { list: TemplateList }): ReactElement {
  const { t } = useTranslation("templates");
  const words = useWords();
  const { data: uses } = useTemplateUses();
  return (
    <>
      {uses && (
        <Told
          title={t("stopped.title")}
          all={stoppedOf(uses)}
          state={({ status }) =>
            status === null ? t("stopped.missing") : words.status(status).toLowerCase()
          }
        />
      )}
      <Moved list={list} />
    </>
  );
}
