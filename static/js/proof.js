// Send an anonymous form with its proof of work, which replaces a question (tfc/human_check.py). The work starts when the form
// gets the focus. Without this script, or where the worker fails, the question stays.
// Old syntax on purpose: phones that are ten years old run it.
const check = document.querySelector("[data-proof]");

function prove(form) {
  const { challenge, puzzles, bits, worker: address, message } = check.dataset;
  const { proof } = form.elements;
  const question = check.querySelector("[data-question]");
  const status = check.querySelector("[data-status]");
  let worker = null;
  let pressedButton = null;
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
      // The button has no name, so submitting without it loses nothing.
      if (isWaiting) form.submit();
    };
    worker.postMessage({ challenge, puzzles: Number(puzzles), bits: Number(bits) });
  }

  function hold(event) {
    const button = event.submitter || pressedButton;
    // Going back and changing the language need no proof.
    if (proof.value || (button && button.formNoValidate)) return;
    event.preventDefault();
    isWaiting = true;
    status.textContent = message;
    begin();
  }

  question.hidden = true;
  form.addEventListener("focusin", begin);
  form.addEventListener("pointerdown", begin);
  form.addEventListener("submit", hold);
  // Older browsers do not report which button submits a form.
  document.addEventListener("click", (event) => {
    pressedButton = event.target.closest("button");
  });
}

if (check && window.Worker) prove(check.closest("form"));
