import { useEffect } from "react";
import { create } from "zustand";

const useTitle = create<{ title: string }>(() => ({ title: "Balcão" }));

/** Names the page in the browser's tab for as long as the component shows. */
export function usePageTitle(title: string): void {
  useEffect(() => useTitle.setState({ title }), [title]);
}

/** "(3) Maria Souza · Conversas" */
export const titleWithCount = (title: string, unread: number): string =>
  unread > 0 ? `(${unread > 99 ? "99+" : unread}) ${title}` : title;

const SIZE = 64;

function drawIcon(unread: number): string | null {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.fillStyle = "#0c2f2c";
  pen.beginPath();
  pen.roundRect(0, 0, SIZE, SIZE, 16);
  pen.fill();
  pen.fillStyle = "#3fc2ac";
  pen.beginPath();
  pen.roundRect(12, 14, 40, 28, 14);
  pen.fill();
  pen.fillStyle = "#e7efed";
  pen.fillRect(10, 48, 44, 6);
  pen.fillStyle = "#d92d20";
  pen.beginPath();
  pen.arc(44, 20, 20, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = "#ffffff";
  pen.font = "bold 27px sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(unread > 9 ? "9+" : String(unread), 44, 21);
  return canvas.toDataURL("image/png");
}

/** Keeps the tab's title and icon true to the page and the unread count. Mounted once, by the shell. */
export function useTabSign(unread: number): void {
  const title = useTitle((state) => state.title);
  useEffect(() => {
    document.title = titleWithCount(title, unread);
  }, [title, unread]);
  const shown = Math.min(unread, 10);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (!link) return;
    const drawn = shown > 0 ? drawIcon(shown) : null;
    link.type = drawn ? "image/png" : "image/svg+xml";
    link.href = drawn ?? "/icon.svg";
  }, [shown]);
}
