// The graph's island: moves and magnifies the picture that the server drew, and shows what a note is linked with.
// Nothing runs between two gestures.

const WIDTH = 1000, HEIGHT = 800, CLOSEST = 12;
const whole = () => ({ x: 0, y: 0, width: WIDTH });
let view = whole();
let name = ""; // what was asked for; another question begins with the whole
let frame, svg, tools, told, dots, rows, scales;

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
const number = (text) => Number(text);
const title = (dot) => dot.querySelector("text").textContent;
const place = (dot) => dot.getAttribute("transform").match(/\d+/g).map(number);

// Reading the picture: a link is four numbers of the path, its ends stand where two notes stand.

const readPicture = () => {
  frame = document.querySelector(".graph-frame");
  if (!frame) return;
  svg = frame.querySelector("svg");
  tools = document.querySelector(".graph-tools");
  told = document.querySelector(".graph-told");
  scales = frame.dataset.scales.split(" ").map(number);
  dots = new Map(); // by the note's address
  const standing = new Map();
  for (const link of svg.querySelectorAll("a")) {
    const dot = { link, near: new Set(), place: place(link) };
    dots.set(link.getAttribute("href"), dot);
    standing.set(dot.place.join(), dot);
  }
  const numbers = svg.querySelector(".edges").getAttribute("d").match(/\d+/g) ?? [];
  for (let at = 0; at < numbers.length; at += 4) {
    const [one, other] = [0, 2].map((end) => standing.get(`${numbers[at + end]},${numbers[at + end + 1]}`));
    one.near.add(other);
    other.near.add(one);
  }
  rows = new Map([...document.querySelectorAll(".graph-list tbody a")].map((link) => [link.getAttribute("href"), link.closest("tr")]));
};

// Showing a part of it.

let isWaiting = false;
const show = () => {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => { isWaiting = false; draw(); });
};

const draw = () => {
  const height = view.width * HEIGHT / WIDTH;
  const scale = frame.clientWidth / view.width;
  svg.setAttribute("viewBox", [view.x, view.y, view.width, height].map((value) => value.toFixed(1)).join(" "));
  frame.style.setProperty("--unit", 1 / scale);
  frame.style.setProperty("--growth", clamp(Math.sqrt(scale / 0.75), 0.6, 1.25)); // as the layout reckons
  frame.classList.toggle("is-magnified", view.width < WIDTH);
  const level = scales.filter((one) => one <= scale).length - 1;
  if (frame.dataset.scale === String(level)) return;
  frame.dataset.scale = level;
  for (const text of svg.querySelectorAll("text")) text.classList.toggle("is-shown", number(text.classList[0].slice(1)) <= level);
};

const look = (x, y, width) => {
  const height = width * HEIGHT / WIDTH;
  view = { width, x: clamp(x, 0, WIDTH - width), y: clamp(y, 0, HEIGHT - height) };
  show();
};

const pan = (right, down) => look(view.x + right * view.width, view.y + down * view.width, view.width);

// `at`: the point that stays where it is, as shares of the frame.
const magnify = (factor, at = [0.5, 0.5]) => {
  const width = clamp(view.width / factor, WIDTH / CLOSEST, WIDTH);
  const lost = view.width - width;
  look(view.x + lost * at[0], view.y + lost * at[1] * HEIGHT / WIDTH, width);
};

const share = (event) => {
  const box = frame.getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
};

// Choosing a note: it and its neighbours stay dark, and its row is marked.

const choose = (address) => {
  for (const marked of document.querySelectorAll(".graph .is-chosen, .graph .is-near")) marked.classList.remove("is-chosen", "is-near");
  const dot = dots.get(address);
  frame.classList.toggle("has-chosen", Boolean(dot));
  svg.querySelector(".edges-near").setAttribute("d", dot ? [...dot.near].map((near) => `M${dot.place.join(" ")}L${near.place.join(" ")}`).join("") : "");
  told.textContent = dot ? sentence(dot) : told.dataset.idle;
  rows.get(address)?.classList.add("is-chosen");
  dot?.link.classList.add("is-chosen");
  for (const near of dot?.near ?? []) near.link.classList.add("is-near");
};

const sentence = ({ link, near }) => {
  const names = [...near].map((dot) => title(dot.link)).reverse();
  if (!names.length) return `${title(link)} has no links here.`;
  const rest = names.length > 6 ? ` and ${names.length - 6} more` : "";
  return `${title(link)} is linked with ${names.slice(0, 6).join(", ")}${rest}.`;
};

const addressAt = (target) => {
  const link = target.closest(".graph-frame a") ?? target.closest(".graph-list tbody tr")?.querySelector("a");
  return link?.getAttribute("href");
};

const bringIntoView = (address) => {
  const dot = dots.get(address);
  if (!dot) return;
  const [x, y] = dot.place;
  const height = view.width * HEIGHT / WIDTH;
  const isOutside = x < view.x || x > view.x + view.width || y < view.y || y > view.y + height;
  if (isOutside) look(x - view.width / 2, y - height / 2, view.width);
};

document.addEventListener("pointerover", (event) => {
  if (frame && event.pointerType === "mouse" && !fingers.size && event.target.closest(".graph")) choose(addressAt(event.target));
});
document.addEventListener("focusin", (event) => {
  if (!frame || !event.target.closest(".graph")) return;
  const address = addressAt(event.target);
  choose(address);
  if (event.target.closest(".graph-list")) bringIntoView(address);
});

// Gestures in the picture: one finger or the mouse moves it, two magnify it.

const fingers = new Map(); // to where each was last
let start;
let isDragged = false;

const drag = (event) => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const after = share(event);
  const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
  fingers.set(event.pointerId, after);
  if (other) {
    const distance = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]);
    magnify(distance(after) / Math.max(distance(before), 0.01), other);
  } else {
    pan(before[0] - after[0], (before[1] - after[1]) * HEIGHT / WIDTH);
  }
  if (Math.hypot(start[0] - after[0], start[1] - after[1]) * frame.clientWidth < 5) return;
  isDragged = true;
  frame.classList.add("is-dragged");
  if (!frame.hasPointerCapture(event.pointerId)) frame.setPointerCapture(event.pointerId);
};

const letGo = (event) => {
  fingers.delete(event.pointerId);
  frame.classList.remove("is-dragged");
};

const STEP = 0.15;
const KEYS = {
  ArrowLeft: () => pan(-STEP, 0),
  ArrowRight: () => pan(STEP, 0),
  ArrowUp: () => pan(0, -STEP),
  ArrowDown: () => pan(0, STEP),
  "+": () => magnify(1.4),
  "=": () => magnify(1.4),
  "-": () => magnify(1 / 1.4),
  0: () => look(0, 0, WIDTH),
};
const ZOOMS = { in: KEYS["+"], out: KEYS["-"], whole: KEYS[0] };

const listen = () => {
  frame.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    isDragged = false;
    start = share(event);
    fingers.set(event.pointerId, start);
  });
  frame.addEventListener("pointermove", drag);
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) frame.addEventListener(end, letGo);
  frame.addEventListener("dragstart", (event) => event.preventDefault());
  // What ends a drag is no click on the note that lies there.
  frame.addEventListener("click", (event) => { if (isDragged) event.preventDefault(); isDragged = false; }, { capture: true });
  frame.addEventListener("wheel", (event) => {
    // Stepping back from the whole scrolls the page instead.
    if (event.deltaY > 0 && view.width >= WIDTH) return;
    event.preventDefault();
    magnify(Math.exp(-clamp(event.deltaY, -120, 120) / 300), share(event));
  }, { passive: false });
  frame.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || event.target !== frame || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  tools.addEventListener("click", (event) => ZOOMS[event.target.closest("button")?.dataset.zoom]?.());
  new ResizeObserver(show).observe(frame);
};

const begin = () => {
  readPicture();
  if (!frame) return;
  const query = new URLSearchParams(location.search);
  query.delete("sort");
  if (String(query) !== name) view = whole();
  name = String(query);
  Object.assign(frame, { tabIndex: 0, role: "group", ariaLabel: "Picture of the graph" });
  frame.setAttribute("aria-describedby", "graph-keys");
  tools.hidden = document.querySelector("#graph-keys").hidden = false;
  told.textContent = told.dataset.idle;
  listen();
  draw();
};

document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt.id === "graph") begin(); });
begin();
