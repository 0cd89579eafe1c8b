import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import type { ReactElement } from "react";
import { api, sentenceOf } from "../lib/api.ts";
import { isDismissed, knowsPasskeys, signByPasskey } from "../lib/passkeys.ts";
import { useTranslation } from "../lib/texts.ts";
import classes from "./entry.module.css";

/** Signs in by a key of this device or of one nearby, with no name and no password. Nothing where the browser knows no such keys. */
export function PasskeyDoor({ next }: { next: string }): ReactElement | null {
  const { t } = useTranslation("common");
  const enter = useMutation({
    mutationFn: async () => {
      const { options } = await api<{ options: Record<string, unknown> }>("/api/auth/passkey/begin", {
        method: "POST",
      });
      const credential = await signByPasskey(options);
      await api("/api/auth/passkey", { method: "POST", body: { credential } });
    },
    onSuccess: () => window.location.assign(next),
  });
  if (!knowsPasskeys()) return null;
  return (
    <div className={classes.form}>
      {enter.error && !isDismissed(enter.error) && (
        <p role="alert" className={classes.error}>
          {sentenceOf(enter.error)}
        </p>
      )}
      <Button
        variant="default"
        size="md"
        leftSection={<KeyRound size={18} aria-hidden />}
        loading={enter.isPending || enter.isSuccess}
        onClick={() => enter.mutate()}
      >
        {t("entry.passkey")}
      </Button>
    </div>
  );
}
