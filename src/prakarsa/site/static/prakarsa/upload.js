// Send a form's file in pieces that go on after a lost connection, while the form is filled in.
//
//   <form data-upload-url="/unggahan/" …> <input type="file" name="file">
//     <input type="hidden" name="upload"> {% include "files/_upload_progress.html" %} </form>
//
// When all pieces are there the hidden field holds the upload's key and the file itself is not
// sent again. Nothing is kept in the browser: the server knows where the same file stopped.
// Without this script the form sends its file as always.
"use strict";

const PIECE = 256 * 1024;
const LONGEST_WAIT = 30_000;
const PIECE_TYPE = "application/offset+octet-stream";
const WRONG_SUM = 460;
const UNITS = [[1024 ** 2, "MB"], [1024, "KB"]];
const written = new Intl.NumberFormat(document.documentElement.lang);

class Refused extends Error {}
class SignedOut extends Error {}
class Replaced extends Error {}

const encoded = (text) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));

async function checksum(piece) {
  if (!crypto.subtle) return {};
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", piece));
  return { "Upload-Checksum": `sha256 ${btoa(String.fromCharCode(...digest))}` };
}

// Wait longer each time, but no longer than until the connection is said to be back.
function pause(tries) {
  return new Promise((resolve) => {
    const clock = setTimeout(resolve, Math.min(1000 * 2 ** tries, LONGEST_WAIT));
    addEventListener("online", () => { clearTimeout(clock); resolve(); }, { once: true });
  });
}

class Upload {
  constructor(form, file, progress) {
    this.form = form;
    this.file = file;
    this.progress = progress;
    this.address = null;
    this.offset = 0;
    this.isReplaced = false;
  }

  async ask(method, address, headers, body) {
    if (this.isReplaced) throw new Replaced();
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(address, {
      method, body, redirect: "manual",
      headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...headers },
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new SignedOut();
    if ([413, 422, 429, 507].includes(answer.status)) throw new Refused((await answer.json()).message);
    if (answer.status === 400 || answer.status === 415) throw new Refused("");
    return answer;
  }

  // Begin, or find how far the same file came before.
  async begin() {
    const target = new URL(this.form.action, location.href).pathname;
    const words = { filename: this.file.name, target, modified: String(this.file.lastModified) };
    const answer = await this.ask("POST", this.form.dataset.uploadUrl, {
      "Upload-Length": String(this.file.size),
      "Upload-Metadata": Object.entries(words).map(([name, text]) => `${name} ${encoded(text)}`).join(","),
    });
    if (answer.status !== 201) throw new TypeError("not begun");
    this.address = answer.headers.get("Location");
    this.offset = Number(answer.headers.get("Upload-Offset"));
  }

  // Another file was chosen: end this one, here and on the server.
  cancel() {
    if (this.address) this.ask("DELETE", this.address, {}).catch(() => {});
    this.isReplaced = true;
  }

  async sendPiece() {
    const piece = await this.file.slice(this.offset, this.offset + PIECE).arrayBuffer();
    if (this.offset + piece.byteLength === this.file.size) this.progress.say("checking");
    const headers = { "Content-Type": PIECE_TYPE, "Upload-Offset": String(this.offset) };
    const answer = await this.ask("PATCH", this.address, { ...headers, ...await checksum(piece) }, piece);
    if (answer.status === 404) this.address = null;
    else if (answer.status === 409 || answer.status === 204) this.offset = Number(answer.headers.get("Upload-Offset"));
    else if (answer.status !== WRONG_SUM) throw new TypeError("not taken");
    return answer.status === 204 && this.offset === this.file.size;
  }

  // Send until all is there; a lost connection or a busy server only means to wait.
  async run() {
    for (let tries = 0, isDone = false; !isDone;) {
      try {
        if (!this.address) await this.begin();
        this.progress.show(this.offset, this.file.size);
        isDone = await this.sendPiece();
        if (!isDone) this.progress.say("sending");
        tries = 0;
      } catch (problem) {
        if (!(problem instanceof TypeError)) throw problem;
        this.progress.say("waiting");
        await pause(tries++);
        this.address = null;
      }
    }
    this.progress.show(this.offset, this.file.size);
    return this.address.split("/").at(-2);
  }
}

class Progress {
  constructor(block) {
    this.block = block;
    this.bar = block.querySelector("svg");
  }

  begin(name) {
    this.block.hidden = false;
    this.block.querySelector("[data-upload-name]").textContent = name;
    this.show(0, 1);
    this.say("sending");
  }

  show(sent, total) {
    const [size, unit] = UNITS.find(([least]) => total >= least) ?? UNITS.at(-1);
    const percent = Math.floor(100 * sent / total);
    const words = { sent: written.format(Math.round(sent / size)), total: written.format(Math.round(total / size)), unit };
    this.block.querySelector("[data-upload-count]").textContent =
      this.block.dataset.sent.replace(/\{(\w+)\}/g, (_, name) => words[name]);
    this.bar.setAttribute("aria-valuenow", percent);
    this.bar.lastElementChild.setAttribute("width", `${percent}%`);
  }

  say(name, sentence) {
    this.block.querySelector("[data-upload-say]").textContent = sentence || this.block.dataset[name];
    this.block.querySelector("[data-upload-again]").hidden = !["failed", "signedOut"].includes(name);
  }
}

class UploadForm {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=file]:not([multiple])");
    this.key = form.elements.namedItem(form.dataset.uploadKey || "upload");
    this.block = form.querySelector("[data-upload]");
    if (!this.input || !this.key || !this.block) return;
    this.progress = new Progress(this.block);
    this.input.addEventListener("change", () => this.start());
    this.block.querySelector("[data-upload-again]").addEventListener("click", () => this.start());
    form.addEventListener("submit", (event) => this.submit(event));
  }

  async start() {
    this.upload?.cancel();
    this.upload = null;
    this.key.value = "";
    const file = this.input.files[0];
    this.block.hidden = true;
    // What fits into one piece goes with the form as always.
    if (!file || file.size <= PIECE) return;
    this.progress.begin(file.name);
    const upload = this.upload = new Upload(this.form, file, this.progress);
    try {
      const key = await upload.run();
      if (upload !== this.upload) return;
      this.key.value = key;
      this.progress.say("ready");
      if (this.waiting) this.send();
    } catch (problem) {
      if (upload === this.upload) this.stop(problem);
    }
  }

  stop(problem) {
    this.upload = null;
    this.waiting = null;
    if (problem instanceof SignedOut) this.progress.say("signedOut");
    else this.progress.say("failed", problem instanceof Refused ? problem.message : "");
    if (problem instanceof Refused && problem.message) this.input.value = "";
  }

  submit(event) {
    if (this.key.value) this.input.disabled = true;
    if (!this.upload || this.key.value) return;
    event.preventDefault();
    this.waiting = event.submitter ?? this.form;
  }

  send() {
    const button = this.waiting === this.form ? undefined : this.waiting;
    this.waiting = null;
    this.form.requestSubmit(button);
  }
}

for (const form of document.querySelectorAll("form[data-upload-url]")) new UploadForm(form);
// A page that comes back from the browser's memory must be able to choose again.
addEventListener("pageshow", () => {
  for (const input of document.querySelectorAll("form[data-upload-url] input[type=file]")) input.disabled = false;
});
