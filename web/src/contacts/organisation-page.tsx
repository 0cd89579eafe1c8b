import type { OrganisationRow } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Building2, ChevronLeft, Pencil, Trash2 } from "lucide-react";
import { Suspense, useState, type ReactElement } from "react";
import { Dialog } from "../app/dialog.tsx";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { nameOf } from "../conversations/names.ts";
import { OrganisationForm } from "../conversations/panel/organisation-dialog.tsx";
import { ApiError } from "../lib/api.ts";
import { useLayer } from "../lib/keys.ts";
import { hasRole, keys, queryClient, useSelf } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { Listed, TicketsOf } from "./belongings.tsx";
import classes from "./contacts.module.css";
import { useContacts, useOrganisation } from "./queries.ts";
import { lazyPart } from "../lib/part.ts";

const DeleteOrganisationDialog = lazyPart(async () => ({
  default: (await import("./delete-organisation-dialog.tsx")).DeleteOrganisationDialog,
}));

function Acts({ organisation }: { organisation: OrganisationRow }): ReactElement {
  const { t } = useTranslation(["contacts", "contact", "common"]);
  const navigate = useNavigate();
  const oversees = hasRole(useSelf(), "supervisor");
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  useLayer(open !== null);
  const close = (): void => setOpen(null);
  return (
    <div className={classes.acts}>
      <Button
        variant="default"
        leftSection={<Pencil size={15} aria-hidden />}
        onClick={() => setOpen("edit")}
      >
        {t("contact:editOrganisation")}
      </Button>
      {oversees && (
        <Button
          variant="default"
          leftSection={<Trash2 size={15} aria-hidden />}
          onClick={() => setOpen("delete")}
        >
          {t("contacts:delete.open")}
        </Button>
      )}
      {open === "edit" && (
        <Dialog onClose={close} title={t("contact:editOrganisation")}>
          <OrganisationForm
            begin={organisation}
            back={close}
            saved={async () => {
              close();
              await queryClient.invalidateQueries({ queryKey: keys.organisations });
            }}
          />
        </Dialog>
      )}
      <Suspense>
        {open === "delete" && (
          <DeleteOrganisationDialog
            organisation={organisation}
            close={close}
            deleted={() => void navigate({ to: "/contacts/organisations" })}
          />
        )}
      </Suspense>
    </div>
  );
}

function OrganisationView({ organisation }: { organisation: OrganisationRow }): ReactElement {
  const { t } = useTranslation(["contacts", "contact", "desk"]);
  const { id, name, domain, notes } = organisation;
  usePageTitle(name);
  return (
    <div className={classes.scroll}>
      <Link to="/contacts/organisations" className={classes.back}>
        <ChevronLeft size={16} aria-hidden /> {t("contacts:organisations")}
      </Link>
      <header className={classes.pageHead}>
        <div>
          <h1>{name}</h1>
          {domain !== "" && <p>{domain}</p>}
        </div>
        <Acts organisation={organisation} />
      </header>
      <div className={classes.column}>
        {notes !== "" && (
          <section className={classes.card}>
            <h2>{t("contact:organisationNotes")}</h2>
            <p className={classes.notes}>{notes}</p>
          </section>
        )}
        <Listed title={t("contacts:people")} none={t("contacts:noContacts")} pages={useContacts({ of: id })}>
          {(contacts) => (
            <ul className={classes.list}>
              {contacts.map((contact) => (
                <li key={contact.id}>
                  <Link to="/contacts/$id" params={{ id: contact.id }}>
                    {nameOf(contact, t("desk:unknownContact"))}
                  </Link>
                  <span className={classes.when}>
                    {[contact.phone, contact.email].filter(Boolean).join(" · ")}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Listed>
        <TicketsOf whose={{ organisation: id }} />
      </div>
    </div>
  );
}

/** Atendimento > Contatos > Organizações: one of them. */
export function OrganisationPage(): ReactElement {
  const { t } = useTranslation(["contacts", "contact", "desk", "tickets"]);
  const { id } = useParams({ from: "/desk/contacts/organisations/$id" });
  const { data, error, refetch } = useOrganisation(id);
  if (error instanceof ApiError && [404, 422].includes(error.status))
    return (
      <Notice
        icon={<Building2 size={24} aria-hidden />}
        title={t("contacts:missingOrganisation")}
        action={<Link to="/contacts/organisations">{t("contacts:toOrganisations")}</Link>}
      />
    );
  if (data) return <OrganisationView key={data.id} organisation={data} />;
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return (
    <div className={classes.scroll}>
      <Loading />
    </div>
  );
}
