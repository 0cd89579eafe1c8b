import type { ContactRow } from "@balcao/api";
import { Button, NativeSelect } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowDown, ArrowUp, Ban, Download, Plus, SearchX, Upload, Users } from "lucide-react";
import { Suspense, useCallback, useState, type ReactElement } from "react";
import { Avatar } from "../app/avatar.tsx";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { LabelChips } from "../conversations/marks/label-chips.tsx";
import { labelsOf } from "../conversations/marks/labels-of.ts";
import { aliasOf, nameOf } from "../conversations/names.ts";
import { useNames } from "../conversations/use-names.ts";
import { urlOf } from "../lib/api.ts";
import { useFormats } from "../lib/format.ts";
import { useLayer } from "../lib/keys.ts";
import { hasRole, useLabels, useSelf } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { SearchField } from "../settings/parts/search-field.tsx";
import { TicketsSkeleton } from "../tickets/lists/states.tsx";
import classes from "./contacts.module.css";
import { ListHead } from "./head.tsx";
import { filterOf, useContacts, useOrganisation, useOrganisationChoices } from "./queries.ts";
import { Rows } from "./rows.tsx";
import { orderOf, sortedBy, type ContactSearch } from "./search.ts";
import { useTyped } from "./use-typed.ts";
import { lazyPart } from "../lib/part.ts";

const NewContactDialog = lazyPart(async () => ({
  default: (await import("./new-contact-dialog.tsx")).NewContactDialog,
}));

const HERE = { from: "/desk/contacts" } as const;
const COLUMNS =
  "minmax(200px, 2fr) 170px minmax(150px, 1.4fr) minmax(120px, 1.2fr) minmax(120px, 1.2fr) 136px";
const CARD_HEIGHT = 84;

function useContactSearch(): { search: ContactSearch; change: (next: ContactSearch) => void } {
  const search = useSearch(HERE);
  const navigate = useNavigate();
  const change = useCallback(
    (next: ContactSearch) => void navigate({ to: "/contacts", search: next, replace: true }),
    [navigate],
  );
  return { search, change };
}

/** The same without what is undefined or blank: the address bar shows only what was chosen. */
const definedOf = (search: Record<string, string | undefined>): ContactSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value));

function Acts(): ReactElement {
  const { t, i18n } = useTranslation("contacts");
  const { search } = useContactSearch();
  const oversees = hasRole(useSelf(), "supervisor");
  const [isNew, setNew] = useState(false);
  useLayer(isNew);
  return (
    <>
      {oversees && (
        <>
          <Button
            variant="default"
            leftSection={<Upload size={16} aria-hidden />}
            renderRoot={(props) => <Link to="/contacts/import" {...props} />}
          >
            {t("import.open")}
          </Button>
          <Button
            component="a"
            variant="default"
            download
            href={urlOf("/api/contacts/export", { ...filterOf(search), locale: i18n.language })}
            leftSection={<Download size={16} aria-hidden />}
          >
            {t("export")}
          </Button>
        </>
      )}
      <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setNew(true)}>
        {t("new.open")}
      </Button>
      <Suspense>{isNew && <NewContactDialog close={() => setNew(false)} />}</Suspense>
    </>
  );
}

/** The organisations to choose from; the chosen one too when it is not among the first. */
function OrganisationFilter(): ReactElement {
  const { t } = useTranslation("contacts");
  const { search, change } = useContactSearch();
  const { data: known = [] } = useOrganisationChoices();
  const isMissing =
    search.of !== undefined && search.of !== "none" && !known.some(({ id }) => id === search.of);
  const { data: chosen } = useOrganisation(search.of ?? "", isMissing);
  const all = isMissing && chosen ? [...known, chosen] : known;
  return (
    <NativeSelect
      aria-label={t("organisation")}
      value={search.of ?? ""}
      onChange={(event) => change(definedOf({ ...search, of: event.currentTarget.value }))}
      data={[
        { value: "", label: t("anyOrganisation") },
        { value: "none", label: t("noOrganisation") },
        ...all.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

function Filters(): ReactElement {
  const { t } = useTranslation("contacts");
  const { search, change } = useContactSearch();
  const { data: labels } = useLabels();
  const setQuery = useCallback(
    (q: string | undefined) => change(definedOf({ ...search, q })),
    [change, search],
  );
  const [typed, setTyped] = useTyped(search.q, setQuery);
  const { order } = orderOf(search);
  return (
    <div className={classes.filters}>
      <SearchField label={t("search")} value={typed} change={setTyped} found="" />
      <NativeSelect
        aria-label={t("label")}
        value={search.tag ?? ""}
        onChange={(event) => change(definedOf({ ...search, tag: event.currentTarget.value }))}
        data={[
          { value: "", label: t("anyLabel") },
          ...(labels ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <OrganisationFilter />
      <NativeSelect
        className={classes.phoneOnly ?? ""}
        aria-label={t("order")}
        value={order}
        onChange={(event) => {
          const wanted = event.currentTarget.value === "created" ? "created" : "name";
          if (wanted !== order) change(sortedBy(search, wanted));
        }}
        data={[
          { value: "name", label: t("byName") },
          { value: "created", label: t("byFirstSeen") },
        ]}
      />
    </div>
  );
}

/** Heads of the columns; those by which an index is in order are pressed to sort, and again to turn the order round. */
function Heads(): ReactElement {
  const { t } = useTranslation("contacts");
  const { search, change } = useContactSearch();
  const { order, direction } = orderOf(search);
  const Arrow = direction === "desc" ? ArrowDown : ArrowUp;
  const sorted = (by: "name" | "created", label: string): ReactElement => (
    <span
      role="columnheader"
      aria-sort={by === order ? (direction === "desc" ? "descending" : "ascending") : undefined}
    >
      <button type="button" onClick={() => change(sortedBy(search, by))}>
        {label}
        {by === order && <Arrow size={13} aria-hidden />}
      </button>
    </span>
  );
  return (
    <>
      {sorted("name", t("field.name"))}
      <span role="columnheader">{t("field.phone")}</span>
      <span role="columnheader">{t("field.email")}</span>
      <span role="columnheader">{t("organisation")}</span>
      <span role="columnheader">{t("field.labels")}</span>
      {sorted("created", t("field.firstSeen"))}
    </>
  );
}

function Cells({ contact }: { contact: ContactRow }): ReactElement {
  const { t } = useTranslation(["contacts", "desk"]);
  const formats = useFormats();
  const names = useNames();
  const name = nameOf(contact, t("desk:unknownContact"));
  const alias = aliasOf(contact);
  const second = [alias && `~${alias}`, contact.username && `@${contact.username}`].filter(
    (text) => text && text !== name,
  );
  return (
    <>
      <span role="rowheader" className={classes.name}>
        <Avatar id={contact.id} name={contact.name ?? contact.profileName ?? ""} size={32} />
        <span className={classes.who}>
          <Link to="/contacts/$id" params={{ id: contact.id }} tabIndex={-1} title={name}>
            {name}
          </Link>
          {second.length > 0 && <small>{second.join(" · ")}</small>}
        </span>
        {contact.blocked && <Ban size={14} aria-label={t("desk:blocked.title")} />}
      </span>
      <span role="gridcell" className={classes.number}>
        {contact.phone ?? ""}
      </span>
      <span role="gridcell" className={classes.wideOnly}>
        {contact.email ?? ""}
      </span>
      <span role="gridcell" className={classes.row2}>
        {contact.organisation?.name ?? ""}
      </span>
      <span role="gridcell" className={classes.row2}>
        <LabelChips labels={labelsOf(contact.labelIds, names.labels)} most={2} />
      </span>
      <span role="gridcell" className={`${classes.number} ${classes.wideOnly}`}>
        <time dateTime={contact.createdAt}>{formats.full(Date.parse(contact.createdAt))}</time>
      </span>
    </>
  );
}

function List(): ReactElement {
  const { t } = useTranslation("contacts");
  const { search, change } = useContactSearch();
  const navigate = useNavigate();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useContacts(search);
  if (!data) return error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <TicketsSkeleton />;
  const items = data.pages.flatMap((page) => page.items);
  const { q, tag, of } = search;
  if (items.length === 0)
    return (q ?? tag ?? of) === undefined ? (
      <Notice icon={<Users size={24} aria-hidden />} title={t("none.title")}>
        {t("none.text")}
      </Notice>
    ) : (
      <Notice
        icon={<SearchX size={24} aria-hidden />}
        title={t("none.found")}
        action={
          <button type="button" onClick={() => change({})}>
            {t("clear")}
          </button>
        }
      />
    );
  return (
    <Rows
      label={t("people")}
      name={JSON.stringify(search)}
      items={items}
      more={hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : null}
      columns={COLUMNS}
      cardHeight={CARD_HEIGHT}
      head={<Heads />}
      cells={(contact) => <Cells contact={contact} />}
      open={({ id }) => void navigate({ to: "/contacts/$id", params: { id } })}
    />
  );
}

/** Atendimento > Contatos. */
export function ContactsPage(): ReactElement {
  const { t } = useTranslation("contacts");
  usePageTitle(t("title"));
  return (
    <div className={classes.page}>
      <ListHead>
        <Acts />
      </ListHead>
      <Filters />
      <List />
    </div>
  );
}
