import type { QuickReply } from "@balcao/api";
import { fold } from "@balcao/core";

type Findable = Pick<QuickReply, "shortcut" | "title">;

/** How well a reply answers what was typed: 0 best; null = not at all. Accents and capitals do not matter. */
function rankOf({ shortcut, title }: Findable, wanted: string): number | null {
  const short = fold(shortcut);
  const name = fold(title);
  if (short === wanted) return 0;
  if (short.startsWith(wanted)) return 1;
  if (name.startsWith(wanted) || name.includes(` ${wanted}`)) return 2;
  return short.includes(wanted) || name.includes(wanted) ? 3 : null;
}

/** The replies that a query means, best first; all of them, by shortcut, for none. */
export function findReplies<R extends Findable>(replies: readonly R[], query: string): R[] {
  const wanted = fold(query);
  return replies
    .flatMap((reply) => {
      const rank = rankOf(reply, wanted);
      return rank === null ? [] : [{ reply, rank }];
    })
    .sort((a, b) => a.rank - b.rank || a.reply.shortcut.localeCompare(b.reply.shortcut))
    .map(({ reply }) => reply);
}
