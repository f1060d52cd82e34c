// Keys of the verifier's page. Choosing a level never decides: only Ctrl+Enter or a button does.
"use strict";
(() => {
  const form = document.getElementById("putusan");
  const links = [...document.querySelectorAll(".c-q a")];

  function move(step) {
    const here = links.findIndex((link) => link.getAttribute("aria-current"));
    const next = links[here + step];
    if (next) next.click();
  }

  function choose(level) {
    const radio = form && form.querySelector(`input[name="level"][value="${level}"]`);
    if (!radio) return;
    radio.checked = true;
    radio.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey && form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector('button[value="accept"]'));
      return;
    }
    const isTyping = event.target.closest("textarea, input:not([type=radio]), select");
    if (isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if ("0123".includes(event.key)) choose(event.key);
    else return;
    event.preventDefault();
  });

  const reasons = document.querySelector("[data-reasons]");
  const text = document.getElementById("alasan");
  if (!reasons || !text) return;
  reasons.hidden = false;
  reasons.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    text.value = text.value.trim() ? `${text.value.trim()} ${button.textContent}. ` : `${button.textContent}. `;
    text.focus();
  });
})();
