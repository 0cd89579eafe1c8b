/** Calls of the control API. Every failure becomes an Error with the server's own words. */

async function call(method, path, body) {
  const init = { method, headers: {} };
  if (body !== undefined) {
    init.headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  const response = await fetch(path, init);
  const text = await response.text();
  if (!response.ok) throw new Error(messageOf(text) ?? `HTTP ${response.status}`);
  return text === "" ? null : JSON.parse(text);
}

function messageOf(text) {
  try {
    return JSON.parse(text).error ?? null;
  } catch {
    return null;
  }
}

const user = (id, rest = "") => `/__sim/users/${encodeURIComponent(id)}${rest}`;

export const api = {
  state: (userId) => call("GET", `/__sim/phone/state${userId ? `?user=${encodeURIComponent(userId)}` : ""}`),
  send: (userId, message) => call("POST", user(userId, "/messages"), message),
  tap: (userId, tap) => call("POST", user(userId, "/tap"), tap),
  react: (userId, reaction) => call("POST", user(userId, "/reaction"), reaction),
  play: (userId, messageId) => call("POST", user(userId, "/play"), { messageId }),
  device: (userId, device) => call("POST", user(userId, "/device"), { device }),
  change: (userId, changes) => call("PATCH", user(userId), changes),
  create: (input) => call("POST", "/__sim/users", input),
  open: (userId, number, open, client) =>
    call("POST", user(userId, `/chats/${encodeURIComponent(number)}/open`), { open, client }),
  call: (userId, wanted) => call("POST", user(userId, "/calls"), wanted),
  changeNumber: (userId, phone) =>
    call("POST", user(userId, "/change-number"), { waId: phone.replaceAll(/\D/g, "") }),
  groups: () => call("GET", "/__sim/groups"),
  createGroup: (group) => call("POST", "/__sim/groups", group),
  advance: (hours) => call("POST", "/__sim/clock/advance", { hours }),

  knobs: () => call("GET", "/__sim/knobs"),
  knobKinds: () => call("GET", "/__sim/knobs/kinds"),
  setKnobs: (changes) => call("PATCH", "/__sim/knobs", changes),
  charges: () => call("GET", "/__sim/ledger/charges?limit=1"),

  /** Puts a file in the simulator; gives its media id. */
  async upload(file) {
    const headers = {
      "Content-Type": file.type || "application/octet-stream",
      "X-File-Name": encodeURIComponent(file.name),
    };
    const response = await fetch("/__sim/media", { method: "POST", headers, body: file });
    if (!response.ok) throw new Error(messageOf(await response.text()) ?? `HTTP ${response.status}`);
    return response.json();
  },

  /** The last webhook: exact text and what became of it; null when none was sent. */
  async lastWebhook() {
    const response = await fetch("/__sim/webhooks/last");
    if (response.status === 404) return null;
    const header = (name) => response.headers.get(`X-Webhook-${name}`);
    return {
      text: await response.text(),
      state: header("State"),
      attempts: header("Attempts"),
      status: header("Status"),
    };
  },
};

export const mediaUrl = (id) => `/__sim/media/${encodeURIComponent(id)}`;
