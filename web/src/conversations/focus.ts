/** Moves the keyboard to the newest message of the open conversation, once it stands there. */
export function focusThread(): void {
  requestAnimationFrame(() => {
    const all = document.querySelectorAll<HTMLElement>("[data-thread] [data-entry]");
    (all[all.length - 1] ?? document.querySelector<HTMLElement>("[data-thread]"))?.focus();
  });
}

/** Moves the keyboard into the message field. */
export function focusComposer(): void {
  document.querySelector<HTMLTextAreaElement>("[data-composer]")?.focus();
}

/** From the search box into its results. */
export const focusResults = (): void =>
  document.querySelector<HTMLElement>("[data-results] [data-index][tabindex='0']")?.focus();
