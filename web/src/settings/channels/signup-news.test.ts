import { expect, it } from "vitest";
import { readSignupNews } from "./signup-news.ts";

const told = (event: string, data: object = {}): object => ({ type: "WA_EMBEDDED_SIGNUP", event, data });

it("hears which number was chosen, as text or as an object", () => {
  const news = told("FINISH", { phone_number_id: "4005", waba_id: "300" });
  const chosen = { kind: "chosen", phoneNumberId: "4005" };
  expect(readSignupNews("https://www.facebook.com", news)).toEqual(chosen);
  expect(readSignupNews("https://business.facebook.com", JSON.stringify(news))).toEqual(chosen);
  expect(readSignupNews("https://facebook.com", told("FINISH_ONLY_WABA"))).toEqual({
    kind: "chosen",
    phoneNumberId: null,
  });
  expect(readSignupNews("https://www.facebook.com", told("CANCEL"))).toEqual({ kind: "left" });
});

it("hears nobody else, and nothing else", () => {
  const news = told("FINISH", { phone_number_id: "4005" });
  for (const origin of [
    "https://facebook.com.evil.example",
    "https://evilfacebook.com",
    "http://www.facebook.com",
    "null",
    "",
  ])
    expect(readSignupNews(origin, news)).toBeNull();
  for (const data of [
    "cb=f1&domain=x",
    "[]",
    "null",
    null,
    7,
    { type: "other", event: "FINISH" },
    told("STEP"),
  ])
    expect(readSignupNews("https://www.facebook.com", data)).toBeNull();
});
