import i18next from "i18next";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (place: EventTarget | null): place is Field =>
  place instanceof HTMLInputElement ||
  place instanceof HTMLTextAreaElement ||
  place instanceof HTMLSelectElement;

/** Has a field that must be filled in say so in the language of the page: on its own the browser says it in the browser's. */
export function sayRequired(): void {
  document.addEventListener(
    "invalid",
    ({ target }) => {
      if (isField(target) && target.validity.valueMissing) target.setCustomValidity(i18next.t("required"));
    },
    true,
  );
  // as long as it is said, the field counts as wrong
  document.addEventListener("input", ({ target }) => isField(target) && target.setCustomValidity(""), true);
}
