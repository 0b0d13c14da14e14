// Recall: put the cursor where the next answer goes, on the first card and after each swap.

const focusNext = () => {
  const target = document.querySelector("[data-focus]");
  if (target) target.focus({ preventScroll: true });
  else if (document.activeElement === document.body) document.querySelector("#main")?.focus({ preventScroll: true });
};

document.addEventListener("htmx:afterSettle", focusNext);
focusNext();

// An answer that was shown moves into view of its ratings; a revealed answer to its buttons.
document.addEventListener("toggle", (event) => {
  if (event.target instanceof Element && event.target.matches(".reveal")) {
    event.target.querySelector("button")?.focus({ preventScroll: true });
  }
}, true);
