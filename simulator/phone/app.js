import { api, mediaUrl } from "./api.js";
import { composer } from "./composer.js";
import { lineOf } from "./content.js";
import { avatar, h, icon, svg } from "./dom.js";
import { follow, switchUser } from "./events.js";
import { ChatLog } from "./log.js";
import { presence } from "./presence.js";
import { openNewCustomer } from "./sheets.js";
import { isUnread, store } from "./store.js";
import { formatDay, formatTime, lang, t } from "./texts.js";
import { tools } from "./tools.js";

const theme = new URLSearchParams(location.search).get("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
const setTheme = () =>
  (document.documentElement.dataset.theme =
    theme === "dark" || theme === "light" ? theme : system.matches ? "dark" : "light");
setTheme();
system.addEventListener("change", setTheme);
document.documentElement.lang = lang;
document.title = t.title;

const problem = h("div", { class: "lost", role: "alert", hidden: true });
let problemTimer = 0;
const failed = (error) => {
  problem.textContent = error.message;
  problem.hidden = false;
  clearTimeout(problemTimer);
  problemTimer = setTimeout(() => (problem.hidden = true), 6_000);
};

const log = new ChatLog({ answering: (message) => box.answer(message), failed });
const box = composer({ failed });
const here = presence(failed);
const main = h("main", {});

const clock = h("time", {});
const date = h("span", { class: "date" });
const signal = h("span", { "aria-hidden": "true" });
const status = h(
  "div",
  { class: "status" },
  clock,
  date,
  h("span", { class: "space" }),
  signal,
  h("span", { class: "battery", "aria-hidden": "true" }, h("i")),
);
const picker = h("select", { id: "holder", onchange: () => void switchUser(picker.value) });
const add = h(
  "button",
  {
    type: "button",
    class: "round",
    "aria-label": t.addCustomer,
    "aria-haspopup": "dialog",
    onclick: () => openNewCustomer(createCustomer),
  },
  icon("plus"),
);
const holder = h("div", { class: "holder" }, h("label", { for: "holder" }, t.holder), picker, add);

document
  .getElementById("phone")
  .append(
    h("header", {}, h("p", { class: "band" }, t.band), holder, status),
    main,
    h("footer", {}, problem, tools({ failed, readingChanged: () => here.update() })),
  );

async function createCustomer(input) {
  const user = await api.create(input);
  await switchUser(user.id);
}

function drawStatus() {
  clock.textContent = formatTime(store.now());
  clock.setAttribute("datetime", new Date(store.now()).toISOString());
  date.textContent = formatDay(store.now());
  signal.replaceChildren(icon(store.user()?.device === "offline" ? "plane" : "wifi"));
}

function drawHolder() {
  picker.replaceChildren(
    ...store.users.map((user) =>
      h("option", { value: user.id, selected: user.id === store.userId }, user.name),
    ),
  );
}

/** The profile picture of a business, else its initials. */
const businessAvatar = ({ profilePicture, verifiedName }) =>
  profilePicture
    ? h("img", { class: "avatar", src: mediaUrl(profilePicture), alt: "" })
    : avatar(verifiedName);

const subtitle = h("div", { class: "sub" });

function drawChat() {
  const business = store.business();
  const several = store.numbers.length > 1;
  const back = several
    ? h(
        "button",
        { type: "button", class: "round", "aria-label": t.back, onclick: () => choose(null) },
        icon("back"),
      )
    : null;
  const seal = svg(
    "verified",
    "0 0 24 24",
    "M12 2l2.6 2 3.3-.2.9 3.2 2.8 1.7-1.2 3.1 1.2 3.1-2.8 1.7-.9 3.2-3.3-.2L12 22l-2.6-2-3.3.2-.9-3.2-2.8-1.7 1.2-3.1-1.2-3.1 2.8-1.7.9-3.2 3.3.2z",
  );
  const head = h(
    "header",
    { class: "head" },
    back,
    businessAvatar(business),
    h("div", { class: "who" }, h("h1", {}, business.verifiedName, seal), subtitle),
  );
  main.replaceChildren(head, log.element, box.element);
  log.draw();
  drawTyping();
  box.open();
}

function drawList() {
  const rows = store.numbers.map((number) => {
    const last = store.messages(number.phoneNumberId).at(-1);
    const unread = store.messages(number.phoneNumberId).filter(isUnread).length;
    const badge = unread
      ? h("span", { class: "badge" }, String(unread), h("span", { class: "hidden-text" }, ` ${t.unread}`))
      : null;
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", onclick: () => choose(number.phoneNumberId) },
        businessAvatar(number),
        h(
          "span",
          { class: "lines" },
          h(
            "span",
            { class: "line" },
            h("span", { class: "name" }, number.verifiedName),
            h("span", { class: "when" }, last ? formatTime(last.at) : ""),
          ),
          h(
            "span",
            { class: "line" },
            h("span", { class: "preview" }, last ? lineOf(last) : t.noChat),
            badge,
          ),
        ),
      ),
    );
  });
  const list = rows.length ? h("ul", { class: "chats" }, rows) : h("p", { class: "empty" }, t.noNumbers);
  main.replaceChildren(
    h("header", { class: "head" }, h("div", { class: "who" }, h("h1", {}, t.chats))),
    list,
  );
}

function draw() {
  drawHolder();
  drawStatus();
  if (store.business() && store.userId) drawChat();
  else drawList();
}

function choose(number) {
  store.number = number;
  draw();
  here.update();
  if (number === null) main.querySelector("button")?.focus();
}

function drawTyping() {
  const typing = store.chat().typingUntil > store.now();
  subtitle.textContent = typing ? t.typing : t.business;
  log.typing(typing);
}

store.on("all", () => {
  draw();
  here.renew();
});
store.on("users", () => {
  drawHolder();
  drawStatus();
});
store.on("message", ({ number, message }) => {
  if (store.number === null) drawList();
  if (number !== store.number) return;
  log.put(message);
  drawTyping();
});
store.on("typing", drawTyping);
store.on("clock", () => {
  drawStatus();
  if (store.business()) log.draw();
});
store.on("connection", () => {
  clearTimeout(problemTimer);
  problem.textContent = t.lost;
  problem.hidden = store.connected;
});
setInterval(() => {
  drawStatus();
  if (store.business()) drawTyping();
}, 1_000);
void follow();
