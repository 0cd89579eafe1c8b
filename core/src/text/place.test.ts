import { expect, it } from "vitest";
import { readPlace } from "./place.ts";

const MASP = { latitude: -23.561414, longitude: -46.6558819 };

it.each([
  ["-23.561414, -46.6558819", MASP, null],
  ["-23,561414; -46,6558819", MASP, null],
  ["geo:-23.561414,-46.6558819?z=17", MASP, null],
  [
    "https://www.google.com/maps/place/MASP+-+Museu+de+Arte/@-23.5612,-46.6581,17z/data=!3m1!4b1!4m6!3m5!8m2!3d-23.561414!4d-46.6558819!16s",
    MASP,
    "MASP - Museu de Arte",
  ],
  ["https://www.google.com/maps/search/?api=1&query=-23.561414%2C-46.6558819", MASP, null],
  ["https://maps.google.com/?q=loc:-23.561414,-46.6558819", MASP, null],
  ["https://www.google.com/maps/@-23.561414,-46.6558819,15z", MASP, null],
  ["https://www.openstreetmap.org/?mlat=-23.561414&mlon=-46.6558819#map=16/-23.5000/-46.6000", MASP, null],
  ["https://www.openstreetmap.org/#map=16/-23.561414/-46.6558819", MASP, null],
  ["https://maps.apple.com/?ll=-23.561414,-46.6558819", MASP, null],
  ["https://www.google.com/maps/place/-23.561414,-46.6558819", MASP, null],
])("reads %s", (text, point, name) => {
  expect(readPlace(text)).toEqual({ ok: true, place: { ...point, name } });
});

it("reads degrees, minutes and seconds, with West also written as Oeste", () => {
  for (const west of ["W", "O"]) {
    const reading = readPlace(`23°33'41.1"S 46°39'21.2"${west}`);
    if (!reading.ok) throw new Error("it was not read");
    expect(reading.place.latitude).toBeCloseTo(-23.561417, 5);
    expect(reading.place.longitude).toBeCloseTo(-46.655889, 5);
  }
});

it("says that a short link tells no place by itself, and finds none in other words", () => {
  expect(readPlace("https://maps.app.goo.gl/AbC123")).toEqual({ ok: false, code: "short_link" });
  for (const text of ["", "Av. Paulista, 1578", "91, 10", "-23.5, -181", "https://example.com/?q=oi"])
    expect(readPlace(text)).toEqual({ ok: false, code: "none" });
});
