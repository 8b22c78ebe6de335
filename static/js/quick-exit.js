// Leave the page at once: by the button, or by pressing Shift three times within two seconds. Without this script the button is
// a plain link.
const PRESSES = 3;
const TIME_LIMIT = 2000;
const link = document.querySelector("[data-exit]");
const status = document.querySelector("[data-exit-status]");
let pressTimes = [];

function leave() {
  // Hide the page first: the other site may take long to answer.
  document.documentElement.classList.add("is-left");
  document.title = " ";
  window.location.replace(link.href);
}

function countPresses(event) {
  if (event.key !== "Shift") {
    pressTimes = [];
    return;
  }
  if (event.repeat) return;
  pressTimes = [...pressTimes.filter((time) => event.timeStamp - time < TIME_LIMIT), event.timeStamp];
  if (pressTimes.length >= PRESSES) leave();
  else if (status) status.textContent = status.dataset[pressTimes.length === 1 ? "two" : "one"];
}

if (link) {
  document.documentElement.classList.add("has-exit");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", countPresses);
}
