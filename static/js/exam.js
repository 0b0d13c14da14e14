// The clock of an exam: it ticks here, but only the server's counts. When it has run out, the server ends the exam.

const clock = document.querySelector("#clock");
const left = document.querySelector("#clock-left");
const warning = document.querySelector("#clock-warning");

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const KEPT = "Every answer you have chosen is kept.";
const WARNINGS = [
  [MINUTE, `Less than a minute is left. ${KEPT}`],
  [10 * MINUTE, `Less than 10 minutes are left. ${KEPT}`],
];

const end = Date.now() + Number(clock.dataset.msLeft);
const warningFor = (ms) => WARNINGS.find(([limit]) => ms <= limit);
let warned = warningFor(end - Date.now())?.[0];

const tick = () => {
  const ms = end - Date.now();
  if (ms <= 0) {
    // A second later, so that the server sees the end as well.
    setTimeout(() => location.assign(clock.dataset.ended), SECOND);
    return;
  }
  left.textContent = `${Math.ceil(ms / MINUTE)} min left`;
  const [limit, text] = warningFor(ms) ?? [];
  if (limit && limit !== warned) {
    warned = limit;
    warning.textContent = text;
  }
  setTimeout(tick, SECOND);
};

tick();

// An answer that could not be kept is said to be open, and sent again until the server has it.
const form = document.querySelector(".exam-card");
const AGAIN = 3 * SECOND;
let retry;

const say = (text) => {
  document.querySelector("#saved").textContent = text;
};

form?.addEventListener("htmx:beforeRequest", () => {
  clearTimeout(retry);
  say("Keeping it …");
});
form?.addEventListener("htmx:sendError", () => {
  say("Not kept yet: the server can’t be reached. It is tried again while this page is open.");
  retry = setTimeout(() => form.dispatchEvent(new Event("change")), AGAIN);
});
form?.addEventListener("htmx:responseError", () => say("Not kept. Load this page again, then choose once more."));
