// The sandbox's island: Ace over the textarea of every sheet. It speaks through textareas and DOM events only.

const { ace } = window;
const editors = new Map(); // textarea to editor
const form = document.querySelector("#trial");

const makeEditor = (textarea) => {
  const host = document.createElement("div");
  host.className = "policy-editor";
  textarea.after(host);
  textarea.hidden = true;
  const editor = ace.edit(host, {
    useWorker: false, // the server finds more than a JSON checker would; must stand before the mode
    mode: "ace/mode/json",
    value: textarea.value,
    minLines: 12,
    maxLines: 34,
    tabSize: 2,
    useSoftTabs: true,
    showPrintMargin: false,
    fontSize: "0.8125rem",
    highlightGutterLine: false,
    highlightActiveLine: false,
    enableKeyboardAccessibility: true,
  });
  editor.textInput.getElement().setAttribute("aria-label", document.querySelector(`label[for="${textarea.id}"]`).textContent);
  editor.session.on("change", () => {
    textarea.value = editor.getValue();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  });
  editor.commands.addCommand({ name: "decide", bindKey: "Ctrl-Enter|Command-Enter", exec: () => form.requestSubmit() });
  return editor;
};

const showMarks = () => {
  const marks = JSON.parse(document.querySelector("#findings").dataset.marks);
  for (const [textarea, editor] of editors) drawMarks(editor, marks[textarea.dataset.sheet] ?? []);
};

// The server counts characters, Ace counts UTF-16 units: behind an emoji they differ.
const toUnits = (session, line, column) => [...session.getLine(line - 1)].slice(0, column - 1).join("").length;

const drawMarks = (editor, marks) => {
  const { Range } = ace.require("ace/range");
  const { session } = editor;
  for (const [id, marker] of Object.entries(session.getMarkers())) {
    if (marker.clazz.startsWith("mark-")) session.removeMarker(Number(id));
  }
  const notes = [];
  for (const mark of marks) {
    const isFinding = mark.kind === "error" || mark.kind === "warning";
    const range = new Range(
      mark.line - 1, toUnits(session, mark.line, mark.column), mark.end_line - 1, toUnits(session, mark.end_line, mark.end_column),
    );
    if (isFinding) {
      if (range.isEmpty()) range.setEnd(range.start.row, range.start.column + 1);
      session.addMarker(range, `mark-finding mark-${mark.kind}`, "text");
    }
    if (!isFinding) session.addMarker(new Range(mark.line - 1, 0, mark.line - 1, 1), `mark-line mark-${mark.kind}`, "fullLine");
    if (isFinding) notes.push({ row: mark.line - 1, column: mark.column - 1, text: mark.text.replaceAll("`", ""), type: mark.kind });
  }
  session.setAnnotations(notes);
};

if (ace) {
  ace.config.set("useStrictCSP", true);
  ace.config.set("loadWorkerFromBlob", false);
  document.documentElement.classList.add("has-editor");
  for (const textarea of document.querySelectorAll(".policy-input")) editors.set(textarea, makeEditor(textarea));
  showMarks();
  document.addEventListener("htmx:oobAfterSwap", showMarks);
  // An editor that was made while its sheet was folded has no size yet.
  document.addEventListener("toggle", (event) => {
    const textarea = event.target.querySelector?.(".policy-input");
    if (event.target.open && textarea) editors.get(textarea)?.resize(true);
  }, true);
}

// A finding's or a reason's line leads into its editor.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  const textarea = document.querySelector(`#policy-${link.dataset.sheet}`);
  if (!textarea) return;
  const fold = textarea.closest("details");
  if (fold) fold.open = true;
  const line = Number(link.dataset.line);
  const column = Number(link.dataset.column) - 1;
  const editor = editors.get(textarea);
  if (editor) {
    editor.resize(true);
    editor.gotoLine(line, column, false);
    editor.focus();
    editor.renderer.scrollCursorIntoView();
  } else {
    const start = textarea.value.split("\n").slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column;
    textarea.focus();
    textarea.setSelectionRange(start, start);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

// A change that would turn the decision can be tried: it fills in the request's fields.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("button[data-fields]");
  if (!button) return;
  for (const [name, value] of Object.entries(JSON.parse(button.dataset.fields))) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  window.htmx.trigger(form, "decide");
});

// The button that decides brings the answer only; those that add and take away a policy load the page anew.
form.addEventListener("submit", (event) => {
  if (event.submitter?.name) return;
  event.preventDefault();
  window.htmx.trigger(form, "decide");
});

// Choosing a policy to add is no change of the trial yet.
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => { if (event.target.id === "add") event.stopPropagation(); }, true);
}
