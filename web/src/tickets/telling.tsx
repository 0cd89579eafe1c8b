import type { Ticket, TicketReach } from "@balcao/api";
import type { TemplateUse } from "@balcao/core";
import { Radio, Stack } from "@mantine/core";
import { Suspense, useState, type ReactElement } from "react";
import { nameOf } from "../conversations/names.ts";
import { useWindowOpen } from "../conversations/use-window-open.ts";
import { useFormats } from "../lib/format.ts";
import { useTranslation } from "../lib/texts.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { useReaches } from "./queries.ts";
import classes from "./telling.module.css";
import { lazyPart } from "../lib/part.ts";

const TellingTemplate = lazyPart(async () => ({
  default: (await import("./telling-template.tsx")).TellingTemplate,
}));

/** Where a public comment goes as its form stands; `template` null = as a text. */
export type Way = { reach: TicketReach | null; isOpen: boolean; template: TemplateUse | null };
export type Telling = {
  /** what it is about */
  ticket: Ticket;
  /** null = it is not known yet */
  way: Way | null;
  reaches: readonly TicketReach[];
  choose: (conversationId: string | null) => void;
  fill: (use: TemplateUse | null) => void;
  /** after a comment the next one begins as the first did */
  reset: () => void;
};

/** Which way a public comment takes: the first where a text can go, until its author says otherwise. */
export function useTelling(ticket: Ticket, isPublic: boolean): Telling {
  const { data } = useReaches(ticket.id, isPublic);
  const [chosen, setChosen] = useState<string | null>();
  const [template, setTemplate] = useState<TemplateUse | null>(null);
  const reaches = data?.items ?? [];
  const first = reaches[0];
  const isFirstOpen = useWindowOpen(first?.windowClosesAt ?? null);
  const offered = first && first.reason === null && isFirstOpen ? first.conversationId : null;
  const wanted = chosen === undefined ? offered : chosen;
  const reach = reaches.find(({ conversationId, reason }) => conversationId === wanted && reason === null);
  const isOpen = useWindowOpen(reach?.windowClosesAt ?? null);
  const choose = (id: string | null): void => {
    setChosen(id);
    setTemplate(null);
  };
  const way = data ? { reach: reach ?? null, isOpen, template: isOpen ? null : template } : null;
  const reset = (): void => {
    setChosen(undefined);
    setTemplate(null);
  };
  return { ticket, way, reaches, choose, fill: setTemplate, reset };
}

/** What is to be known of one way before it is taken. */
function Facts({ reach }: { reach: TicketReach }): string {
  const { t } = useTranslation("ticketTelling");
  const formats = useFormats();
  const isOpen = useWindowOpen(reach.windowClosesAt);
  if (reach.reason) return t(`reasons.${reach.reason}`);
  if (!isOpen || reach.windowClosesAt === null) return t("closed");
  const at = formats.full(Date.parse(reach.windowClosesAt));
  return t(reach.signs ? "asSigned" : "asText", { at });
}

/** Para onde vai: the conversations in which the customer can be told, what goes there now, and keeping it here. */
export function TellingChoice({ telling }: { telling: Telling }): ReactElement {
  const { t } = useTranslation(["ticketTelling", "desk"]);
  const { way, reaches, choose, fill } = telling;
  if (!way) return <Loading />;
  if (reaches.length === 0) return <p className={classes.nowhere}>{t("ticketTelling:nowhere")}</p>;
  const { reach, isOpen } = way;
  return (
    <>
      <Radio.Group
        label={t("ticketTelling:label")}
        value={reach?.conversationId ?? ""}
        onChange={(id) => choose(id === "" ? null : id)}
      >
        <Stack gap={8} mt={6}>
          {reaches.map((one) => (
            <Radio
              key={one.conversationId}
              value={one.conversationId}
              disabled={one.reason !== null}
              label={t("ticketTelling:conversation", {
                protocol: one.protocol,
                name: nameOf(one.contact, t("desk:unknownContact")),
                channel: one.channel.name,
              })}
              description={<Facts reach={one} />}
            />
          ))}
          <Radio value="" label={t("ticketTelling:keep")} />
        </Stack>
      </Radio.Group>
      {reach && !isOpen && (
        <Suspense fallback={<Loading />}>
          <TellingTemplate key={reach.conversationId} ticket={telling.ticket} reach={reach} fill={fill} />
        </Suspense>
      )}
    </>
  );
}
