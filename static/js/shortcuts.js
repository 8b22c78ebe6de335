// Keyboard shortcuts (/shortcuts/ lists them and turns them off). Ignored while a field has the focus.

const { dataset: urls } = document.querySelector("[data-shortcuts]");
// Milliseconds between the two keys of a shortcut.
const SEQUENCE_TIMEOUT = 1500;
let firstKey = "";
let timer;

const openUrl = (url) => url && location.assign(url);

function focusSearch() {
  const field = [...document.querySelectorAll("[data-search]")].find((input) => input.checkVisibility?.() ?? input.offsetParent);
  if (!field) return openUrl(urls.shortcutSearch);
  field.focus();
  field.select();
}

async function showList() {
  const url = urls.shortcutHelp;
  try {
    const response = await fetch(url, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const list = page.getElementById("keys");
    // The list needs the style sheet of its own page.
    document.head.append(page.querySelector("link[data-list-style]"));
    const dialog = document.createElement("dialog");
    dialog.className = "tf-dialog";
    dialog.setAttribute("aria-labelledby", "keys-title");
    const title = document.createElement("h2");
    title.id = "keys-title";
    title.textContent = list.dataset.title;
    const close = document.createElement("form");
    close.method = "dialog";
    const button = document.createElement("button");
    button.className = "btn btn-secondary";
    button.textContent = list.dataset.close;
    close.append(button);
    dialog.append(title, list, close);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  } catch {
    openUrl(url);
  }
}

const shortcuts = {
  "/": focusSearch,
  "?": showList,
  n: () => openUrl(urls.shortcutLog),
  "g h": () => openUrl(urls.shortcutHome),
  "g e": () => openUrl(urls.shortcutEvents),
  "g n": () => openUrl(urls.shortcutNetwork),
  "g r": () => openUrl(urls.shortcutResearch),
  "g v": () => openUrl(urls.shortcutEvaluation),
  "g s": () => openUrl(urls.shortcutServices),
  "g c": () => openUrl(urls.shortcutCommunities),
};

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
  const keys = firstKey ? `${firstKey} ${event.key}` : event.key;
  clearTimeout(timer);
  firstKey = keys === "g" ? "g" : "";
  if (firstKey) timer = setTimeout(() => (firstKey = ""), SEQUENCE_TIMEOUT);
  // A page names the keys of its own links.
  const link = document.querySelector(`a[aria-keyshortcuts="${CSS.escape(keys)}"]`);
  if (!shortcuts[keys] && !link) return;
  event.preventDefault();
  if (link) link.click();
  else shortcuts[keys]();
});
