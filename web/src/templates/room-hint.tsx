import type { ChannelRoom } from "@balcao/api";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { api } from "../lib/api.ts";
import { useFormats } from "../lib/format.ts";
import { keys } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import classes from "./template-choice.module.css";

/** Nothing tells of each person written to: an answer is good for so long. */
const FRESH_MS = 30_000;
/** Said once so little of the limit is left. */
const SHORT = 0.1;

/** How many more people the company may write to outside their windows, once that is getting short. */
export function RoomHint({ channelId }: { channelId: string }): ReactElement | null {
  const { t } = useTranslation("templates");
  const formats = useFormats();
  const { data } = useQuery({
    queryKey: [...keys.channels, "room"],
    queryFn: () => api<ChannelRoom>("/api/channels/room"),
    staleTime: FRESH_MS,
  });
  const room = data?.items.find((one) => one.channelId === channelId);
  if (!room || room.left > room.most * SHORT) return null;
  const { left, most, freeAt } = room;
  return (
    <p className={classes.room} role="status">
      {left === 0
        ? t("room.full", { most: formats.number(most) })
        : t("room.left", { count: left, most: formats.number(most) })}{" "}
      {left === 0 && freeAt !== null && t("room.freeAt", { time: formats.full(Date.parse(freeAt)) })}
    </p>
  );
}
