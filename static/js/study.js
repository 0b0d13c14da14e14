// Recall: put the cursor where the next answer goes, on the first card and after each swap.

const focusNext = () => {
  const target = document.querySelector("[data-focus]");
  if (target) target.focus({ preventScroll: true });
  else if (document.activeElement === document.body) document.querySelector("#main")?.focus({ preventScroll: true });
};

document.addEventListener("htmx:afterSettle", focusNext);
focusNext();

// A revealed answer hands the cursor to its buttons.
document.addEventListener("toggle", (event) => {
  if (event.target instanceof Element && event.target.matches(".reveal")) {
    event.target.querySelector("button")?.focus({ preventScroll: true });
  }
}, true);

// Escape leaves the field of a gap, so that the one-key shortcuts work again.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target instanceof HTMLInputElement) event.target.blur();
});
