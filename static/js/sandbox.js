// The sandbox's island: Ace over the policy's textarea. It speaks through the textarea and DOM events only.

const textarea = document.querySelector("#policy");
const form = document.querySelector("#trial");
const findings = () => document.querySelector("#findings");

const makeEditor = () => {
  const { ace } = window;
  ace.config.set("useStrictCSP", true);
  ace.config.set("loadWorkerFromBlob", false);
  const host = document.createElement("div");
  host.className = "policy-editor";
  textarea.after(host);
  textarea.hidden = true;
  document.documentElement.classList.add("has-editor");
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
  editor.textInput.getElement().setAttribute("aria-label", "Policy");
  editor.session.on("change", () => {
    textarea.value = editor.getValue();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  });
  editor.commands.addCommand({ name: "decide", bindKey: "Ctrl-Enter|Command-Enter", exec: () => form.requestSubmit() });
  return editor;
};

const showMarks = (editor) => {
  const { Range } = window.ace.require("ace/range");
  const { session } = editor;
  for (const id of Object.keys(session.getMarkers())) {
    if (session.getMarkers()[id].clazz.startsWith("mark-")) session.removeMarker(Number(id));
  }
  const notes = [];
  for (const mark of JSON.parse(findings().dataset.marks)) {
    const isFinding = mark.kind === "error" || mark.kind === "warning";
    const range = new Range(mark.line - 1, mark.column - 1, mark.end_line - 1, mark.end_column - 1);
    if (isFinding && !range.isMultiLine()) {
      if (range.isEmpty()) range.setEnd(mark.line - 1, mark.column);
      session.addMarker(range, `mark-finding mark-${mark.kind}`, "text");
    }
    if (!isFinding) session.addMarker(new Range(mark.line - 1, 0, mark.line - 1, 1), `mark-line mark-${mark.kind}`, "fullLine");
    if (isFinding) notes.push({ row: mark.line - 1, column: mark.column - 1, text: mark.text.replaceAll("`", "’"), type: mark.kind });
  }
  session.setAnnotations(notes);
};

const editor = window.ace ? makeEditor() : null;
if (editor) {
  showMarks(editor);
  document.addEventListener("htmx:oobAfterSwap", () => showMarks(editor));
}

// A finding's or a reason's line leads into the editor.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  const line = Number(link.dataset.line);
  const column = Number(link.dataset.column) - 1;
  if (editor) {
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
