import type { ContactDetails, ConversationRow } from "@balcao/api";
import { Ban, Copy } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { Avatar } from "../../app/avatar.tsx";
import { useFormats } from "../../lib/format.ts";
import { toast } from "../../lib/toast.ts";
import { setBlocked } from "../commands.ts";
import { nameOf } from "../names.ts";
import { ContactChoices } from "./contact-choices.tsx";
import { ContactEmail } from "./contact-email.tsx";
import { BlockState } from "./block-state.tsx";
import { renameContact, type PanelFacts } from "./contact-data.ts";
import classes from "./contact-panel.module.css";
import { InPlace } from "./in-place.tsx";

const LONGEST_NAME = 80;

function CopyButton({ text, label }: { text: string; label: string }): ReactElement {
  const { t } = useTranslation("desk");
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    toast(t("copied"));
  };
  return (
    <button type="button" className={classes.copy} aria-label={label} onClick={() => void copy()}>
      <Copy size={14} aria-hidden />
    </button>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      {children}
    </div>
  );
}

/** Every number, with the forms in which WhatsApp spells it. */
function Phones({ phones }: { phones: ContactDetails["phones"] }): ReactElement {
  const { t } = useTranslation(["contact", "desk"]);
  return (
    <Fact name={t("desk:panel.phone")}>
      {phones.length === 0 && <dd>{t("desk:panel.hidden")}</dd>}
      {phones.map(({ phone, forms }) => (
        <dd key={phone}>
          <span>
            {phone}
            {forms.length > 1 && <small>{t("contact:forms", { forms: forms.join(", ") })}</small>}
          </span>
          <CopyButton text={phone} label={t("contact:copy", { what: phone })} />
        </dd>
      ))}
    </Fact>
  );
}

function Facts({
  contact,
  details,
}: {
  contact: ConversationRow["contact"];
  details: ContactDetails | undefined;
}): ReactElement {
  const { t } = useTranslation(["contact", "desk"]);
  const formats = useFormats();
  const known = contact.phone === null ? [] : [{ phone: contact.phone, forms: [] }];
  const username = contact.username && `@${contact.username}`;
  return (
    <>
      <Phones phones={details?.phones ?? known} />
      {details && <ContactEmail key={details.id} details={details} />}
      {details?.agentName && (
        <Fact name={t("contact:agent")}>
          <dd>{details.agentName}</dd>
        </Fact>
      )}
      {contact.profileName && (
        <Fact name={t("desk:panel.profileName")}>
          <dd>{contact.profileName}</dd>
        </Fact>
      )}
      {username && (
        <Fact name={t("desk:panel.username")}>
          <dd>
            {username} <CopyButton text={username} label={t("contact:copy", { what: username })} />
          </dd>
        </Fact>
      )}
      {details?.userIds && details.userIds.length > 0 && (
        <Fact name={t("contact:userId")}>
          {details.userIds.map((id) => (
            <dd key={id}>
              <code>{id}</code>
              <CopyButton text={id} label={t("contact:copy", { what: id })} />
            </dd>
          ))}
        </Fact>
      )}
      {details && <ContactChoices key={`${details.id} choices`} details={details} />}
      {details && (
        <Fact name={t("contact:firstSeen")}>
          <dd>
            <time dateTime={details.firstSeenAt}>{formats.full(Date.parse(details.firstSeenAt))}</time>
          </dd>
        </Fact>
      )}
    </>
  );
}

type Props = {
  contact: ConversationRow["contact"];
  details: ContactDetails | undefined;
  /** the one beside which this stands; none on a contact's own page */
  conversation?: PanelFacts;
};

/** That the contact is blocked, how Meta has it, and, beside a conversation, the way back. */
function Blocked({ contact, details, conversation }: Props): ReactElement {
  const { t } = useTranslation("desk");
  return (
    <>
      {contact.blocked && (
        <p className={classes.blocked}>
          <Ban size={14} aria-hidden /> {t("blocked.title")}{" "}
          {conversation && (
            <button type="button" onClick={() => void setBlocked(conversation.id, false)}>
              {t("acts.unblock")}
            </button>
          )}
        </p>
      )}
      {details && conversation && <BlockState conversationId={conversation.id} blocks={details.blocks} />}
    </>
  );
}

/** Who the customer is: the registered name, every number and id, and what they call themselves. */
export function Identity({ contact, details, conversation }: Props): ReactElement {
  const { t } = useTranslation(["contact", "desk"]);
  const registered = details ? details.name : contact.name;
  return (
    <div className={classes.contact}>
      <Avatar id={contact.id} name={contact.name ?? contact.profileName ?? ""} size={64} />
      <InPlace
        big
        key={contact.id}
        label={t("desk:panel.name")}
        text={nameOf(contact, t("desk:unknownContact"))}
        begin={registered ?? contact.profileName ?? ""}
        longest={LONGEST_NAME}
        save={async (draft) => {
          await renameContact(conversation?.id ?? null, contact.id, draft.trim() || null);
          return null;
        }}
      />
      <Blocked contact={contact} details={details} {...(conversation ? { conversation } : {})} />
      <dl className={classes.facts}>
        <Facts contact={contact} details={details} />
        {conversation?.channel && (
          <Fact name={t("desk:panel.channel")}>
            <dd>
              {conversation.channel.name} · {conversation.channel.displayPhone}
            </dd>
          </Fact>
        )}
      </dl>
    </div>
  );
}
