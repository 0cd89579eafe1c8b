/** Small helpers to make elements without HTML strings. */

const SVG = "http://www.w3.org/2000/svg";

/** An element: properties (on* = listener, others attribute; null or false leaves out) and children. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const PATHS = {
  back: "M15 5l-7 7 7 7",
  plus: "M12 5v14M5 12h14",
  send: "M4 12l16-8-5 16-3.5-6.5L4 12z",
  mic: "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  clip: "M19 11.5l-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.8-7.8a3.1 3.1 0 0 1 4.4 4.4l-7.6 7.6a1.5 1.5 0 0 1-2.2-2.2l6.6-6.6",
  plane:
    "M10.5 13.5L3 11l1.5-1.5 7 .5 4-4.2c1-1 2.7-1.6 3.4-.9s.1 2.4-.9 3.4l-4.2 4 .5 7L13 21l-2.5-7.5zM10.5 13.5L7 17",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  ticksOff: "M2.5 12.5l4 4L14 8M11 15.5l1.5 1.5L20.5 8M4 4l16 16",
  forward: "M4 6l7 6-7 6V6zM12.5 6l7 6-7 6V6z",
  sliders: "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1M15 5v4M9 10v4M17 15v4",
  braces:
    "M9 4c-3 0-2.5 3-2.5 5S5 12 4 12c1 0 2.5 1 2.5 3s-.5 5 2.5 5M15 4c3 0 2.5 3 2.5 5s1.5 3 2.5 3c-1 0-2.5 1-2.5 3s.5 5-2.5 5",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9.5l6 6 6-6",
  list: "M8 7h12M8 12h12M8 17h12M4 7h.01M4 12h.01M4 17h.01",
  reply: "M10 7L4 12l6 5v-3.5c5 0 8 1.5 10 4.5-.5-5-3.5-8.5-10-9V7z",
  copy: "M9 9h11v11H9zM5 15V4h11",
  open: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  phone:
    "M6 3.5h3l1.5 4.5L8 10a12 12 0 0 0 6 6l2-2.5 4.5 1.5v3A2.5 2.5 0 0 1 18 20.5 14.5 14.5 0 0 1 3.5 6 2.5 2.5 0 0 1 6 3.5z",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  pin: "M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1-4 4-6 7.5-6s6.5 2 7.5 6",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  smile:
    "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14c1 1.7 2.2 2.5 3.5 2.5s2.5-.8 3.5-2.5M9 9.5h.01M15 9.5h.01",
  play: "M8 5l11 7-11 7V5z",
  pause: "M8 5v14M16 5v14",
  wifi: "M4 10a12 12 0 0 1 16 0M7 13.5a7.5 7.5 0 0 1 10 0M10 17a3 3 0 0 1 4 0",
  ban: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12",
};

/** One of the line icons; decorative, hidden from assistive technology. */
export function icon(name, className = "icon") {
  return svg(className, "0 0 24 24", PATHS[name]);
}

/** An SVG with one path. */
export function svg(className, viewBox, path) {
  const element = document.createElementNS(SVG, "svg");
  element.setAttribute("class", className);
  element.setAttribute("viewBox", viewBox);
  element.setAttribute("aria-hidden", "true");
  for (const d of [path].flat()) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", d);
    element.append(line);
  }
  return element;
}

/** A disc with initials; the same name always has the same colour. */
export function avatar(name) {
  const tone = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 4;
  return h("span", { class: `avatar tone${tone}`, "aria-hidden": "true" }, initials(name));
}

function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? ([...words[words.length - 1]][0] ?? "") : "";
  return (first + last).toUpperCase();
}
