import { Button, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { usePageTitle } from "../app/page-title.ts";
import { useFewTickets } from "./queries.ts";
import { TicketList } from "./ticket-list.tsx";
import classes from "./tickets.module.css";

/** No such ticket, or another team's: a search and what changed last. */
export function TicketMissing({ typed }: { typed: string }): ReactElement {
  const { t } = useTranslation("tickets");
  const navigate = useNavigate();
  const [q, setQ] = useState("");
  const { data } = useFewTickets();
  usePageTitle(t("missing.title", { number: typed }));
  return (
    <div className={classes.scroll}>
      <header className={classes.pageHead}>
        <h1>{t("missing.title", { number: typed })}</h1>
        <p>{t("missing.text")}</p>
      </header>
      <form
        role="search"
        className={classes.filters}
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ to: "/tickets", search: { progress: "all", ...(q.trim() && { q: q.trim() }) } });
        }}
      >
        <TextInput
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <Button type="submit">{t("missing.search")}</Button>
      </form>
      {data && data.items.length > 0 && (
        <section aria-label={t("missing.recent")}>
          <h2 className={classes.sectionTitle}>{t("missing.recent")}</h2>
          <TicketList tickets={data.items} />
        </section>
      )}
    </div>
  );
}
