/**
 * Shows the notices that come while Balcão is closed, and opens the conversation they are about. It keeps nothing and stands between the
 * page and the network in nothing: registered only once a person has asked for such notices (src/calls/push.ts).
 * A notice is as server/src/modules/push/push-words.ts writes it: { title, body, tag, path, silent, lang }.
 */
const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const notice = event.data?.json();
  if (notice) event.waitUntil(show(notice));
});

async function show({ title, body, tag, path, silent, lang }) {
  // a page in sight calls by itself
  if ((await windows()).some(({ visibilityState }) => visibilityState === "visible")) return;
  await self.registration.showNotification(title, {
    body,
    tag,
    silent,
    lang,
    icon: "/icon.svg",
    // one that takes another's place is heard too
    renotify: !silent,
    data: { path },
  });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path ?? "/conversations"));
});

/** In a window that is open already, which goes there by itself and keeps what is being written; else in a new one. */
async function open(path) {
  const all = await windows();
  const there = all.find(({ url }) => new URL(url).pathname === path) ?? all[0];
  if (!there) return void (await self.clients.openWindow(path));
  there.postMessage({ open: path });
  await there.focus();
}
