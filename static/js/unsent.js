// Recall: an answer stays in this browser until the server says that it has it, and is sent again until then.
// Its idempotency key makes it count once, however often it arrives.

const STORE = "iamstudy:unsent";
const PAUSE = 5000; // between two tries
const LONGEST = 30 * 24 * 60 * 60 * 1000;
const underWay = new Set(); // keys of answers that htmx is sending right now

const isKept = (element) => element instanceof HTMLFormElement && element.matches("[data-keep]");
const keyOf = (form) => form.elements.namedItem("key")?.value ?? "";
const main = () => document.querySelector("#main");

let inMemory = "[]"; // where a browser stores nothing
const read = () => {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? inMemory);
  } catch {
    return JSON.parse(inMemory);
  }
};
const write = (entries) => {
  inMemory = JSON.stringify(entries);
  try {
    localStorage.setItem(STORE, inMemory);
  } catch {
    // Kept as long as this page is open.
  }
};

// Somebody else's answers on a shared machine are left alone; a visitor's belong to the guest they become.
const waiting = () => {
  const learner = main()?.dataset.learner ?? "";
  return read().filter((entry) =>
    (!entry.learner || entry.learner === learner) && Date.now() - entry.at < LONGEST && !underWay.has(entry.key));
};
const drop = (key) => write(read().filter((entry) => entry.key !== key && Date.now() - entry.at < LONGEST));

const keep = (form, path, fields) => {
  const entry = {
    key: keyOf(form),
    path,
    at: Date.now(),
    learner: main()?.dataset.learner ?? "",
    version: form.elements.namedItem("version")?.value ?? "",
    fields: [...fields].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "waiting"),
  };
  write([...read().filter((other) => other.key !== entry.key), entry]);
};

// What waits is named in every request, so that the next card is another one.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, path, formData } = event.detail;
  if (isKept(elt)) {
    underWay.add(keyOf(elt));
    keep(elt, path, formData);
  }
  for (const { version } of waiting()) if (version) formData.append("waiting", version);
});

// Refused for good (the question is gone) or taken: either way there is nothing left to send.
const isSettled = (status) => status > 0 && status < 500 && status !== 403;

document.addEventListener("htmx:afterRequest", (event) => {
  // The event's own element is another one by then: the form was swapped away.
  const { requestConfig, xhr } = event.detail;
  const form = requestConfig.elt;
  if (!isKept(form)) return;
  underWay.delete(keyOf(form));
  if (isSettled(xhr.status)) drop(keyOf(form));
  show();
});

// The line below says it better than the frame's general word.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (isKept(event.detail.elt) && event.detail.xhr?.status !== 403) event.stopImmediatePropagation();
  }, true);
}

const isShown = (key) => [...document.querySelectorAll("#main [name=key]")].some((field) => field.value === key);

const post = (entry) => fetch(entry.path, {
  method: "POST",
  headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "", "HX-Request": "true" },
  body: new URLSearchParams([...entry.fields, ["held", String(Date.now() - entry.at)]]),
});

const swap = (content) => htmx.swap("#main", content, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 20 });

let isSending = false;
const sendAll = async () => {
  if (isSending || !waiting().length) return;
  isSending = true;
  const sent = [];
  try {
    for (const entry of waiting()) {
      const response = await post(entry);
      if (!isSettled(response.status)) break;
      drop(entry.key);
      sent.push(entry.version);
      if (isShown(entry.key)) swap(await response.text());
    }
  } catch {
    // Still no connection.
  }
  isSending = false;
  show();
  refresh(sent);
};

// A page that was drawn before the late answers arrived asks for one of them, or counts without them.
const refresh = (sent) => {
  const asked = document.querySelector("#card [name=version]")?.value;
  const isStale = asked ? sent.includes(asked) : sent.length && main()?.matches(".summary");
  if (isStale) goOn();
};

const makeButton = (text, press) => {
  const button = document.createElement("button");
  button.className = "button button-quiet";
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", press);
  return button;
};

const goOn = () => htmx.ajax("GET", main().dataset.again, { target: "#main", swap: "outerHTML" });

const line = document.createElement("div");
line.className = "toast toast-frame unsent";
line.setAttribute("role", "status");
line.hidden = true;
const words = document.createElement("p");
const goOnButton = makeButton("Go on", goOn);
line.append(words, makeButton("Send now", () => sendAll()), goOnButton);
document.body.append(line);

const show = () => {
  const entries = waiting();
  line.hidden = !entries.length;
  const text = entries.length === 1 ? "1 answer waits to be sent." : `${entries.length} answers wait to be sent.`;
  if (entries.length && words.textContent !== text) words.textContent = text;
  goOnButton.hidden = !entries.some((entry) => isShown(entry.key));
};

document.addEventListener("htmx:afterSettle", show);
addEventListener("online", sendAll);
addEventListener("storage", show);
setInterval(sendAll, PAUSE);
show();
sendAll();
