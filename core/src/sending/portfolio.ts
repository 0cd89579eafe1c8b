/** Meta counts the people a portfolio writes to outside their service windows in this time (wire facts, section 9). */
export const PORTFOLIO_DAY_MS = 24 * 3_600_000;

/** How a portfolio stands: `most` people in 24 hours, null = no limit or none known; `used` of them; when the first of these counts no more. */
export type PortfolioStanding = { most: number | null; used: number; freeAt: number | null };

/** How many more people may be written to now; null = as many as one likes. */
export const portfolioLeft = ({ most, used }: PortfolioStanding): number | null =>
  most === null ? null : Math.max(0, most - used);

/**
 * Who of these may be written to now outside their windows, in this order. Who is among the `known`, counted already, takes no room; nor does
 * a second message to the same person. Answers whose people have room.
 */
export function withinPortfolio<Send extends { contactId: string }>(
  standing: PortfolioStanding,
  known: ReadonlySet<string>,
  sends: readonly Send[],
): { go: Send[]; wait: Send[] } {
  const left = portfolioLeft(standing);
  const met = new Set<string>();
  const go: Send[] = [];
  const wait: Send[] = [];
  for (const send of sends) {
    const { contactId } = send;
    const isNew = !known.has(contactId) && !met.has(contactId);
    if (isNew && left !== null && met.size >= left) {
      wait.push(send);
      continue;
    }
    if (isNew) met.add(contactId);
    go.push(send);
  }
  return { go, wait };
}
