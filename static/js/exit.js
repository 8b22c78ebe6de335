// Leave at once: by the button, or by Shift pressed three times within two seconds. Without this file the button is
// a plain link.
const PRESSES = 3;
const WITHIN = 2000;
const link = document.querySelector("[data-exit]");
const said = document.querySelector("[data-exit-said]");
let pressed = [];

function leave() {
  // Hidden before the other site answers, which may take long.
  document.documentElement.classList.add("is-left");
  document.title = " ";
  window.location.replace(link.href);
}

function onKey(event) {
  if (event.key !== "Shift") {
    pressed = [];
    return;
  }
  if (event.repeat) return;
  pressed = [...pressed.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
  if (pressed.length >= PRESSES) leave();
  else if (said) said.textContent = said.dataset[pressed.length === 1 ? "two" : "one"];
}

if (link) {
  document.documentElement.classList.add("has-exit");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", onKey);
}
