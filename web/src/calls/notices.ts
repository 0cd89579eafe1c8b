import { pushWorker } from "./push.ts";

/** May notices be shown? `missing`: this browser or this address (plain http) has none. */
export type NoticeRight = NotificationPermission | "missing";

export const noticeRight = (): NoticeRight =>
  "Notification" in window && window.isSecureContext ? Notification.permission : "missing";

/** Asks the person, through the browser; only ever after a click. */
export async function askForNotices(): Promise<NoticeRight> {
  return noticeRight() === "missing" ? "missing" : Notification.requestPermission();
}

/** `about`: one with the same takes its place. `path`: what a click opens. */
export type PageNotice = { title: string; body: string; about: string; path: string };

/** A notice outside of the browser's window. It makes no sound of its own. */
export async function showNotice(
  { title, body, about, path }: PageNotice,
  open: (path: string) => void,
): Promise<void> {
  const options = { body, tag: `balcao.${about}`, icon: "/icon.svg", silent: true };
  const worker = await pushWorker();
  if (worker) return worker.showNotification(title, { ...options, data: { path } });
  const notice = new Notification(title, options);
  notice.addEventListener("click", () => {
    window.focus();
    notice.close();
    open(path);
  });
}
