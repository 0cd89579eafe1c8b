import type { ChannelSignedUp, ChannelSignup } from "@balcao/api";
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState, type ReactElement } from "react";
import { api, sentenceOf } from "../../lib/api.ts";
import { keys } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { Section } from "../parts/page-head.tsx";
import classes from "./checks.module.css";
import { signIn, useFacebook } from "./facebook.ts";
import { readSignupNews } from "./signup-news.ts";

/** What a sign-in brought: the numbers it reaches, what stands for its access, and the number chosen in Meta's window. */
export type SignedUp = ChannelSignedUp & { phoneNumberId: string | null };

/** The number that was chosen in Meta's window, which says so beside the answer. */
function useChosenNumber(): string | null {
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    const hear = ({ origin, data }: MessageEvent<unknown>): void => {
      const news = readSignupNews(origin, data);
      if (news?.kind === "chosen") setChosen(news.phoneNumberId);
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  }, []);
  return chosen;
}

function SignupButton({
  app,
  signedUp,
}: {
  app: NonNullable<ChannelSignup["app"]>;
  signedUp: (result: SignedUp) => void;
}): ReactElement {
  const { t } = useTranslation("channels");
  const script = useFacebook(app);
  const phoneNumberId = useChosenNumber();
  const signing = useMutation({
    mutationFn: async () => {
      const code = await signIn(app);
      return code === null
        ? null
        : api<ChannelSignedUp>("/api/channels/signup", { method: "POST", body: { code } });
    },
    onSuccess: (result) => result && signedUp({ ...result, phoneNumberId }),
  });
  const { data, error } = signing;
  return (
    <Section title={t("signup.title")} lead={t("signup.lead")}>
      <div>
        <Button
          variant="default"
          loading={script === "coming" || signing.isPending}
          disabled={script === "failed"}
          onClick={() => signing.mutate()}
        >
          {t("signup.open")}
        </Button>
      </div>
      <div role="alert" className={classes.told}>
        {script === "failed" && <p className={classes.refused}>{t("signup.noScript")}</p>}
        {data === null && <p className={classes.refused}>{t("signup.left")}</p>}
        {error && <p className={classes.refused}>{sentenceOf(error)}</p>}
      </div>
    </Section>
  );
}

/** Signing in to Facebook instead of writing the access down; only where the installation has an app for it. */
export function Signup({ signedUp }: { signedUp: (result: SignedUp) => void }): ReactElement | null {
  const { data } = useQuery({
    queryKey: [...keys.channels, "signup"],
    queryFn: () => api<ChannelSignup>("/api/channels/signup"),
  });
  return data?.app ? <SignupButton app={data.app} signedUp={signedUp} /> : null;
}
