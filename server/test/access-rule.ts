/** Whoever has a session, those who oversee, administrators; `signed`: Meta; `anyone`: before a session there is. */
export type Who = "anyone" | "signed" | "agents" | "overseers" | "administrators";
type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
/** `$kind` stands for an id of something of that kind (access-world.ts). */
export type Body = { [name: string]: Json };

export type Rule = {
  who: Who;
  /** what it takes; each one more shape in which ids can be named */
  bodies?: Body[];
  /** the fields of a form whose last part is a file */
  form?: Record<string, string>;
  /** a settings page as it is now, with these fields otherwise and without those that only the answer has */
  current?: { url: string; change: Body; without: string[] };
  query?: Record<string, string>;
  /** what whoever may gets where it is no success: the state of things forbids it here, or Meta is not there; of each body, if a list */
  gives?: number | (number | null)[];
  /** ids it takes and does nothing with but compare them */
  compares?: string[];
  /** of those who may call it and see what is named, only these may do it: the others get 403 */
  does?: Who;
  /** what they get, where it is not `403 forbidden` */
  refusal?: string;
};

export const KEY = "$key";
export const agents = (more: Omit<Rule, "who"> = {}): Rule => ({ who: "agents", ...more });
export const overseers = (more: Omit<Rule, "who"> = {}): Rule => ({ who: "overseers", ...more });
export const admins = (more: Omit<Rule, "who"> = {}): Rule => ({ who: "administrators", ...more });
export const command = (more: Body = {}): Body => ({ key: KEY, ...more });
export const act = (...acts: Body[]): Body[] => acts.map((one) => command({ act: one }));
export const batch = (id: string, ...acts: Body[]): Body[] =>
  acts.map((one) => ({ act: one, items: [{ id, key: KEY }] }));
