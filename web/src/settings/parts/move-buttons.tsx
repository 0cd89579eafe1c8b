import { Button } from "@mantine/core";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";

type Props = { name: string; isFirst: boolean; isLast: boolean; move: (step: 1 | -1) => void };

/**
 * Puts a row of an ordered list one place up or down. At either end the button says so and stays: a disabled one would drop the focus of
 * whoever brought the row there by keyboard.
 */
export function MoveButtons({ name, isFirst, isLast, move }: Props): ReactElement {
  const { t } = useTranslation("settings");
  const toward = (isEnd: boolean, step: 1 | -1) =>
    ({
      variant: "subtle",
      size: "compact-sm",
      "aria-disabled": isEnd,
      "data-disabled": isEnd || undefined,
      onClick: () => {
        if (!isEnd) move(step);
      },
    }) as const;
  return (
    <>
      <Button {...toward(isFirst, -1)} aria-label={t("fields.up", { name })}>
        <ArrowUp size={16} aria-hidden />
      </Button>
      <Button {...toward(isLast, 1)} aria-label={t("fields.down", { name })}>
        <ArrowDown size={16} aria-hidden />
      </Button>
    </>
  );
}
