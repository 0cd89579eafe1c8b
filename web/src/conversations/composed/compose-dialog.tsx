import type { MessageView } from "@balcao/api";
import {
  composed,
  compositionProblems,
  textOf,
  type Composition,
  type CompositionProblem,
} from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useRef, useState, type ComponentProps, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { useLayer } from "../../lib/keys.ts";
import { useSelf } from "../../lib/queries.ts";
import dialogs from "../dialogs/dialogs.module.css";
import { currentRow } from "../commands.ts";
import { newKey } from "../new-key.ts";
import { scheduleComposed } from "../scheduled/commands.ts";
import { ScheduleDialog } from "../scheduled/schedule-dialog.tsx";
import { rememberMoment, useScheduling } from "../scheduled/scheduling.ts";
import { sendComposed } from "../outbox.ts";
import type { ComposingType } from "./composing.ts";
import { ContactsFields } from "./contacts-fields.tsx";
import type { FieldErrors } from "./field-errors.ts";
import { cleanInteractive, NEW_ACTIONS } from "./interactive-draft.ts";
import { InteractiveFields } from "./interactive-fields.tsx";
import { LocationFields } from "./location-fields.tsx";
import { MenuFields } from "./menu-fields.tsx";
import { rememberPlace } from "./recent-places.ts";

type Props = {
  conversationId: string;
  type: ComposingType;
  before: Composition | null;
  quote: MessageView["quoted"];
  close: (isSent: boolean) => void;
};

const NEW: Record<ComposingType, Composition> = {
  // no point of the globe: nothing was read yet
  location: { type: "location", latitude: Number.NaN, longitude: Number.NaN, name: null, address: null },
  contacts: { type: "contacts", cards: [] },
  menu: { type: "menu", body: "", options: ["", ""], presentation: "auto" },
  interactive: { type: "interactive", header: null, body: "", footer: null, action: NEW_ACTIONS.link },
};

const isNew = (composition: Composition): boolean =>
  composition.type === "location" && Number.isNaN(composition.latitude);

/** What is wrong with everything that is half typed. */
const UNFINISHED: ReadonlySet<CompositionProblem["code"]> = new Set([
  "required",
  "not_a_link",
  "not_a_catalog",
]);

/** Blank parts that nobody filled in are no part of the message. */
function withoutBlanks(composition: Composition): Composition {
  const text = (value: string | null): string | null => value?.trim() || null;
  switch (composition.type) {
    case "location":
      return { ...composition, name: text(composition.name), address: text(composition.address) };
    case "contacts":
      return {
        ...composition,
        cards: composition.cards.map((card) => ({
          ...card,
          name: card.name.trim(),
          organisation: text(card.organisation),
          phones: card.phones.filter(({ phone }) => phone.trim() !== ""),
        })),
      };
    case "interactive":
      return cleanInteractive(composition);
    case "menu": {
      const options = composition.options.map((option) => option.trim()).filter(Boolean);
      return { ...composition, body: composition.body.trim(), options };
    }
  }
}

/** Its moment, instead of sending it now. */
function LaterDialog({
  conversationId,
  choose,
  close,
}: { conversationId: string } & Pick<
  ComponentProps<typeof ScheduleDialog>,
  "choose" | "close"
>): ReactElement {
  const closesAt = currentRow(conversationId)?.windowClosesAt ?? null;
  const before = useScheduling((state) => state.before[conversationId]);
  return (
    <ScheduleDialog
      window={{ closesAt: closesAt === null ? null : Date.parse(closesAt) }}
      before={before}
      choose={async (moment) => {
        await choose(moment);
        rememberMoment(conversationId, null);
      }}
      close={close}
    />
  );
}

/** A form for what is sent beside text and files. Nothing goes before WhatsApp would take it as it is. */
export function ComposeDialog({ conversationId, type, before, quote, close }: Props): ReactElement {
  const { t } = useTranslation(["composer", "desk", "common", "scheduled"]);
  useLayer(true);
  const { account, agent } = useSelf();
  const [draft, setDraft] = useState<Composition>(before ?? NEW[type]);
  const [tried, setTried] = useState(false);
  const [isLater, setLater] = useState(false);
  const key = useRef(newKey());
  const form = useRef<HTMLFormElement>(null);
  const ready = withoutBlanks(draft);
  const problems = compositionProblems(ready);
  const errors: FieldErrors = (path) => {
    const found = problems.find((problem) => problem.path === path);
    // what is only not there yet is no mistake before somebody tries to send
    const isMissing =
      found !== undefined && (UNFINISHED.has(found.code) || (path === "latitude" && isNew(draft)));
    return found && (tried || !isMissing) ? t(`composer:composed.problems.${found.code}`) : null;
  };
  /** What would be sent; null = not yet, and the keyboard goes to what is wrong. */
  const finished = (): ReturnType<typeof composed> => {
    setTried(true);
    const content = composed(ready, account.locale);
    if (content === null)
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    return content;
  };
  if (isLater)
    return (
      <LaterDialog
        conversationId={conversationId}
        choose={async (moment) => {
          const quotedMessageId = quote?.id ?? null;
          await scheduleComposed(conversationId, key.current, ready, { ...moment, quotedMessageId });
          close(true);
        }}
        close={() => setLater(false)}
      />
    );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const content = finished();
    if (content === null) return;
    sendComposed(conversationId, { composition: ready, content }, textOf(content) ?? "", quote);
    if (ready.type === "location") rememberPlace(agent.id, ready);
    close(true);
  };
  return (
    <Dialog
      onClose={() => close(false)}
      title={t(`composer:add.${type}`)}
      size={type === "menu" || type === "interactive" ? 760 : "lg"}
      returnFocus={false}
    >
      <form ref={form} className={dialogs.form} onSubmit={submit} noValidate>
        {draft.type === "location" && <LocationFields draft={draft} change={setDraft} errors={errors} />}
        {draft.type === "contacts" && <ContactsFields draft={draft} change={setDraft} errors={errors} />}
        {draft.type === "interactive" && (
          <InteractiveFields draft={draft} change={setDraft} errors={errors} />
        )}
        {draft.type === "menu" && <MenuFields draft={draft} change={setDraft} errors={errors} />}
        <div className={dialogs.buttons}>
          <Button variant="default" onClick={() => close(false)}>
            {t("common:cancel")}
          </Button>
          <Button variant="default" onClick={() => setLater(finished() !== null)}>
            {t("scheduled:later")}
          </Button>
          <Button type="submit">{t("desk:composer.send")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
