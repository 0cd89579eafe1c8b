import { useTranslation } from "../../lib/texts.ts";

const CATEGORIES = [
  "marketing",
  "marketing_lite",
  "utility",
  "authentication",
  "authentication-international",
  "service",
  "referral_conversion",
] as const;
const TYPES = [
  "regular",
  "free_customer_service",
  "free_entry_point",
  "free_group_customer_service",
] as const;

/** Categories that can have a price, as Meta names them. */
export const PRICED = CATEGORIES.filter((category) => category !== "referral_conversion");

/** Meta's words in ours; one that nobody here knows is shown as it came. */
export function useCostWords(): { category: (name: string) => string; type: (name: string) => string } {
  const { t } = useTranslation("costs");
  return {
    category: (name) => {
      const known = CATEGORIES.find((one) => one === name);
      return known ? t(`categories.${known}`) : name;
    },
    type: (name) => {
      const known = TYPES.find((one) => one === name);
      return known ? t(`types.${known}`) : name;
    },
  };
}
