import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDesk, type Desk, type Method } from "./desk-world.ts";

type Row = Record<string, unknown>;
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const as = async (name: string, method: Method, url: string, body?: object) =>
  desk.call(await desk.cookie(desk.ours, name), method, url, body);
const reply = (shortcut: string, more: Row = {}) => ({
  scope: "personal",
  shortcut,
  title: "Endereço",
  text: "Rua das Flores, 10",
  ...more,
});
const create = (name: string, body: object) => as(name, "POST", "/api/quick-replies", body);
const seen = async (name: string): Promise<unknown[]> =>
  ((await as(name, "GET", "/api/quick-replies")).body["items"] as Row[]).map(({ shortcut }) => shortcut);
const comercial = (): string => desk.ours.teams.comercial;
const suporte = (): string => desk.ours.teams.suporte;

async function putFile(name: string, id: string, bytes: Buffer, fileName: string) {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(bytes)]), fileName);
  const request = new Request("http://desk.test", { method: "PUT", body: form });
  const answer = await desk.app.inject({
    method: "PUT",
    url: `/api/quick-replies/${id}/file`,
    headers: {
      cookie: await desk.cookie(desk.ours, name),
      "content-type": request.headers.get("content-type") ?? "",
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return { status: answer.statusCode, body: answer.json() as Row };
}

describe("quick replies", () => {
  it("are one's own, a team's or the account's, each seen by whom it is for", async () => {
    expect((await create("Ana", reply("Casa"))).status).toBe(201);
    const team = { scope: "team", teamId: comercial() };
    expect((await create("Helena", reply("preco", team))).status).toBe(201);
    expect((await create("Helena", reply("ola", { scope: "account" }))).status).toBe(201);
    expect(await seen("Ana")).toEqual(["casa", "ola", "preco"]);
    expect(await seen("Diego")).toEqual(["ola"]);
    expect(await seen("Bruno")).toEqual(["ola", "preco"]);
    const stranger = await desk.call(await desk.cookie(desk.theirs, "Helena"), "GET", "/api/quick-replies");
    expect(stranger.body["items"]).toEqual([]);
  });

  it("are changed by their owner, shared ones by who administers", async () => {
    expect(await create("Ana", reply("x", { scope: "account" }))).toMatchObject({ status: 403 });
    const { body } = await create("Ana", reply("pix"));
    const path = `/api/quick-replies/${String(body["id"])}`;
    expect(await as("Diego", "PUT", path, reply("pix", { version: 1 }))).toMatchObject({ status: 404 });
    expect(await as("Ana", "PUT", path, reply("chave", { version: 1 }))).toMatchObject({
      status: 200,
      body: { shortcut: "chave", version: 2, canChange: true },
    });
    expect(await as("Ana", "PUT", path, reply("velha", { version: 1 }))).toMatchObject({
      status: 409,
      body: { code: "version_conflict" },
    });
    const items = (await as("Ana", "GET", "/api/quick-replies")).body["items"] as Row[];
    const shared = items.find(({ shortcut }) => shortcut === "ola");
    expect(shared).toMatchObject({ canChange: false });
    expect((await as("Ana", "DELETE", `/api/quick-replies/${String(shared?.["id"])}`)).status).toBe(403);
    expect((await as("Ana", "DELETE", path)).status).toBe(204);
    expect(await seen("Ana")).not.toContain("chave");
  });

  it("have one shortcut each per owner, of letters and digits, and an existing team", async () => {
    expect(await create("Ana", reply("CASA"))).toMatchObject({
      status: 422,
      body: { fields: [{ path: "shortcut", code: "taken" }] },
    });
    // the same word may be somebody else's
    expect((await create("Diego", reply("casa"))).status).toBe(201);
    expect((await create("Ana", reply("duas palavras"))).status).toBe(422);
    expect(await create("Helena", reply("y", { scope: "team" }))).toMatchObject({
      status: 422,
      body: { fields: [{ path: "teamId" }] },
    });
  });

  it("carry a file of a kind that WhatsApp takes, read by who may use them, and gone with them", async () => {
    const { body } = await create("Ana", reply("tabela"));
    const id = String(body["id"]);
    const page = Buffer.from("MZ\u0000\u0001\u0000\u0000", "latin1");
    expect(await putFile("Ana", id, page, "a.pdf")).toMatchObject({
      status: 422,
      body: { code: "file_type" },
    });
    expect((await putFile("Diego", id, PDF, "a.pdf")).status).toBe(404);
    const put = await putFile("Ana", id, PDF, "tabela.pdf");
    expect(put.body["file"]).toMatchObject({
      name: "tabela.pdf",
      mimeType: "application/pdf",
      size: PDF.length,
    });
    const url = String((put.body["file"] as Row)["url"]);
    const get = async (name: string) =>
      desk.app.inject({ url, headers: { cookie: await desk.cookie(desk.ours, name) } });
    expect((await get("Ana")).rawPayload).toEqual(PDF);
    expect((await get("Diego")).statusCode).toBe(404);
    expect((await as("Ana", "DELETE", `/api/quick-replies/${id}/file`)).body["file"]).toBe(null);
    expect((await get("Ana")).statusCode).toBe(404);
  });

  it("of a team that goes are taken over by the one that comes", async () => {
    await create("Helena", reply("preco", { scope: "team", teamId: suporte() }));
    const team = (await as("Helena", "GET", `/api/teams/${suporte()}`)).body;
    const uses = (await as("Helena", "GET", `/api/teams/${suporte()}/uses`)).body["items"];
    expect(uses).toContainEqual({ kind: "quick_replies", label: "", count: 1 });
    const gone = await as("Helena", "DELETE", `/api/teams/${suporte()}`, {
      moveTo: comercial(),
      version: team["version"],
    });
    expect(gone.status).toBe(204);
    expect((await seen("Ana")).filter((shortcut) => String(shortcut).startsWith("preco"))).toHaveLength(2);
  });
});
