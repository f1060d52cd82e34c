// The button that reminds says how many units are ticked. Without it the button works the same.
(function () {
  "use strict";
  var button = document.querySelector("[data-remind]");
  if (!button) { return; }
  var words = button.querySelector("[data-words]");
  var boxes = document.querySelectorAll("input[name=unit][form=" + button.form.id + "]");
  var say = function () {
    var count = 0;
    boxes.forEach(function (box) { if (box.checked) { count += 1; } });
    var text = count === 1 ? button.dataset.one : button.dataset.many;
    words.textContent = count === 0 ? button.dataset.none : text.replace("%s", count.toLocaleString(document.documentElement.lang));
    button.disabled = count === 0;
  };
  boxes.forEach(function (box) { box.addEventListener("change", say); });
  window.addEventListener("pageshow", say);
  say();
}());
