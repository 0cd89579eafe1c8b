import { greetingFor, firstNameOf, renderText, type TextValues, type Variable } from "@balcao/core";
import { Textarea } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Bold, Braces, Italic, Strikethrough } from "lucide-react";
import { useRef, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { markOf, toggleMark, type Mark } from "../../conversations/composer/marks.ts";
import { FormattedText } from "../../conversations/thread/formatted-text.tsx";
import { serverNow } from "../../lib/clock.ts";
import { useSelf } from "../../lib/queries.ts";
import { VariableMenu } from "../parts/variable-menu.tsx";
import classes from "./message-text.module.css";

const MARKS = [
  { sign: "*", icon: Bold, name: "bold", keys: "Ctrl+B" },
  { sign: "_", icon: Italic, name: "italic", keys: "Ctrl+I" },
  { sign: "~", icon: Strikethrough, name: "strike", keys: "Ctrl+Shift+X" },
] as const;
const SAMPLE_PROTOCOL = "1042";
const SAMPLE_TICKET = "#87";

/** What the variables stand for in a preview: an invented customer, everything else as it is here and now. */
function useSample(teamName: string, own: Partial<TextValues> | undefined): TextValues {
  const { t } = useTranslation("settings");
  const { account, agent } = useSelf();
  const name = t("message.sampleName");
  return {
    "contato.nome": name,
    "contato.primeiro_nome": firstNameOf(name),
    "equipe.nome": teamName,
    "conta.nome": account.name,
    saudacao: greetingFor(serverNow(), account.timeZone, account.locale),
    protocolo: SAMPLE_PROTOCOL,
    chamado: SAMPLE_TICKET,
    "chamado.titulo": t("message.sampleTitle"),
    "chamado.status": t("message.sampleStatus"),
    "chamado.atendente": agent.name,
    ...own,
  };
}

/** Types into the field as a person would, so that Ctrl+Z takes it back. */
function typeInto(field: HTMLTextAreaElement, text: string, start: number, end: number): void {
  field.focus();
  field.setSelectionRange(start, end);
  document.execCommand("insertText", false, text);
}

function Tools({
  mark,
  insert,
  known,
}: {
  mark: (sign: Mark) => void;
  insert: (text: string) => void;
  known: readonly Variable[];
}): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <div className={classes.tools}>
      {MARKS.map(({ sign, icon: Icon, name, keys }) => (
        <button
          key={sign}
          type="button"
          title={`${t(`message.${name}`)} (${keys})`}
          aria-label={t(`message.${name}`)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => mark(sign)}
        >
          <Icon size={15} aria-hidden />
        </button>
      ))}
      <VariableMenu position="bottom-start" insert={insert} known={known}>
        <button type="button" className={classes.variables}>
          <Braces size={15} aria-hidden />
          {t("message.insert")}
        </button>
      </VariableMenu>
    </div>
  );
}

/** The text as the customer will read it; once more for one whose name is unknown, when the text uses the name. */
function Preview({ text, sample }: { text: string; sample: TextValues }): ReactElement {
  const { t } = useTranslation("settings");
  const nameless = { ...sample, "contato.nome": null, "contato.primeiro_nome": null };
  const usesName = renderText(text, sample) !== renderText(text, nameless);
  return (
    <div className={classes.preview} role="group" aria-label={t("message.preview")}>
      <span className={classes.caption}>{t("message.preview")}</span>
      <div className={classes.bubble}>
        {text.trim() === "" ? (
          <span className={classes.none}>{t("message.empty")}</span>
        ) : (
          <FormattedText text={renderText(text, sample)} />
        )}
      </div>
      {usesName && (
        <>
          <span className={classes.caption}>{t("message.nameless")}</span>
          <div className={classes.bubble}>
            <FormattedText text={renderText(text, nameless)} />
          </div>
        </>
      )}
    </div>
  );
}

type Props = {
  label: string;
  /** which message it is, for whoever does not see where the field stands */
  about?: string;
  path: string;
  value: string;
  longest: number;
  error: string | undefined;
  /** whom {{equipe.nome}} names in the preview */
  teamName: string;
  readOnly: boolean;
  /** variables that have a value in this text alone */
  known?: readonly Variable[];
  /** what some variables stand for in the preview, where this text says more of it */
  sample?: Partial<TextValues>;
  change: (text: string) => void;
};

/** A text for customers: WhatsApp's marks, variables from a menu, and beside it what will be read. */
export function MessageText({
  label,
  about,
  path,
  value,
  longest,
  error,
  teamName,
  readOnly,
  known = [],
  sample: own,
  change,
}: Props): ReactElement {
  const { t } = useTranslation("settings");
  const field = useRef<HTMLTextAreaElement>(null);
  const sample = useSample(teamName, own);
  const mark = (sign: Mark): void => {
    const element = field.current;
    if (!element) return;
    const next = toggleMark(
      { text: element.value, start: element.selectionStart, end: element.selectionEnd },
      sign,
    );
    typeInto(element, next.text, 0, element.value.length);
    element.setSelectionRange(next.start, next.end);
  };
  const insert = (text: string): void => {
    const element = field.current;
    if (!element) return;
    const { selectionStart, selectionEnd } = element;
    // the menu gives the focus away while it closes
    setTimeout(() => typeInto(element, text, selectionStart, selectionEnd));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const { isComposing } = event.nativeEvent;
    const sign = markOf({ key, shiftKey, ctrlKey, metaKey, altKey, isComposing });
    if (!sign) return;
    event.preventDefault();
    mark(sign);
  };
  const left = longest - value.length;
  return (
    <div className={classes.message}>
      <div className={classes.write}>
        <Textarea
          ref={field}
          label={
            about ? (
              <>
                {label}
                <span className="visually-hidden"> ({about})</span>
              </>
            ) : (
              label
            )
          }
          data-path={path}
          value={value}
          error={error}
          autosize
          minRows={3}
          maxRows={14}
          disabled={readOnly}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {!readOnly && <Tools mark={mark} insert={insert} known={known} />}
        {left < 200 && (
          <p className={classes.count} role="status">
            {t("message.left", { count: left })}
          </p>
        )}
      </div>
      <Preview text={value} sample={sample} />
    </div>
  );
}
