// A button that copies what stands above it. Without this nothing is lost: what is there can be selected.
document.querySelectorAll("[data-copy]").forEach((box) => {
  const source = document.getElementById(box.dataset.copy);
  const said = box.querySelector("[data-copied]");

  // Where the browser gives no clipboard, the text is left selected.
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
      said.textContent = said.dataset.copied;
    } catch {
      said.textContent = "";
    }
  }

  box.querySelector("button").addEventListener("click", copy);
  box.hidden = false;
});
