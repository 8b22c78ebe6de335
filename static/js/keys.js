// Keys for whoever likes them (/shortcuts/ lists them, and switches them off). Never while somebody types in a field.

const head = document.querySelector("[data-keys]");
const PATIENCE = 1500;
let begun = "";
let timer;

const go = (url) => url && location.assign(url);

function search() {
  const field = [...document.querySelectorAll("[data-search]")].find((one) => one.checkVisibility?.() ?? one.offsetParent);
  if (!field) return go(head.dataset.keySearch);
  field.focus();
  field.select();
}

async function list() {
  const url = head.dataset.keyHelp;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    const keys = told.getElementById("keys");
    // The list is drawn by the style sheet of its own page.
    document.head.append(told.querySelector("link[data-list-style]"));
    const dialog = document.createElement("dialog");
    dialog.className = "tf-dialog";
    dialog.setAttribute("aria-labelledby", "keys-title");
    const title = document.createElement("h2");
    title.id = "keys-title";
    title.textContent = keys.dataset.title;
    const close = document.createElement("form");
    close.method = "dialog";
    const button = document.createElement("button");
    button.className = "btn btn-secondary";
    button.textContent = keys.dataset.close;
    close.append(button);
    dialog.append(title, keys, close);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  } catch {
    go(url);
  }
}

const deeds = {
  "/": search,
  "?": list,
  n: () => go(head.dataset.keyLog),
  "g h": () => go(head.dataset.keyHome),
  "g e": () => go(head.dataset.keyEvents),
};

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
  const keys = begun ? `${begun} ${event.key}` : event.key;
  clearTimeout(timer);
  begun = keys === "g" ? "g" : "";
  if (begun) timer = setTimeout(() => (begun = ""), PATIENCE);
  if (!deeds[keys]) return;
  event.preventDefault();
  deeds[keys]();
});
