/** May notices be shown? `missing`: this browser or this address (plain http) has none. */
export type NoticeRight = NotificationPermission | "missing";

export const noticeRight = (): NoticeRight =>
  "Notification" in window && window.isSecureContext ? Notification.permission : "missing";

/** Asks the person, through the browser; only ever after a click. */
export async function askForNotices(): Promise<NoticeRight> {
  return noticeRight() === "missing" ? "missing" : Notification.requestPermission();
}

/** A notice outside of the browser's window; one with the same `about` takes its place. It makes no sound of its own. */
export function showNotice(title: string, body: string, about: string, open: () => void): void {
  const notice = new Notification(title, { body, tag: `balcao.${about}`, icon: "/icon.svg", silent: true });
  notice.addEventListener("click", () => {
    window.focus();
    notice.close();
    open();
  });
}
