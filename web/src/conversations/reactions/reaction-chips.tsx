import type { Reaction } from "@balcao/api";
import { TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { explanationOf } from "../thread/failure-texts.ts";
import failureClasses from "../thread/failure.module.css";
import classes from "./reactions.module.css";

/** The reactions on a message: what stands at WhatsApp, and ours on its way there. */
export function ReactionChips({ reactions }: { reactions: readonly Reaction[] }): ReactElement | null {
  const { t } = useTranslation("desk");
  const leaves = reactions.some(({ emoji, state }) => emoji === "" && state === "waiting");
  const shown = reactions.filter(({ emoji }) => emoji !== "");
  if (shown.length === 0) return null;
  return (
    <span className={classes.chips}>
      {shown.map(({ author, emoji, state }) => {
        const who = t(author === "contact" ? "reaction.contact" : "reaction.business", { emoji });
        const shownState = leaves && author === "business" ? "waiting" : state;
        return (
          <span
            key={`${author} ${state}`}
            role="img"
            data-state={shownState}
            aria-label={shownState === "done" ? who : `${who}, ${t(`reaction.${shownState}`)}`}
          >
            {emoji}
            {(state === "failed" || state === "unknown") && "!"}
          </span>
        );
      })}
    </span>
  );
}

/** Why a reaction of ours is not on the customer's phone, or may not be. */
export function ReactionFailure({ reactions }: { reactions: readonly Reaction[] }): ReactElement | null {
  const { t } = useTranslation("desk");
  const failed = reactions.find(({ state }) => state === "failed" || state === "unknown");
  if (!failed) return null;
  const { emoji, explanation } = failed;
  const state = failed.state === "failed" ? "failed" : "unknown";
  return (
    <p className={failureClasses.failure} data-tone={state === "unknown" ? "unknown" : undefined}>
      <TriangleAlert size={14} aria-hidden />
      <span>
        {t(emoji === "" ? `reaction.removal_${state}` : `reaction.line_${state}`, { emoji })}{" "}
        {state === "failed" && t(`failure.explanations.${explanationOf(explanation ?? undefined)}`)}
      </span>
    </p>
  );
}
