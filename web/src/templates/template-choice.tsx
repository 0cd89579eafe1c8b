import type { TemplateList, TemplateView } from "@balcao/api";
import {
  isMarketing,
  renderTemplate,
  templatePlaces,
  templateProblems,
  type TemplateUse,
} from "@balcao/core";
import { Button } from "@mantine/core";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { Notice } from "../app/page-states.tsx";
import { PickList } from "../conversations/dialogs/pick-list.tsx";
import { sentenceOf } from "../lib/api.ts";
import { hasRole, useSelf } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";
import { KnownMenu } from "./known-menu.tsx";
import { MessagePreview } from "./message-preview.tsx";
import { prefill, prefillMore, type KnownFacts } from "./prefill.ts";
import { PlaceFields } from "./place-fields.tsx";
import { usePlaceLabel } from "./place-label.ts";
import { readTemplatesAgain } from "./queries.ts";
import { RoomHint } from "./room-hint.tsx";
import { sendable } from "./sending.ts";
import classes from "./template-choice.module.css";
import { useWords } from "./words.ts";

const EXCERPT = 80;
const excerpt = (text: string): string =>
  text.length > EXCERPT ? `${text.slice(0, EXCERPT).trimEnd()}…` : text;

/** What has been chosen and filled in so far. */
export type Choice = { template: TemplateView | null; values: Record<string, string> };
export const NOTHING_CHOSEN: Choice = { template: null, values: {} };

/** The use to send; null until every place is filled as WhatsApp takes it. */
export function filledIn({ template, values }: Choice): TemplateUse | null {
  if (!template || templateProblems(template, { values }).length > 0) return null;
  return { name: template.name, language: template.language, values };
}

/** Why there is nothing to choose, and what can be done about it. */
function NoTemplates({ list, channelId }: { list: TemplateList; channelId: string }): ReactElement {
  const { t } = useTranslation("templates");
  const words = useWords();
  const [asked, setAsked] = useState(false);
  const isAdministrator = hasRole(useSelf(), "administrator");
  const account = list.accounts.find(({ channels }) => channels.some(({ id }) => id === channelId));
  const again = (): void => {
    setAsked(true);
    readTemplatesAgain().catch((error: unknown) => {
      setAsked(false);
      toast(sentenceOf(error), { tone: "error" });
    });
  };
  return (
    <Notice title={t("none.title")}>
      {account?.problem ? words.problem(account.problem) : t("none.text")}
      {isAdministrator && (
        <p className={classes.again}>
          <Button variant="default" loading={asked} onClick={again}>
            {t("sync")}
          </Button>
        </p>
      )}
    </Notice>
  );
}

/** Which template, what is filled into it, and how it will look. */
export function TemplateChoice({
  list,
  channelId,
  known,
  choice,
  choose,
  errors,
  noMarketing = false,
  isOutside = true,
  focus = false,
}: {
  list: TemplateList;
  channelId: string;
  /** what can be filled in of the contact and the ticket */
  known: KnownFacts;
  choice: Choice;
  choose: (choice: Choice) => void;
  /** the server's sentences, by place */
  errors: Record<string, string>;
  /** the customer wants no marketing: those templates are not offered */
  noMarketing?: boolean;
  /** nothing but a template reaches the customer now, and those are counted */
  isOutside?: boolean;
  focus?: boolean;
}): ReactElement {
  const { t } = useTranslation("templates");
  const words = useWords();
  const labelOf = usePlaceLabel(choice.template);
  useEffect(() => {
    // the contact's own page and their tickets may be answered after the template was chosen
    const { template: chosen, values } = choice;
    const more = chosen && prefillMore(chosen, known, values);
    if (more) choose({ template: chosen, values: more });
  });
  const approved = sendable(list, channelId);
  const templates = noMarketing ? approved.filter(({ category }) => !isMarketing(category)) : approved;
  if (approved.length === 0) return <NoTemplates list={list} channelId={channelId} />;
  const { template } = choice;
  const places = template ? templatePlaces(template) : [];
  const problems = template ? templateProblems(template, choice) : [];
  const isTooLong = problems.some(({ code }) => code === "template_too_long");
  const errorOf = (key: string): string | undefined => {
    const kind = places.find((place) => place.key === key)?.kind;
    const isWrong = problems.some((problem) => problem.code === "place_invalid" && problem.key === key);
    return errors[key] ?? (isWrong && kind ? t(`place.wrong.${kind}`) : undefined);
  };
  return (
    <div className={classes.choice}>
      {isOutside && <RoomHint channelId={channelId} />}
      <PickList
        focus={focus}
        label={t("choose")}
        placeholder={t("search")}
        nothing={t("noMatch")}
        value={template?.id ?? null}
        choose={(id) => {
          const chosen = templates.find((one) => one.id === id) ?? null;
          choose({ template: chosen, values: chosen ? prefill(chosen, known) : {} });
        }}
        items={templates.map(({ id, name, category, language, body }) => ({
          id,
          label: name,
          facts: `${words.category(category)} · ${words.language(language)} · ${excerpt(body)}`,
          mark: null,
        }))}
      />
      {templates.length < approved.length && <p className={classes.withheld}>{t("withheld")}</p>}
      {template && (
        <div className={classes.filling}>
          {places.length > 0 && (
            <div className={classes.fields}>
              <PlaceFields
                places={places}
                values={choice.values}
                change={(values) => choose({ template, values })}
                labelOf={labelOf}
                errorOf={errorOf}
                pathOf={(key) => `values.${key}`}
                end={(place, insert) =>
                  place.kind === "text" && <KnownMenu place={labelOf(place)} known={known} insert={insert} />
                }
              />
              {isTooLong && (
                <p className={classes.error} role="alert">
                  {t("tooLong")}
                </p>
              )}
            </div>
          )}
          <MessagePreview shown={renderTemplate(template, choice.values)} />
        </div>
      )}
    </div>
  );
}
