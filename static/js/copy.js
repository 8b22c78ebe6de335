// A button that copies the text above it. Without this script, the text can be selected and copied by hand.
document.querySelectorAll("[data-copy]").forEach((box) => {
  const source = document.getElementById(box.dataset.copy);
  const status = box.querySelector("[data-copied]");

  // Where the browser refuses access to the clipboard, the text stays selected.
  function select() {
    const range = document.createRange();
    range.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }

  async function copy() {
    select();
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      status.textContent = status.dataset.copied;
    } catch {
      status.textContent = "";
    }
  }

  box.querySelector("button").addEventListener("click", copy);
  box.hidden = false;
});
