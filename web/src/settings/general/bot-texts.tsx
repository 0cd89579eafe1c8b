import { Textarea, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import parts from "../parts/parts.module.css";
import { MessageText } from "./message-text.tsx";
import { LONGEST_BOT_TEXT, wordsOf } from "./values.ts";
import type { PartProps } from "./part-props.ts";

/** What the bot says to an answer outside of its menu, how often, and the words that call a person. */
export function BotTexts({ editor, teamName, readOnly }: PartProps): ReactElement {
  const { t } = useTranslation("settings");
  const { values, change, errors } = editor;
  const words = wordsOf(values.personWords);
  const limit = Number(values.otherAnswerLimit);
  return (
    <>
      <MessageText
        label={t("whatsapp.otherAnswer")}
        path="botTexts.otherAnswerText"
        value={values.otherAnswerText}
        longest={LONGEST_BOT_TEXT}
        error={errors["botTexts.otherAnswerText"]}
        teamName={teamName}
        readOnly={readOnly}
        change={(otherAnswerText) => change({ otherAnswerText })}
      />
      <TextInput
        label={t("whatsapp.otherAnswerLimit")}
        description={Number.isNaN(limit) ? undefined : t("whatsapp.otherAnswerEffect", { count: limit })}
        classNames={{ wrapper: parts.short ?? "" }}
        inputMode="numeric"
        maxLength={2}
        data-path="botTexts.otherAnswerLimit"
        disabled={readOnly}
        value={values.otherAnswerLimit}
        error={errors["botTexts.otherAnswerLimit"]}
        onChange={(event) => change({ otherAnswerLimit: event.currentTarget.value })}
      />
      <Textarea
        label={t("whatsapp.personWords")}
        description={
          words.length > 0
            ? t("whatsapp.personWordsEffect", { words: words.join(" · ") })
            : t("whatsapp.noPersonWords")
        }
        autosize
        minRows={1}
        maxRows={4}
        data-path="botTexts.personWords"
        disabled={readOnly}
        value={values.personWords}
        error={errors["botTexts.personWords"]}
        onChange={(event) => change({ personWords: event.currentTarget.value })}
      />
    </>
  );
}
