import { useEffect } from "react";
import { create } from "zustand";

const useTitle = create<{ title: string; isUnsaved: boolean }>(() => ({ title: "Balcão", isUnsaved: false }));

/** Names the page in the browser's tab for as long as the component shows. */
export function usePageTitle(title: string): void {
  useEffect(() => useTitle.setState({ title }), [title]);
}

/** A dot on the browser's tab for as long as something typed here is not saved. */
export function useUnsavedSign(isUnsaved: boolean): void {
  useEffect(() => {
    useTitle.setState({ isUnsaved });
    return () => useTitle.setState({ isUnsaved: false });
  }, [isUnsaved]);
}

/** "(3) Maria Souza · Conversas", with something unsaved "● Boas-vindas" */
export function titleOf(title: string, unread: number, isUnsaved: boolean): string {
  const counted = unread > 0 ? `(${unread > 99 ? "99+" : unread}) ${title}` : title;
  return isUnsaved ? `● ${counted}` : counted;
}

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
  const { title, isUnsaved } = useTitle();
  useEffect(() => {
    document.title = titleOf(title, unread, isUnsaved);
  }, [title, unread, isUnsaved]);
  const shown = Math.min(unread, 10);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (!link) return;
    const drawn = shown > 0 ? drawIcon(shown) : null;
    link.type = drawn ? "image/png" : "image/svg+xml";
    link.href = drawn ?? "/icon.svg";
  }, [shown]);
}
