import { createSimulator, type Simulator } from "../../simulator/src/index.ts";
import type { Customer } from "./busy-desk.ts";
import type { Look } from "./look.ts";
import { NUMBER, type Installation, type Running } from "./product.ts";

/** The simulator as this installation's Meta. */
export async function startMeta(): Promise<Simulator> {
  const meta = createSimulator({ port: 0, numbers: [numberOf(null)] });
  await meta.start();
  return meta;
}

const numberOf = (webhookUrl: string | null) => ({
  ...NUMBER,
  displayPhone: "5511900000001",
  accessToken: "bench-access-token",
  verifyToken: "bench-verify-token",
  webhookUrl,
});

/**
 * From now on what happens at Meta is told to the server, and these people have phones. Each writes once: at Meta too their windows are
 * open.
 */
export async function connect(
  meta: Simulator,
  server: Running,
  { company }: Installation,
  people: readonly Customer[],
  view: Look,
): Promise<void> {
  meta.addNumber(numberOf(`${server.url}/webhooks/whatsapp/${company.channelId}`));
  for (const { id, name, phone } of people) meta.addUser({ id, name, waId: phone });
  for (const { id } of people) meta.sendAsUser(id, { type: "text", text: "Oi, bom dia!" });
  await meta.drain();
  await view.lanesEmpty(120);
}
