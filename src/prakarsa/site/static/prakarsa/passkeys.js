// Ask the device for a passkey when a form with data-passkey is sent ("create" or "get").
// The question stands on the page as JSON; the answer goes back in the form's field "answer".
"use strict";

function toBytes(text) {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(padded), (sign) => sign.charCodeAt(0));
}

function toText(bytes) {
  const signs = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function readQuestion(form) {
  const { publicKey } = JSON.parse(document.getElementById(form.dataset.question).textContent);
  publicKey.challenge = toBytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = toBytes(publicKey.user.id);
  for (const known of publicKey.excludeCredentials ?? []) known.id = toBytes(known.id);
  for (const known of publicKey.allowCredentials ?? []) known.id = toBytes(known.id);
  return { publicKey };
}

function writeAnswer(credential) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature"];
  const response = {};
  for (const part of parts) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id, rawId: toText(credential.rawId), type: credential.type, response,
  });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = form.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    try {
      const credential = await navigator.credentials[form.dataset.passkey](readQuestion(form));
      form.elements.answer.value = writeAnswer(credential);
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
}
