// Count the words of a text while it is typed; the server counts the same way when it is saved.
// A counter is <p data-counter="id of the field"><span>0</span> dari 300 kata</p>.
"use strict";

const hasLetterOrDigit = /[\p{L}\p{N}]/u;
const written = new Intl.NumberFormat(document.documentElement.lang);

function countWords(text) {
  return text.split(/\s+/u).filter((part) => hasLetterOrDigit.test(part)).length;
}

for (const counter of document.querySelectorAll("[data-counter]")) {
  const field = document.getElementById(counter.dataset.counter);
  const shown = counter.querySelector("span");
  field?.addEventListener("input", () => {
    shown.textContent = written.format(countWords(field.value));
  });
}
