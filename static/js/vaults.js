// Uploads of a vault: a chosen folder is packed into a zip here, so that folder and zip go the same way.
// Nothing is compressed: that would need a library, and the server measures what it unpacks anyway.

const UTF8_NAMES = 0x0800;
const FIRST_DAY = 33; // 1 January 1980, where a zip's calendar begins
const MOST_ENTRIES = 65_535;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit += 1) byte = byte & 1 ? 0xedb88320 ^ (byte >>> 1) : byte >>> 1;
  return byte;
});

const checksum = (bytes) => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};

// [bytes, value] pairs, little-endian, as the fields of a zip's records are.
const record = (...fields) => {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return view.buffer;
};

const describe = (entry) => [
  [2, 20], [2, UTF8_NAMES], [2, 0], [2, 0], [2, FIRST_DAY],
  [4, entry.crc], [4, entry.file.size], [4, entry.file.size], [2, entry.name.length], [2, 0],
];

const pack = async (files, tell) => {
  const parts = [], listing = [];
  let offset = 0;
  for (const [number, file] of files.entries()) {
    tell(`Packing ${number + 1} of ${files.length} files`);
    const crc = checksum(new Uint8Array(await file.arrayBuffer()));
    const entry = { file, crc, name: new TextEncoder().encode(file.webkitRelativePath) };
    const head = record([4, 0x04034b50], ...describe(entry));
    parts.push(head, entry.name, file);
    listing.push(
      record([4, 0x02014b50], [2, 20], ...describe(entry), [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
      entry.name,
    );
    offset += head.byteLength + entry.name.length + file.size;
  }
  const listed = new Blob(listing).size;
  const end = record([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, listed], [4, offset], [2, 0]);
  return new Blob([...parts, ...listing, end], { type: "application/zip" });
};

const isHidden = (file) => file.webkitRelativePath.split("/").some((part) => part.startsWith("."));

const prepare = async (form, folder, zip, tell) => {
  const files = [...folder.files].filter((file) => !isHidden(file));
  const { maxBytes, maxFiles } = form.dataset;
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (bytes > Number(maxBytes) || files.length > MOST_ENTRIES) {
    const megabytes = (number) => Math.ceil(number / 2 ** 20).toLocaleString("en");
    tell(`That folder has ${files.length.toLocaleString("en")} files and ${megabytes(bytes)} MB; at most ${Number(maxFiles).toLocaleString("en")} files and ${megabytes(maxBytes)} MB can be sent. Leave out large recordings, or choose a part of it.`);
    return false;
  }
  const name = `${files[0]?.webkitRelativePath.split("/")[0] ?? "vault"}.zip`;
  const packed = new DataTransfer();
  packed.items.add(new File([await pack(files, tell)], name));
  zip.files = packed.files;
  return true;
};

for (const form of document.querySelectorAll("form[data-upload]")) {
  const folder = form.querySelector("[data-folder]");
  const zip = form.querySelector("[name=zip]");
  const status = form.querySelector("[data-upload-status]");
  const button = form.querySelector("button");
  const tell = (text) => { status.textContent = text; };
  if (!("webkitdirectory" in folder)) continue;
  for (const part of form.querySelectorAll("[data-folder-field]")) part.hidden = false;
  for (const part of form.querySelectorAll("[data-zip-alone]")) part.hidden = true;
  // Whichever was chosen last counts.
  folder.addEventListener("change", () => { if (folder.files.length) zip.value = ""; tell(""); });
  zip.addEventListener("change", () => { if (zip.files.length) folder.value = ""; tell(""); });
  form.addEventListener("submit", async (event) => {
    if (button.getAttribute("aria-busy") === "true") return event.preventDefault();
    if (!folder.files.length) {
      if (zip.files.length) button.setAttribute("aria-busy", "true");
      return undefined;
    }
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    try {
      if (await prepare(form, folder, zip, tell)) {
        tell("Sending it, then reading every note; a large vault takes a minute.");
        return form.submit();
      }
    } catch {
      tell("A file of that folder could not be read. Check it, then choose the folder again.");
    }
    button.removeAttribute("aria-busy");
    return undefined;
  });
}

// Back from the next page: the form is as it was left, but nothing is on its way.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[data-upload] button")) button.removeAttribute("aria-busy");
});

document.getElementById("refused")?.focus();
