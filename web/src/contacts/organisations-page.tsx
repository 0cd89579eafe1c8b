import type { OrganisationRow } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Building2, Plus, SearchX } from "lucide-react";
import { useCallback, useState, type ReactElement } from "react";
import { Dialog } from "../app/dialog.tsx";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { OrganisationForm } from "../conversations/panel/organisation-dialog.tsx";
import { useLayer } from "../lib/keys.ts";
import { useTranslation } from "../lib/texts.ts";
import { SearchField } from "../settings/parts/search-field.tsx";
import { TicketsSkeleton } from "../tickets/lists/states.tsx";
import classes from "./contacts.module.css";
import { ListHead } from "./head.tsx";
import { useOrganisations } from "./queries.ts";
import { Rows } from "./rows.tsx";
import { useTyped } from "./use-typed.ts";

const HERE = { from: "/desk/contacts/organisations" } as const;
const COLUMNS = "minmax(220px, 2fr) minmax(180px, 1.4fr) 120px";
const CARD_HEIGHT = 64;

function NewOrganisation(): ReactElement {
  const { t } = useTranslation(["contact", "common"]);
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  useLayer(isOpen);
  return (
    <>
      <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setOpen(true)}>
        {t("contact:newOrganisation")}
      </Button>
      {isOpen && (
        <Dialog onClose={() => setOpen(false)} title={t("contact:newOrganisation")}>
          <OrganisationForm
            begin=""
            back={() => setOpen(false)}
            saved={async ({ id }) => {
              await navigate({ to: "/contacts/organisations/$id", params: { id } });
            }}
          />
        </Dialog>
      )}
    </>
  );
}

function Cells({ organisation }: { organisation: OrganisationRow }): ReactElement {
  const { t } = useTranslation("contacts");
  const { id, name, domain, contacts } = organisation;
  return (
    <>
      <span role="rowheader" className={classes.name}>
        <Building2 size={18} aria-hidden />
        <span className={classes.who}>
          <Link to="/contacts/organisations/$id" params={{ id }} tabIndex={-1} title={name}>
            {name}
          </Link>
        </span>
      </span>
      <span role="gridcell">{domain}</span>
      <span role="gridcell" className={classes.row2}>
        {t("contactCount", { count: contacts })}
      </span>
    </>
  );
}

function Heads(): ReactElement {
  const { t } = useTranslation(["contact", "contacts"]);
  return (
    <>
      <span role="columnheader">{t("contact:organisationName")}</span>
      <span role="columnheader">{t("contact:domain")}</span>
      <span role="columnheader">{t("contacts:people")}</span>
    </>
  );
}

function List({ q }: { q: string }): ReactElement {
  const { t } = useTranslation("contacts");
  const navigate = useNavigate();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useOrganisations(q);
  if (!data) return error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <TicketsSkeleton />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return q === "" ? (
      <Notice icon={<Building2 size={24} aria-hidden />} title={t("none.organisations")}>
        {t("none.organisationsText")}
      </Notice>
    ) : (
      <Notice icon={<SearchX size={24} aria-hidden />} title={t("none.organisationsFound")} />
    );
  return (
    <Rows
      label={t("organisations")}
      name={q}
      items={items}
      more={hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : null}
      columns={COLUMNS}
      cardHeight={CARD_HEIGHT}
      head={<Heads />}
      cells={(organisation) => <Cells organisation={organisation} />}
      open={({ id }) => void navigate({ to: "/contacts/organisations/$id", params: { id } })}
    />
  );
}

/** Atendimento > Contatos > Organizações. */
export function OrganisationsPage(): ReactElement {
  const { t } = useTranslation(["contacts", "contact"]);
  const { q } = useSearch(HERE);
  const navigate = useNavigate();
  const change = useCallback(
    (next: string | undefined) =>
      void navigate({ to: "/contacts/organisations", search: next ? { q: next } : {}, replace: true }),
    [navigate],
  );
  const [typed, setTyped] = useTyped(q, change);
  usePageTitle(t("contacts:organisations"));
  return (
    <div className={classes.page}>
      <ListHead>
        <NewOrganisation />
      </ListHead>
      <div className={classes.filters}>
        <SearchField label={t("contact:searchOrganisation")} value={typed} change={setTyped} found="" />
      </div>
      <List q={q ?? ""} />
    </div>
  );
}
