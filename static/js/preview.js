// The card beside a link: the very section or block it leads to, or what AWS lists for a word.
// It opens by a resting mouse, by keyboard focus and by a long press; the link itself works as ever.

const REST = 300;
const PRESS = 500;
const LINGER = 250; // time to get from the link to its card
const SLIP = 10; // pixels that a pressing finger may move
const EDGE = 8;

const home = document.getElementById("main");
const [notesAt, previewsAt] = ["notesUrl", "previewUrl"].map((name) => home.dataset[name]?.split("SLUG")[0]);

const card = document.createElement("div");
card.className = "hover-card preview-card";
card.popover = "manual";
card.setAttribute("role", "group");
const hint = document.createElement("p");
hint.id = "preview-hint";
hint.hidden = true;
hint.textContent = "Has a preview: Tab goes into it, Escape closes it.";
home.append(card, hint);

let link = null; // whose card is open, or on its way
let opener = ""; // mouse, focus or touch
let waiting = 0;
let leaving = 0;
let request = null;
let quiet = null; // gets the focus back without opening again
let swallowsClick = false;
let pressedAt = null;

const isOpen = () => card.matches(":popover-open");
const isInCard = (target) => target instanceof Node && card.contains(target);

const addressOf = (anchor) => {
  if (anchor.hasAttribute("data-card")) return anchor.href;
  const url = new URL(anchor.href);
  const isNote = notesAt && url.origin === location.origin && url.pathname.startsWith(notesAt);
  if (!isNote || !anchor.closest(".prose, .backlinks") || url.pathname === notesAt) return null;
  const preview = new URL(previewsAt + url.pathname.slice(notesAt.length), location.origin);
  if (url.hash) preview.searchParams.set("at", decodeURIComponent(url.hash.slice(1)));
  return preview.href;
};

const linkAt = (target) => {
  const anchor = target instanceof Element && !isInCard(target) && target.closest("a[href]");
  return anchor && addressOf(anchor) ? anchor : null;
};

const close = () => {
  clearTimeout(waiting);
  clearTimeout(leaving);
  request?.abort();
  link?.removeAttribute("aria-describedby");
  link = request = null;
  if (isOpen()) card.hidePopover();
};

const place = (anchor, point) => {
  const boxes = [...anchor.getClientRects()];
  const box = boxes.find(({ top, bottom }) => point && point.y >= top && point.y <= bottom) ?? boxes[0];
  if (!box) return close();
  const above = box.top - 2 * EDGE;
  const below = innerHeight - box.bottom - 2 * EDGE;
  card.style.maxBlockSize = "";
  const isBelow = card.offsetHeight <= below || below >= above;
  card.style.maxBlockSize = `${Math.min(card.offsetHeight, Math.max(isBelow ? below : above, 0))}px`;
  const top = isBelow ? box.bottom + EDGE : box.top - EDGE - card.offsetHeight;
  const start = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - EDGE);
  card.style.top = `${Math.max(EDGE, top)}px`;
  card.style.left = `${Math.max(EDGE, start)}px`;
};

const open = async (anchor, point) => {
  request = new AbortController();
  let html = "";
  try {
    const response = await fetch(addressOf(anchor), { headers: { "HX-Request": "true" }, signal: request.signal });
    if (!response.ok || response.redirected) return close();
    html = await response.text();
  } catch {
    return; // no card, no loss: the link still leads there
  }
  if (link !== anchor) return;
  card.innerHTML = html;
  card.setAttribute("aria-label", `Preview: ${anchor.getAttribute("aria-label") ?? anchor.textContent.trim()}`);
  card.showPopover();
  card.scrollTop = 0;
  place(anchor, point);
};

const expect = (anchor, by, time, point) => {
  close();
  [link, opener] = [anchor, by];
  waiting = setTimeout(() => {
    if (by === "mouse" && !anchor.matches(":hover")) return close();
    swallowsClick = by === "touch";
    open(anchor, point);
  }, time);
};

const leave = () => {
  clearTimeout(leaving);
  if (!isOpen()) close();
  else leaving = setTimeout(close, LINGER);
};

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const anchor = linkAt(event.target);
  if (isInCard(event.target) || (anchor && anchor === link)) clearTimeout(leaving);
  else if (anchor) expect(anchor, "mouse", REST, { y: event.clientY });
  else if (link && opener === "mouse" && !isInCard(document.activeElement)) leave();
});
document.documentElement.addEventListener("pointerleave", () => { if (link && opener === "mouse") leave(); });

document.addEventListener("pointerdown", (event) => {
  swallowsClick = false;
  if (isInCard(event.target)) return;
  const anchor = event.pointerType === "touch" ? linkAt(event.target) : null;
  pressedAt = { x: event.clientX, y: event.clientY };
  if (anchor) expect(anchor, "touch", PRESS, pressedAt);
  else close();
});
const isPressing = () => link && opener === "touch" && !swallowsClick;
document.addEventListener("pointermove", (event) => {
  if (isPressing() && Math.hypot(event.clientX - pressedAt.x, event.clientY - pressedAt.y) > SLIP) close();
});
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { if (isPressing()) close(); });
document.addEventListener("contextmenu", (event) => {
  if (opener === "touch" && link && linkAt(event.target) === link) event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (!swallowsClick || !linkAt(event.target)) return;
  swallowsClick = false;
  event.preventDefault();
}, { capture: true });

document.addEventListener("focusin", ({ target }) => {
  if (isInCard(target)) return;
  const anchor = linkAt(target);
  if (anchor && (anchor === link || anchor === quiet)) {
    quiet = null;
    return;
  }
  if (opener !== "touch") close();
  if (!anchor?.matches(":focus-visible")) return;
  expect(anchor, "focus", REST);
  anchor.setAttribute("aria-describedby", hint.id);
});

const goBack = () => {
  quiet = link;
  link.focus({ preventScroll: true });
};

document.addEventListener("keydown", (event) => {
  if (!link || !isOpen()) return;
  const isInside = isInCard(document.activeElement);
  if (event.key === "Escape") {
    event.preventDefault();
    if (isInside) goBack();
    close();
  } else if (event.key === "Tab") {
    const stops = [...card.querySelectorAll("a[href], button, summary, [tabindex='0']")].filter((one) => one.checkVisibility());
    if (!isInside && document.activeElement === link && !event.shiftKey && stops.length) {
      event.preventDefault();
      stops[0].focus();
    } else if (isInside && document.activeElement === stops.at(event.shiftKey ? 0 : -1)) {
      // Forwards, the browser's own step then leads from the link to what follows it.
      if (event.shiftKey) event.preventDefault();
      goBack();
    }
  }
});

addEventListener("scroll", (event) => { if (isOpen() && !isInCard(event.target)) close(); }, { capture: true, passive: true });
addEventListener("resize", close);
