import type { ReactElement } from "react";
import { ApiError, sentenceOf } from "../lib/api.ts";
import { useFormats } from "../lib/format.ts";
import { useTranslation } from "../lib/texts.ts";
import classes from "./template-choice.module.css";

/** Why a template was not sent; where Meta's daily limit is reached, with how many people it has been and when there is room again. */
export function Refusal({ error }: { error: unknown }): ReactElement {
  const { t } = useTranslation("templates");
  const formats = useFormats();
  const data =
    error instanceof ApiError && error.code === "messaging_limit_reached" ? error.problem?.data : null;
  const { used, most, freeAt } = data ?? {};
  return (
    <p className={classes.error} role="alert">
      {sentenceOf(error)}
      {data && (
        <>
          {" "}
          {t("limit.used", { used: formats.number(Number(used)), most: formats.number(Number(most)) })}{" "}
          {typeof freeAt === "string" && t("limit.freeAt", { time: formats.full(Date.parse(freeAt)) })}
        </>
      )}
    </p>
  );
}
