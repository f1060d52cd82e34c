// Let the clock of a turn go on between two looks at the server, which alone counts.
//
//   <p data-left="380" data-separator="." data-over="lewat "> 06.20 </p>
//
// Nothing ends when it passes: the turn stands, and the clock says by how much it is over.
"use strict";

const begun = new WeakMap();

function show(clock) {
  if (!begun.has(clock)) begun.set(clock, performance.now());
  const passed = Math.floor((performance.now() - begun.get(clock)) / 1000);
  const left = Number(clock.dataset.left) - passed;
  const size = Math.abs(left);
  const parts = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0"));
  const face = parts.join(clock.dataset.separator);
  clock.textContent = left < 0 ? clock.dataset.over + face : face;
}

setInterval(() => document.querySelectorAll("[data-left]").forEach(show), 1000);
