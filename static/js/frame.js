// The frame of every page: one-key shortcuts, and what to do when the server can't be reached.

const isTyping = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName)) &&
  target.type !== "radio" && target.type !== "checkbox";

// `data-shortcut="u"` on a control: the key presses it. `data-shortcut-too` names a second key.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
  const isOnControl = event.target instanceof Element && event.target.closest("a, button, summary");
  if (isOnControl && (event.key === "Enter" || event.key === " ")) return;
  const key = CSS.escape(event.key);
  // What lies under an open dialog is out of reach.
  const page = document.querySelector("dialog:modal") ?? document;
  const control = page.querySelector(`[data-shortcut="${key}"], [data-shortcut-too="${key}"]`);
  if (!control?.checkVisibility({ visibilityProperty: true })) return;
  event.preventDefault();
  control.click();
  if (control instanceof HTMLInputElement) control.focus();
});

// `data-arrows="#results"` on a field: the arrow keys go from it through the links of that list and back.
// Enter opens the first of them, once they answer what stands in the field.
const field = document.querySelector("[data-arrows]");
const linksBelow = () => [...document.querySelectorAll(`${field.dataset.arrows} a`)];

const goThrough = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    const stops = [field, ...linksBelow()];
    const at = stops.indexOf(event.target);
    const next = at < 0 ? null : stops[at + steps[event.key]];
    if (!next) return;
    event.preventDefault();
    next.focus();
  } else if (event.key === "Enter" && event.target === field) {
    const list = document.querySelector(field.dataset.arrows);
    const first = linksBelow()[0];
    if (!field.value.trim() || list?.dataset.answers !== field.value.trim() || !first) return;
    event.preventDefault();
    first.click();
  }
};

if (field) document.addEventListener("keydown", goThrough);

const say = (text) => {
  document.querySelector(".toast")?.remove();
  const toast = document.createElement("p");
  toast.className = "toast toast-frame";
  toast.setAttribute("role", "status");
  toast.textContent = text;
  document.body.append(toast);
  setTimeout(() => toast.remove(), 8000);
};

document.addEventListener("htmx:sendError", () => say("The server can’t be reached. What you wrote is still here; try again."));
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  say(status === 403 ? "This page is out of date. Load it again, then send it once more." : "That did not work. What you wrote is still here; try again.");
});
