import type { ChannelInspection } from "@balcao/api";

/** What Meta gave the company, as it is typed. */
export type AccessValues = { appId: string; appSecret: string; accessToken: string; wabaId: string };

export const NO_ACCESS: AccessValues = { appId: "", appSecret: "", accessToken: "", wabaId: "" };

export type AccessProblem = "required" | "digits" | "short";

const DIGITS = /^\d{5,20}$/;
const SHORTEST = { appSecret: 8, accessToken: 10 } as const;

/** What keeps the access from being asked about, by field. */
export function problemsOfAccess(values: AccessValues): Partial<Record<keyof AccessValues, AccessProblem>> {
  const problems: Partial<Record<keyof AccessValues, AccessProblem>> = {};
  const [appId, wabaId] = [values.appId.trim(), values.wabaId.trim()];
  if (!DIGITS.test(appId)) problems.appId = appId === "" ? "required" : "digits";
  if (wabaId !== "" && !DIGITS.test(wabaId)) problems.wabaId = "digits";
  for (const name of ["appSecret", "accessToken"] as const) {
    const { length } = values[name].trim();
    if (length < SHORTEST[name]) problems[name] = length === 0 ? "required" : "short";
  }
  return problems;
}

export const bodyOfAccess = ({
  appId,
  appSecret,
  accessToken,
}: AccessValues): Pick<AccessValues, "appId" | "appSecret" | "accessToken"> => ({
  appId: appId.trim(),
  appSecret: appSecret.trim(),
  accessToken: accessToken.trim(),
});

type Found = ChannelInspection["accounts"][number]["numbers"][number] & { wabaId: string; account: string };

/** The numbers of all accounts that were reached, each with its account. */
export const numbersFound = ({ accounts }: Pick<ChannelInspection, "accounts">): Found[] =>
  accounts.flatMap(({ wabaId, name, numbers }) =>
    numbers.map((number) => ({ ...number, wabaId, account: name })),
  );
