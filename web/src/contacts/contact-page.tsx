import type { ContactDetails } from "@balcao/api";
import { Link, useParams } from "@tanstack/react-router";
import { Building2, ChevronLeft, UserRoundX } from "lucide-react";
import type { ReactElement } from "react";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { nameOf } from "../conversations/names.ts";
import { useContact } from "../conversations/panel/contact-data.ts";
import { ContactLabels } from "../conversations/panel/contact-labels.tsx";
import { ContactNotes } from "../conversations/panel/contact-notes.tsx";
import { CustomValues } from "../conversations/panel/custom-values.tsx";
import { Identity } from "../conversations/panel/identity.tsx";
import { Merges } from "../conversations/panel/merges.tsx";
import { OrganisationPart } from "../conversations/panel/organisation.tsx";
import { Section } from "../conversations/panel/section.tsx";
import { ApiError } from "../lib/api.ts";
import { useTranslation } from "../lib/texts.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { ConversationsOf, TicketsOf } from "./belongings.tsx";
import classes from "./contacts.module.css";

function Back(): ReactElement {
  const { t } = useTranslation("contacts");
  return (
    <Link to="/contacts" className={classes.back}>
      <ChevronLeft size={16} aria-hidden /> {t("title")}
    </Link>
  );
}

function ContactView({ contact }: { contact: ContactDetails }): ReactElement {
  const { t } = useTranslation(["contacts", "contact", "desk"]);
  const { id, profileName, username, phones, blocked } = contact;
  const name = contact.name ?? contact.agentName;
  const card = { id, name, profileName, username, phone: phones[0]?.phone ?? null, blocked };
  const shown = nameOf(card, t("desk:unknownContact"));
  usePageTitle(shown);
  return (
    <div className={classes.scroll}>
      <Back />
      <h1 className="visually-hidden">{shown}</h1>
      <div className={classes.columns}>
        <div className={classes.card}>
          <h2 className="visually-hidden">{t("desk:panel.title")}</h2>
          <Identity contact={card} details={contact} />
          <Section title={t("contact:labels")}>
            <ContactLabels contact={contact} />
          </Section>
          <Section title={t("contact:fields")}>
            <CustomValues contact={contact} />
          </Section>
          <Section title={t("contact:organisation")}>
            <OrganisationPart contact={contact} />
            {contact.organisation && (
              <p>
                <Link
                  to="/contacts/organisations/$id"
                  params={{ id: contact.organisation.id }}
                  className={classes.lead}
                >
                  <Building2 size={14} aria-hidden /> {t("contacts:openOrganisation")}
                </Link>
              </p>
            )}
          </Section>
          <Section title={t("contact:merge.section")}>
            <Merges contact={contact} />
          </Section>
        </div>
        <div className={classes.column}>
          <ConversationsOf contactId={id} />
          <TicketsOf whose={{ contact: id }} />
          <section className={classes.card}>
            <h2>{t("contact:notes")}</h2>
            <ContactNotes contact={contact} />
          </section>
        </div>
      </div>
    </div>
  );
}

/** Atendimento > Contatos: one person. */
export function ContactPage(): ReactElement {
  // the words of all its parts at once: what had to be waited for later would take the page away for that moment
  const { t } = useTranslation(["contacts", "contact", "desk", "tickets"]);
  const { id } = useParams({ from: "/desk/contacts/$id" });
  const { data, error, refetch } = useContact(id);
  const isMissing = error instanceof ApiError && [404, 422].includes(error.status);
  if (isMissing)
    return (
      <Notice
        icon={<UserRoundX size={24} aria-hidden />}
        title={t("contacts:missing")}
        action={<Link to="/contacts">{t("contacts:toList")}</Link>}
      >
        {t("contacts:missingText")}
      </Notice>
    );
  if (data) return <ContactView key={data.id} contact={data} />;
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return (
    <div className={classes.scroll}>
      <Loading />
    </div>
  );
}
