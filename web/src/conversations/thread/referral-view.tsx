import type { Referral } from "@balcao/core";
import { ExternalLink, Megaphone } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./cards.module.css";
import { webUrl } from "../../lib/addresses.ts";
import { useIsStop } from "./stop.ts";

/** The advertisement or post from which the customer wrote. */
export function ReferralView({ referral }: { referral: Referral }): ReactElement {
  const { t } = useTranslation("composer");
  const tabIndex = useIsStop() ? 0 : -1;
  const page = webUrl(referral.url);
  return (
    <div className={classes.referral}>
      <span className={classes.small}>
        <Megaphone size={13} aria-hidden /> {t(`cards.from.${referral.source ?? "other"}`)}
      </span>
      {referral.headline && <strong>{referral.headline}</strong>}
      {referral.body && <span>{referral.body}</span>}
      {page && (
        <a href={page} target="_blank" rel="noopener noreferrer nofollow" tabIndex={tabIndex}>
          <ExternalLink size={13} aria-hidden /> {new URL(page).hostname}
        </a>
      )}
    </div>
  );
}
