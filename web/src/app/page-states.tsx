import { Link, type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../lib/texts.ts";
import { PartGone } from "../lib/part.ts";
import { sentenceOf } from "../lib/api.ts";
import classes from "./page-states.module.css";

/** A calm full-area message: what is the case, and one thing to do about it. */
export function Notice({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}): ReactElement {
  return (
    <div className={classes.notice}>
      {icon && <div className={classes.icon}>{icon}</div>}
      <p className={classes.title}>{title}</p>
      {children && <p className={classes.text}>{children}</p>}
      {action}
    </div>
  );
}

/** An error in place, with what the server said and a way to try again. Announced to screen readers. */
export function ErrorNotice({ error, retry }: { error: unknown; retry: () => void }): ReactElement {
  const { t } = useTranslation("common");
  return (
    <div role="alert" className={classes.fill}>
      <Notice
        title={sentenceOf(error)}
        action={
          <button type="button" onClick={error instanceof PartGone ? () => location.reload() : retry}>
            {t(error instanceof PartGone ? "reload" : "tryAgain")}
          </button>
        }
      />
    </div>
  );
}

export function PageError({ error, reset }: ErrorComponentProps): ReactElement {
  const router = useRouter();
  return (
    <main className={classes.page}>
      <ErrorNotice
        error={error}
        retry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </main>
  );
}

export function NotFound(): ReactElement {
  const { t } = useTranslation("common");
  return (
    <main className={classes.page}>
      <Notice title={t("notFound.title")} action={<Link to="/conversations">{t("notFound.action")}</Link>}>
        {t("notFound.text")}
      </Notice>
    </main>
  );
}
