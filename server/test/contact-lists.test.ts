import type { ContactPage, ContactRow, OrganisationPage } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";

let desk: Desk;
let helena: string;
let ana: string;
let rita: string;
let diego: string;
let serial = 0;
const key = (): string => `list-${String(++serial).padStart(8, "0")}`;
const as = <T>(reply: Reply): T => reply.body as unknown as T;

/** A customer who has written to the team, with a registered name. */
async function meet(phone: string, name: string, team: "comercial" | "suporte"): Promise<string> {
  const conversation = await desk.write(desk.ours, phone, "oi");
  const to = { key: key(), teamId: desk.ours.teams[team] };
  await desk.call(helena, "POST", `/api/conversations/${conversation}/forward`, to);
  const { body } = await desk.call(helena, "GET", `/api/conversations/${conversation}`);
  const { id } = body["contact"] as { id: string };
  await desk.call(helena, "PATCH", `/api/contacts/${id}`, { name });
  return id;
}

const list = async (query: string, cookie = helena): Promise<ContactRow[]> =>
  as<ContactPage>(await desk.call(cookie, "GET", `/api/contacts?${query}`)).items;
const names = async (query: string, cookie = helena): Promise<(string | null)[]> =>
  (await list(query, cookie)).map(({ name, phone }) => name ?? phone);

const people: Record<string, string> = {};
let girassol: string;

beforeAll(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
  ana = await desk.cookie(desk.ours, "Ana");
  rita = await desk.cookie(desk.ours, "Rita");
  diego = await desk.cookie(desk.ours, "Diego");
  people["zélia"] = await meet("551187650001", "Zélia Prado", "comercial");
  people["álvaro"] = await meet("5511987650002", "Álvaro Lima", "suporte");
  people["bia"] = await meet("5511987650003", "bia Souza", "comercial");
  await desk.write(desk.ours, "5511987650004", "sem nome");
  const saved = { phone: "11 98765-0005", name: "Caio do cartão" };
  people["caio"] = (
    (await desk.call(ana, "POST", "/api/contacts", saved)).body["contact"] as { id: string }
  ).id;
  await desk.write(desk.theirs, "5511987650009", "de outra conta");
  const made = { name: "Girassol", domain: "girassol.com.br", notes: "" };
  girassol = String((await desk.call(helena, "POST", "/api/organisations", made)).body["id"]);
});
afterAll(() => desk.close());

describe("the list of contacts", () => {
  it("goes by name, accents and case aside, the nameless last, page by page", async () => {
    const all = ["Álvaro Lima", "bia Souza", "Caio do cartão", "Zélia Prado", "+55 (11) 98765-0004"];
    expect(await names("")).toEqual(all);
    const pages: (string | null)[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: ContactPage = as(await desk.call(helena, "GET", `/api/contacts?limit=2&cursor=${cursor}`));
      pages.push(...page.items.map(({ name, phone }) => name ?? phone));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(all);
    expect(await names("direction=desc&limit=2")).toEqual(["+55 (11) 98765-0004", "Zélia Prado"]);
    // all were met at the same moment of business time: the id decides, and no two pages hold the same
    const [first, ...rest] = await names("order=created&direction=desc");
    expect([first, ...rest].toSorted()).toEqual(all.toSorted());
    const page: ContactPage = as(
      await desk.call(helena, "GET", "/api/contacts?order=created&direction=desc&limit=1"),
    );
    expect(page.items[0]?.name ?? page.items[0]?.phone).toBe(first);
    expect(await names(`order=created&direction=desc&cursor=${page.nextCursor}`)).toEqual(rest);
  });

  it("finds by name, phone with and without the ninth digit, username and e-mail", async () => {
    expect(await names("q=zelia")).toEqual(["Zélia Prado"]);
    expect(await names("q=11%2098765-0001")).toEqual(["Zélia Prado"]);
    expect(await names("q=1187650001")).toEqual(["Zélia Prado"]);
    const email = `/api/contacts/${people["bia"]}/email`;
    expect(await desk.call(ana, "PUT", email, { address: "Bia@Girassol.com.br", was: null })).toMatchObject({
      status: 200,
      body: { email: { address: "bia@girassol.com.br", confirmed: false } },
    });
    expect(await names("q=bia%40girassol")).toEqual(["bia Souza"]);
    await sql`UPDATE contact SET username = 'bia.flores' WHERE id = ${people["bia"]}`.execute(
      desk.world.deps.system,
    );
    expect(await names("q=%40bia.flores")).toEqual(["bia Souza"]);
    expect(await names("q=%25")).toEqual([]);
  });

  it("narrows down by label and organisation", async () => {
    const label = await desk.call(helena, "POST", "/api/labels", { name: "VIP", color: "#112233" });
    const id = String(label.body["id"]);
    await desk.call(helena, "PUT", `/api/contacts/${people["caio"]}/labels`, { add: [id], remove: [] });
    expect(await list(`label=${id}`)).toMatchObject([{ name: "Caio do cartão", labelIds: [id] }]);
    await desk.call(helena, "PUT", `/api/contacts/${people["bia"]}/organisation`, {
      organisationId: girassol,
      was: null,
    });
    expect(await list(`organisation=${girassol}`)).toMatchObject([
      { name: "bia Souza", organisation: { name: "Girassol" } },
    ]);
    expect(await names("organisation=none&q=o%20lima")).toEqual(["Álvaro Lima"]);
  });

  it("holds what an agent may see of conversations, and who has none; nobody of another account", async () => {
    expect(await names("", ana)).not.toContain("Álvaro Lima");
    expect(await names("", ana)).toContain("bia Souza");
    expect(await names("", diego)).toEqual(["Álvaro Lima", "Caio do cartão"]);
    expect(await names("q=bia", diego)).toEqual([]);
    expect(await names("", rita)).toHaveLength(5);
    expect(await desk.call(diego, "GET", `/api/contacts/${people["caio"]}`)).toMatchObject({ status: 200 });
    expect(await desk.call(diego, "GET", `/api/contacts/${people["bia"]}`)).toMatchObject({ status: 404 });
  });

  it("does not show who went into another, nor answers for them", async () => {
    const twin = await meet("5511987650006", "Bia outra", "comercial");
    const merge = { key: key(), otherId: twin, cause: "a mesma pessoa" };
    expect((await desk.call(helena, "POST", `/api/contacts/${people["bia"]}/merge`, merge)).status).toBe(204);
    expect(await names("q=bia")).toEqual(["bia Souza"]);
    for (const cookie of [helena, diego])
      expect((await desk.call(cookie, "GET", `/api/contacts/${twin}`)).status).toBe(404);
  });

  it("leads to a contact's conversations", async () => {
    const { body } = await desk.call(
      helena,
      "GET",
      `/api/conversations?tab=all&order=recent&contact=${people["bia"]}`,
    );
    expect((body["items"] as { contact: { id: string } }[]).map(({ contact }) => contact.id)).toEqual([
      people["bia"],
      people["bia"],
    ]);
  });
});

describe("organisations", () => {
  const page = async (query: string, cookie = helena): Promise<OrganisationPage> =>
    as(await desk.call(cookie, "GET", `/api/organisations?${query}`));

  it("are paged by name, with as many contacts as one may see", async () => {
    for (const name of ["acácia", "Bromélia"])
      await desk.call(helena, "POST", "/api/organisations", { name, domain: "", notes: "" });
    const first = await page("limit=2");
    expect(first.items.map(({ name }) => name)).toEqual(["acácia", "Bromélia"]);
    const second = await page(`limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: [{ name: "Girassol", contacts: 1 }], nextCursor: null });
    expect((await page("q=girassol", diego)).items).toMatchObject([{ contacts: 0 }]);
    expect(await desk.call(diego, "GET", `/api/organisations/${girassol}`)).toMatchObject({
      body: { name: "Girassol", contacts: 0 },
    });
  });

  it("have the tickets of their contacts, those of whom these took over included", async () => {
    const twin = await meet("5511987650007", "Bia de novo", "comercial");
    const conversations = await desk.call(helena, "GET", `/api/conversations?tab=all&contact=${twin}`);
    const [conversation] = conversations.body["items"] as { id: string }[];
    const made = await desk.call(helena, "POST", "/api/tickets", {
      key: key(),
      conversationId: conversation?.id,
      title: "Da Girassol",
      teamId: desk.ours.teams.suporte,
    });
    expect(made.status).toBe(201);
    const merge = { key: key(), otherId: twin, cause: "a mesma pessoa" };
    await desk.call(helena, "POST", `/api/contacts/${people["bia"]}/merge`, merge);
    const of = async (cookie: string): Promise<unknown[]> =>
      (await desk.call(cookie, "GET", `/api/tickets?status=all&organisation=${girassol}`)).body[
        "items"
      ] as unknown[];
    expect(await of(helena)).toMatchObject([{ title: "Da Girassol" }]);
    // a ticket of Suporte is none of Ana's, though its requester is
    expect(await of(ana)).toEqual([]);
  });

  it("are deleted by who oversees, once it is said what becomes of their contacts", async () => {
    const other = (await page("q=acacia")).items[0];
    const remove = (body: object, cookie = rita): Promise<Reply> =>
      desk.call(cookie, "DELETE", `/api/organisations/${girassol}`, body);
    expect(await remove({ version: 1, moveTo: null }, ana)).toMatchObject({ status: 403 });
    expect(await remove({ version: 1 })).toMatchObject({
      status: 409,
      body: { code: "organisation_in_use", data: { contacts: 1 } },
    });
    expect(await remove({ version: 1, moveTo: girassol })).toMatchObject({ status: 422 });
    expect(await remove({ version: 2, moveTo: null })).toMatchObject({ body: { code: "version_conflict" } });
    expect(await remove({ version: 1, moveTo: other?.id })).toMatchObject({ status: 204 });
    expect(await list(`organisation=${other?.id}`)).toMatchObject([{ name: "bia Souza" }]);
    expect(await desk.call(helena, "GET", `/api/organisations/${girassol}`)).toMatchObject({ status: 404 });
    expect(
      await desk.call(rita, "DELETE", `/api/organisations/${other?.id}`, { version: 1, moveTo: null }),
    ).toMatchObject({ status: 204 });
    expect(await list("q=bia")).toMatchObject([{ organisation: null }]);
  });

  it("that are gone do not come back when a merge is taken back", async () => {
    const made = await desk.call(helena, "POST", "/api/organisations", {
      name: "Efêmera",
      domain: "",
      notes: "",
    });
    const id = String(made.body["id"]);
    const kept = await meet("5511987650021", "Fica", "comercial");
    const gone = await meet("5511987650022", "Sai", "comercial");
    await desk.call(helena, "PUT", `/api/contacts/${gone}/organisation`, { organisationId: id, was: null });
    await desk.call(helena, "POST", `/api/contacts/${kept}/merge`, { key: key(), otherId: gone, cause: "x" });
    await desk.call(helena, "DELETE", `/api/organisations/${id}`, { version: 1, moveTo: null });
    const [merge] = (await desk.call(helena, "GET", `/api/contacts/${kept}`)).body["merges"] as {
      id: string;
    }[];
    expect((await desk.call(helena, "POST", `/api/contact-merges/${merge?.id}/undo`)).status).toBe(204);
    expect((await desk.call(helena, "GET", `/api/contacts/${gone}`)).body["organisation"]).toBeNull();
  });
});
