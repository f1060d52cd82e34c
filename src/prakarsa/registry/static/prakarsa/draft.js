// Keeps what someone types into their own unsent draft on this device, so a lost connection or a
// closed page loses nothing. Only text that was typed here is kept; signing out clears it all.
"use strict";
(() => {
  const PREFIX = "prakarsa-draft:";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = PREFIX + form.dataset.draft;
  const owner = key.slice(0, key.indexOf("/") + 1);
  const note = form.querySelector("[data-draft-note]");
  const kept = read(key);
  let waiting = 0;

  forgetOthers();
  if (kept) restore();
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 600);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    keep();
    const now = read(key);
    if (now) write({ ...now, sent: true });
  });

  function texts() {
    return [...form.querySelectorAll("textarea, input[type=text]")].filter((each) => each.name);
  }

  function keep() {
    const typed = {};
    for (const each of texts()) {
      if (each.value !== each.defaultValue) typed[each.name] = each.value;
    }
    if (Object.keys(typed).length === 0) return localStorage.removeItem(key);
    write({ typed, at: Date.now() });
    show(Date.now());
  }

  function restore() {
    let isRestored = false;
    for (const each of texts()) {
      const typed = kept.typed[each.name];
      if (typed === undefined || typed === each.defaultValue) continue;
      each.value = typed;
      each.dispatchEvent(new Event("input"));
      isRestored = true;
    }
    // What was sent and is now on the server needs no copy here.
    if (isRestored) show(kept.at);
    else localStorage.removeItem(key);
  }

  function forgetOthers() {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(PREFIX) || name === key) continue;
      const other = read(name);
      if (!name.startsWith(owner) || !other || other.sent) localStorage.removeItem(name);
    }
  }

  function show(at) {
    const language = document.documentElement.lang === "en" ? "en-GB" : "id-ID";
    const time = new Date(at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    note.textContent = `${form.dataset.draftSaved} ${time}`;
    note.hidden = false;
  }

  function read(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  }

  function write(value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // A full or forbidden store is no reason to disturb the typing.
    }
  }
})();
