// Reading: the contents list follows the eye, and the place is kept for the next visit.

const reader = document.querySelector(".reader");
let place = "";

const headings = () => [...document.querySelectorAll(".prose :is(h2, h3)[id]")];

const markPlace = () => {
  const passed = headings().filter((heading) => heading.getBoundingClientRect().top < 140);
  place = passed.at(-1)?.id ?? "";
  for (const link of document.querySelectorAll(".phases a")) {
    const isHere = decodeURIComponent(link.hash.slice(1)) === place;
    link.toggleAttribute("aria-current", isHere);
    if (isHere) link.setAttribute("aria-current", "location");
  }
};

// Once reading has begun, the contents list says how long the rest takes.
const timeLeft = document.querySelector(".time-left");
const prose = document.querySelector(".prose");

const markTime = () => {
  if (!timeLeft || !prose) return;
  const { top, height } = prose.getBoundingClientRect();
  const read = Math.min(1, Math.max(0, (innerHeight - top) / height));
  const minutes = Math.ceil(timeLeft.dataset.minutes * (1 - read));
  const isBegun = top < 0 && height > innerHeight;
  timeLeft.textContent = !isBegun ? "" : minutes ? `${minutes} min left` : "read";
};

let isWaiting = false;
addEventListener("scroll", () => {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => { isWaiting = false; markPlace(); markTime(); });
}, { passive: true });
document.addEventListener("htmx:afterSettle", markPlace);
markPlace();

// A folded callout that a link points into must open.
const openTarget = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && target.closest("details.callout:not([open])");
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", openTarget);
openTarget();

addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden" || !reader) return;
  const form = new FormData();
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
  form.set("csrfmiddlewaretoken", token);
  form.set("note", reader.dataset.note);
  form.set("anchor", place);
  navigator.sendBeacon(reader.dataset.placeUrl, form);
});
