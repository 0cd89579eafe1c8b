import fc from "fast-check";
import { expect, it } from "vitest";
import { mergedFacts, unmergedFacts, type MergeFacts } from "./merge.ts";

const word = fc.option(fc.constantFrom("Lia", "Bia", "55119"), { nil: null });
const email = fc.oneof(
  fc.constant({ email: null, emailConfirmedAt: null }),
  fc.record({
    email: fc.constantFrom("lia@loja.com", "bia@loja.com"),
    emailConfirmedAt: fc.option(fc.nat(9)),
  }),
);
const rest = fc.record({
  name: word,
  profileName: word,
  username: word,
  phone: word,
  organisationId: word,
  fields: fc.dictionary(fc.constantFrom("city", "plan", "size"), fc.oneof(fc.string(), fc.integer())),
  labelIds: fc.uniqueArray(fc.constantFrom("vip", "event", "refund")),
});
const facts: fc.Arbitrary<MergeFacts> = fc.tuple(rest, email).map(([own, mail]) => ({ ...own, ...mail }));

it("a merge that is taken back leaves the contact as it was", () => {
  fc.assert(
    fc.property(facts, facts, (kept, gone) => {
      const after = mergedFacts(kept, gone);
      expect(unmergedFacts(after, kept, after)).toEqual(kept);
    }),
  );
});

it("what was changed since stays", () => {
  fc.assert(
    fc.property(facts, facts, (kept, gone) => {
      const after = mergedFacts(kept, gone);
      const since = { ...after, name: "Nova", fields: { ...after.fields, city: "Recife!" } };
      expect(unmergedFacts(since, kept, after)).toMatchObject({ name: "Nova", fields: { city: "Recife!" } });
    }),
  );
});

it("labels put on or taken off since stay so", () => {
  const nothing = {
    name: null,
    profileName: null,
    username: null,
    phone: null,
    organisationId: null,
    email: null,
    emailConfirmedAt: null,
    fields: {},
  };
  const [kept, gone] = [["vip"], ["vip", "event"]].map((labelIds) => ({ ...nothing, labelIds }));
  if (!kept || !gone) throw new Error("two contacts");
  const after = mergedFacts(kept, gone);
  const since = { ...after, labelIds: ["event", "refund"] };
  expect(unmergedFacts(since, kept, after).labelIds).toEqual(["refund"]);
});

it("nothing that the kept contact has is replaced", () => {
  fc.assert(
    fc.property(facts, facts, (kept, gone) => {
      expect(mergedFacts(kept, gone).fields).toMatchObject(kept.fields);
      expect(mergedFacts(kept, gone).labelIds).toEqual(
        expect.arrayContaining([...kept.labelIds, ...gone.labelIds]),
      );
      // an address and whether it was confirmed go together
      const { email: of, emailConfirmedAt } = kept.email === null ? gone : kept;
      expect(mergedFacts(kept, gone)).toMatchObject({ email: of, emailConfirmedAt });
      if (kept.name !== null) expect(mergedFacts(kept, gone).name).toBe(kept.name);
    }),
  );
});
