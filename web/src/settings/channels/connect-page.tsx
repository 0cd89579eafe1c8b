import type { ChannelInspection, ChannelView } from "@balcao/api";
import { formatPhone } from "@balcao/core";
import { Button, PasswordInput, Radio, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from "react";
import { api, ApiError, sentenceOf } from "../../lib/api.ts";
import { useTranslation } from "../../lib/texts.ts";
import { PageHead, Section } from "../parts/page-head.tsx";
import parts from "../parts/parts.module.css";
import classes from "./checks.module.css";
import { CheckList } from "./checks.tsx";
import { keepChannel } from "./queries.ts";
import { Signup, type SignedUp } from "./signup.tsx";
import {
  bodyOfAccess,
  NO_ACCESS,
  numbersFound,
  problemsOfAccess,
  type AccessValues,
} from "./connect-values.ts";

/** Step 1: what Meta gave the company to speak through its interface. */
function AccessForm({
  values,
  change,
  isBusy,
  submit,
}: {
  values: AccessValues;
  change: (values: AccessValues) => void;
  isBusy: boolean;
  submit: () => void;
}): ReactElement {
  const { t } = useTranslation("channels");
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const problems = isTried ? problemsOfAccess(values) : {};
  const field = (name: keyof AccessValues) => ({
    label: t(name),
    description: t(`help.${name}`),
    value: values[name],
    error: problems[name] && t(`problems.${problems[name]}`),
    // of a secret the library marks what is around the field
    "aria-invalid": problems[name] !== undefined || undefined,
    autoComplete: "off",
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      change({ ...values, [name]: event.currentTarget.value }),
  });
  const secret = { visibilityToggleButtonProps: { "aria-label": t("showSecret") } };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problemsOfAccess(values)).length === 0) submit();
    else
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>("input[aria-invalid=true]")?.focus(),
      );
  };
  return (
    <form ref={form} noValidate className={parts.dialog} onSubmit={onSubmit}>
      <div className={parts.two}>
        <TextInput inputMode="numeric" {...field("appId")} />
        <PasswordInput {...field("appSecret")} {...secret} />
        <PasswordInput {...field("accessToken")} {...secret} />
        <TextInput inputMode="numeric" {...field("wabaId")} />
      </div>
      <div className={classes.submit}>
        <Button type="submit" loading={isBusy}>
          {t("acts.inspect")}
        </Button>
      </div>
    </form>
  );
}

/** Step 2: which of the numbers that the access reaches, and its name here. */
function NumberForm({
  found,
  by,
  wanted,
}: {
  found: ChannelInspection;
  /** the access, as the server takes it */
  by: object;
  /** the number to begin with */
  wanted: string | null;
}): ReactElement {
  const { t, i18n } = useTranslation("channels");
  const navigate = useNavigate();
  const numbers = numbersFound(found);
  const free = numbers.filter(({ isTaken }) => !isTaken);
  const [chosen, setChosen] = useState(
    (free.find(({ phoneNumberId }) => phoneNumberId === wanted) ?? free[0])?.phoneNumberId ?? "",
  );
  const [name, setName] = useState<string | null>(null);
  const number = free.find(({ phoneNumberId }) => phoneNumberId === chosen);
  const shownName = name ?? number?.verifiedName ?? "";
  const connecting = useMutation({
    mutationFn: () =>
      api<ChannelView>("/api/channels", {
        method: "POST",
        body: {
          ...by,
          wabaId: number?.wabaId,
          phoneNumberId: chosen,
          name: shownName.trim(),
        },
      }),
    onSuccess(view) {
      keepChannel(view, i18n.language);
      void navigate({ to: "/settings/channels/$id", params: { id: view.channel.id } });
    },
  });
  const { error } = connecting;
  const data = error instanceof ApiError ? error.problem?.data : undefined;
  const said = typeof data?.["sentence"] === "string" ? data["sentence"] : error && sentenceOf(error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (number && shownName.trim() !== "") connecting.mutate();
  };
  return (
    <form className={parts.dialog} onSubmit={submit}>
      <Radio.Group label={t("chooseNumber")} value={chosen} onChange={setChosen}>
        <div className={classes.numbers}>
          {numbers.map(({ phoneNumberId, displayPhone, verifiedName, account, isTaken }) => (
            <Radio
              key={phoneNumberId}
              value={phoneNumberId}
              disabled={isTaken}
              label={`${formatPhone(displayPhone)}${verifiedName ? ` · ${verifiedName}` : ""}`}
              description={isTaken ? t("numberTaken") : account}
            />
          ))}
        </div>
      </Radio.Group>
      <TextInput
        className={classes.name}
        label={t("name")}
        description={t("help.name")}
        maxLength={80}
        value={shownName}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div role="alert" className={classes.told}>
        {said && <p className={classes.refused}>{said}</p>}
      </div>
      <div className={classes.submit}>
        <Button type="submit" loading={connecting.isPending} disabled={!number || shownName.trim() === ""}>
          {t("acts.connect")}
        </Button>
      </div>
    </form>
  );
}

const isUsable = ({ state }: ChannelInspection): boolean => state !== "fail" && state !== "unknown";

/** What an access can do and reaches, and the choice among its numbers. */
function Found({
  found,
  by,
  wanted = null,
}: {
  found: ChannelInspection;
  by: object;
  wanted?: string | null;
}): ReactElement {
  const { t } = useTranslation("channels");
  const isEmpty = numbersFound(found).length === 0;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // what is to be mended, or else the next step: below the fold, where the button stands, nothing would seem to happen
    const told = place.current?.querySelector("[data-state=fail], [data-state=unknown]");
    if (told) told.scrollIntoView({ block: "center" });
    else place.current?.lastElementChild?.scrollIntoView({ block: "nearest" });
  }, [found]);
  return (
    <div ref={place} className={classes.parts}>
      {found.parts.map((part) => (
        <Section key={part.id} title={part.name}>
          <CheckList part={part} />
        </Section>
      ))}
      {isUsable(found) && (
        <Section title={t("stepNumber")} lead={t(isEmpty ? "noNumbers" : "stepNumberLead")}>
          {!isEmpty && <NumberForm found={found} by={by} wanted={wanted} />}
        </Section>
      )}
    </div>
  );
}

/** Conectar número: the access, what it can do, and the number. The webhook, the registration and the test follow on the number's own page. */
export function ConnectPage(): ReactElement {
  const { t } = useTranslation("channels");
  const [values, setValues] = useState(NO_ACCESS);
  const [signedUp, setSignedUp] = useState<SignedUp | null>(null);
  const inspecting = useMutation({
    mutationFn: (access: AccessValues) =>
      api<ChannelInspection>("/api/channels/inspect", {
        method: "POST",
        body: { ...bodyOfAccess(access), wabaId: access.wabaId.trim() || null },
      }),
  });
  const { data: found, error, variables } = inspecting;
  const change = (next: AccessValues): void => {
    setValues(next);
    // what was found was of another access
    if (found) inspecting.reset();
  };
  const shown = signedUp?.found ?? found;
  return (
    <>
      <PageHead
        title={t("connect")}
        lead={t("connectLead")}
        back={{ to: "/settings/channels", label: t("title") }}
      />
      <div role="status" className="visually-hidden">
        {shown && t(isUsable(shown) ? "accessGood" : "accessBad")}
      </div>
      <div className={classes.parts}>
        <Signup signedUp={setSignedUp} />
        {signedUp ? (
          <Found found={signedUp.found} by={{ signup: signedUp.signup }} wanted={signedUp.phoneNumberId} />
        ) : (
          <>
            <Section title={t("stepAccess")} lead={t("stepAccessLead")}>
              <AccessForm
                values={values}
                change={change}
                isBusy={inspecting.isPending}
                submit={() => inspecting.mutate(values)}
              />
              <div role="alert" className={classes.told}>
                {error && <p className={classes.refused}>{sentenceOf(error)}</p>}
              </div>
            </Section>
            {found && variables && <Found found={found} by={bodyOfAccess(variables)} />}
          </>
        )}
      </div>
    </>
  );
}
