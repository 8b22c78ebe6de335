// Sends an anonymous form with its proof of work, so that nobody has to answer a question (tfc/human_check.py). The work
// begins when somebody touches the form. Without this file, or where the worker fails, the question stays.
// Plain old JavaScript: phones that are ten years old run it.
const check = document.querySelector("[data-proof]");

function prove(form) {
  const { challenge, puzzles, bits, worker: address, words } = check.dataset;
  const { proof } = form.elements;
  const question = check.querySelector("[data-question]");
  const status = check.querySelector("[data-status]");
  let worker = null;
  let pressed = null;
  let isWaiting = false;

  function giveUp() {
    worker.terminate();
    form.removeEventListener("submit", hold);
    question.hidden = false;
    status.textContent = "";
    if (isWaiting) question.querySelector("input").focus();
  }

  function begin() {
    if (worker || proof.value) return;
    worker = new Worker(address);
    worker.onerror = giveUp;
    worker.onmessage = ({ data }) => {
      worker.terminate();
      proof.value = data;
      // Its button has no name, so nothing is lost by sending the form without it.
      if (isWaiting) form.submit();
    };
    worker.postMessage({ challenge, puzzles: Number(puzzles), bits: Number(bits) });
  }

  function hold(event) {
    const button = event.submitter || pressed;
    // The way back and other languages need no proof.
    if (proof.value || (button && button.formNoValidate)) return;
    event.preventDefault();
    isWaiting = true;
    status.textContent = words;
    begin();
  }

  question.hidden = true;
  form.addEventListener("focusin", begin);
  form.addEventListener("pointerdown", begin);
  form.addEventListener("submit", hold);
  // Older browsers do not say which button sends a form.
  document.addEventListener("click", (event) => {
    pressed = event.target.closest("button");
  });
}

if (check && window.Worker) prove(check.closest("form"));
