// Short notices at the bottom: the bot's answers to callback buttons and the page's own troubles.

import { $, h } from "./dom.js";

const SHOWN_MS = 6000;

export function showSnackbar(text, { isError = false } = {}) {
  const bar = h("div", { class: isError ? "snackbar error" : "snackbar", "data-testid": isError ? "page-error" : "snackbar" }, text);
  const root = $("#snackbars");
  root.append(bar);
  // Opened anew, it comes on top of a dialog that may have opened since.
  root.hidePopover();
  root.showPopover();
  setTimeout(() => bar.remove(), SHOWN_MS);
}

/** What was said to one person is not for the next. */
export const clearSnackbars = () => $("#snackbars").replaceChildren();

/** Runs an action of the person; a refusal becomes a notice. Returns the result, or undefined after a refusal. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    showSnackbar(error.message, { isError: true });
    return undefined;
  }
}
