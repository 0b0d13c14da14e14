// Recall: put the cursor where the next answer goes, on the first card and after each swap.

const focusNext = () => {
  const target = document.querySelector("[data-focus]");
  if (target) target.focus({ preventScroll: true });
  else if (document.activeElement === document.body) document.querySelector("#main")?.focus({ preventScroll: true });
};

document.addEventListener("htmx:afterSettle", focusNext);
focusNext();

// What opens hands the cursor on: a revealed answer to its buttons, a report to its field.
document.addEventListener("toggle", (event) => {
  if (!(event.target instanceof HTMLDetailsElement) || !event.target.open) return;
  const selector = event.target.matches(".reveal") ? "button" : event.target.matches(".report") ? "textarea" : null;
  if (selector) event.target.querySelector(selector)?.focus();
}, true);

// `data-opens="keys"` on a button: opens that dialog. The browser keeps the cursor inside and closes it on Escape.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-opens]");
  if (button) document.getElementById(button.dataset.opens)?.showModal();
});

// Escape leaves a field, so that the one-key shortcuts work again, and closes the report it belongs to.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !(event.target instanceof HTMLElement)) return;
  if (!event.target.matches("input, textarea, select")) return;
  event.target.blur();
  event.target.closest(".report")?.removeAttribute("open");
});
