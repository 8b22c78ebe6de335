// Enhancements of every page: the page works without them. Each finds its elements by a data- attribute, also after an htmx swap.

const applyToAll = (root, selector, enhanceElement) => {
  if (root.matches?.(selector)) enhanceElement(root);
  root.querySelectorAll(selector).forEach(enhanceElement);
};
// True the first time only, so that an element is enhanced once.
const claim = (element, key) => !element.dataset[key] && (element.dataset[key] = "1");
const iconFile = () => document.querySelector("use")?.getAttribute("href").split("#")[0] ?? "";

function makeIcon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "tf-icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${iconFile()}#${name}`);
  svg.append(use);
  return svg;
}

// A whole number, "1,250" and "1 250" included; null for other text.
const parseCount = (text) => (/^(?:\d+|\d{1,3}(?:[,\s]\d{3})+)$/.test(text.trim()) ? Number(text.replace(/\D/g, "")) : null);

// <input data-stepper data-least="1">: a whole number with a minus and a plus button for touch. The keyboard has the arrow keys, so
// the buttons are left out of the tab order. An empty field ("not recorded") stays empty until a button is pressed.
function addStepper(input) {
  if (!claim(input, "stepperReady")) return;
  const least = Number(input.dataset.least || 0);
  const labelCopy = input.labels?.[0]?.cloneNode(true);
  labelCopy?.querySelector(".tf-optional")?.remove();
  const label = labelCopy?.textContent.trim() ?? "";
  const status = document.createElement("span");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  const getNumber = () => parseCount(input.value);
  const updateValueNow = () => {
    if (getNumber() === null) input.removeAttribute("aria-valuenow");
    else input.setAttribute("aria-valuenow", getNumber());
  };
  const step = (by) => {
    const before = getNumber() ?? (by > 0 ? Math.max(least - 1, 0) : least + 1);
    input.value = Math.max(before + by, least);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const makeButton = (sign, by) => {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.className = "btn btn-secondary";
    button.setAttribute("aria-label", `${sign} ${label}`);
    button.append(makeIcon(by < 0 ? "minus" : "plus"));
    button.addEventListener("click", () => {
      step(by);
      status.textContent = input.value;
    });
    return button;
  };
  input.setAttribute("role", "spinbutton");
  input.setAttribute("aria-valuemin", least);
  input.addEventListener("input", updateValueNow);
  updateValueNow();
  input.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by);
  });
  const box = document.createElement("div");
  box.className = "tf-stepper";
  input.replaceWith(box);
  box.append(makeButton(document.body.dataset.fewer, -1), input, makeButton(document.body.dataset.more, 1), status);
}

// <textarea data-count maxlength="500">: how many characters are typed. The server enforces the limit.
function addCharacterCount(field) {
  const limit = Number(field.dataset.count || field.maxLength);
  if (!(limit > 0) || !claim(field, "countReady")) return;
  const line = document.createElement("div");
  line.className = "tf-character-count";
  line.setAttribute("aria-live", "polite");
  field.after(line);
  const show = () => {
    const left = limit - [...field.value].length;
    line.textContent = `${[...field.value].length} / ${limit}`;
    line.classList.toggle("tf-character-count--over", left < 0);
  };
  field.removeAttribute("maxlength");
  field.addEventListener("input", show);
  show();
}

// <form data-guard>: the browser asks before typed text is lost, unless drafts.js has stored it (data-safe). Saving by htmx
// also counts as saved.
const changedForms = new Set();

function warnBeforeLosingText(form) {
  if (!claim(form, "guardReady")) return;
  form.addEventListener("input", () => changedForms.add(form));
  form.addEventListener("submit", () => changedForms.delete(form));
  form.addEventListener("htmx:afterRequest", (event) => event.detail.successful && changedForms.delete(form));
}

addEventListener("beforeunload", (event) => {
  if ([...changedForms].some((form) => form.isConnected && !form.dataset.safe)) event.preventDefault();
});

// Messages can be closed.
function addCloseButton(box) {
  if (!claim(box, "toastReady")) return;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "tf-close-button";
  close.append(makeIcon("close"));
  close.setAttribute("aria-label", document.body.dataset.close ?? "×");
  close.addEventListener("click", () => box.remove());
  box.append(close);
}

// Focus a new error summary, once: htmx may load when a field already has the focus.
const focusSummary = (summary) => {
  if (!claim(summary, "focusReady")) return;
  summary.focus();
  // With a fragment in the address ("#main", or a field), the browser moves the focus there when the page has loaded.
  if (!location.hash) return;
  let acted = false;
  ["keydown", "pointerdown"].forEach((name) => addEventListener(name, () => (acted = true), { once: true }));
  addEventListener("load", () => requestAnimationFrame(() => acted || summary.focus()), { once: true });
};

// A form is sent once, however often its button is pressed; the button shows that it is being sent.
const isPost = (form) => form.getAttribute("method")?.toLowerCase() === "post";

function preventDoubleSubmit(form) {
  if (!isPost(form) || !claim(form, "singleReady")) return;
  form.addEventListener("submit", (event) => form.dataset.sent && event.preventDefault());
}

// Forms that are being sent, with what their buttons looked like before.
const formsBeingSent = new Map();

function markAsBeingSent(form, button) {
  form.dataset.sent = "1";
  formsBeingSent.set(form, null);
  if (button?.type !== "submit") return;
  formsBeingSent.set(form, [button, [...button.childNodes], button.style.minWidth]);
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute("aria-disabled", "true");
  button.replaceChildren(document.body.dataset["guard" in form.dataset ? "saving" : "busy"]);
}

// A request that takes longer than a moment shows a progress message, until the next page or the requested part is there.
const progressMessage = document.querySelector("[data-under-way]");
const FILE = /\.(csv|xlsx|json|xml|pdf|ics|svg|png|zip|geojson)$/;
// The cookie of the newest download (tfc/middleware.py): a download opens no page, so this is the only sign that it arrived.
const getDownloadCookie = () => document.cookie.match(/(?:^|; )(?:__Host-)?file=(\w+)/)?.[1];
// Returns a function that tells whether a download has arrived since. An expired cookie is not a download.
function watchForDownload() {
  const before = getDownloadCookie();
  return () => (getDownloadCookie() ?? before) !== before;
}

let showTimer, giveUpTimer, downloadTimer;

function startWaiting(milliseconds = 300) {
  clearTimers();
  const hasDownload = watchForDownload();
  showTimer = setTimeout(() => {
    if (progressMessage) progressMessage.textContent = document.body.dataset.busy;
    downloadTimer = setInterval(() => hasDownload() && stopWaiting(), 250);
    // The page may never arrive.
    giveUpTimer = setTimeout(stopWaiting, 15_000);
  }, milliseconds);
}

function clearTimers() {
  [showTimer, giveUpTimer].forEach(clearTimeout);
  clearInterval(downloadTimer);
}

function stopWaiting() {
  clearTimers();
  if (progressMessage) progressMessage.textContent = "";
  formsBeingSent.forEach((before, form) => {
    delete form.dataset.sent;
    if (!before) return;
    const [button, content, width] = before;
    button.replaceChildren(...content);
    button.style.minWidth = width;
    button.removeAttribute("aria-disabled");
  });
  formsBeingSent.clear();
}

// On the page "Confirm it's you", a successful form answers with the file and no new page: return to the page with its link.
const identityPage = document.querySelector("[data-file-leads-back]");

function rememberAddress() {
  try {
    if (!identityPage) sessionStorage.previousAddress = location.href;
  } catch {
    // The browser may refuse storage.
  }
}

if (identityPage) {
  const hasDownload = watchForDownload();
  const timer = setInterval(() => {
    if (!hasDownload()) return;
    clearInterval(timer);
    location.assign(sessionStorage.previousAddress ?? "/");
  }, 250);
}

// In a timeout, after all other listeners, which may cancel the submit (signing out with unsent forms). By then the browser has
// collected what the form sends, the name of its button included.
addEventListener("submit", (event) => setTimeout(() => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("target")) return;
  if (isPost(form)) markAsBeingSent(form, event.submitter);
  rememberAddress();
  startWaiting();
}));
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const opensElsewhere = event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || opensElsewhere || link.target || link.origin !== location.origin) return;
  rememberAddress();
  const samePage = link.hash && link.pathname === location.pathname && link.search === location.search;
  if (!samePage && !FILE.test(link.pathname)) startWaiting();
});
// Requests that a page makes by itself show no message.
addEventListener("htmx:beforeRequest", ({ detail: { requestConfig: request } }) => {
  if (request.verb === "get" && request.triggeringEvent) startWaiting();
});
addEventListener("htmx:afterRequest", () => formsBeingSent.size || stopWaiting());
addEventListener("pageshow", stopWaiting);
// The dialog for saving a file was closed, or the person stopped loading: this page stays.
addEventListener("focus", stopWaiting);
addEventListener("keydown", (event) => event.key === "Escape" && stopWaiting());

function closeMenus(except) {
  document.querySelectorAll("details.tf-menu[open]").forEach((menu) => menu !== except && menu.removeAttribute("open"));
}

addEventListener("click", (event) => closeMenus(event.target.closest?.("details.tf-menu")));
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.tf-menu[open]");
  closeMenus();
  open?.querySelector("summary").focus();
});

// On a wide screen the style sheet shows what is folded on a phone; assistive technology reads it from here.
const wideScreen = matchMedia("(min-width: 48em)");
wideScreen.addEventListener("change", () => applyToAll(document, ".tf-fold", (part) => { part.open = wideScreen.matches; }));

function enhance(root) {
  if (wideScreen.matches) applyToAll(root, ".tf-fold", (part) => { part.open = true; });
  applyToAll(root, "input[data-stepper]", addStepper);
  applyToAll(root, "[data-count]", addCharacterCount);
  applyToAll(root, "form[data-guard]", warnBeforeLosingText);
  applyToAll(root, "form:not([data-hx-post])", preventDoubleSubmit);
  applyToAll(root, "[data-toast]", addCloseButton);
  applyToAll(root, "[data-error-summary]", focusSummary);
}

// Delete drafts (drafts.js) after seven days, on any page: the person may never open that form again.
const WEEK = 7 * 24 * 60 * 60 * 1000;

function isExpired(key) {
  try {
    return !(JSON.parse(localStorage.getItem(key)).at > Date.now() - WEEK);
  } catch {
    return true;
  }
}

try {
  Object.keys(localStorage).filter((key) => key.startsWith("draft:") && isExpired(key)).forEach((key) => localStorage.removeItem(key));
} catch {
  // The browser may refuse storage.
}

// Delete the draft of a form that was sent once its answer redirected to another page, or it is in the offline queue.
try {
  const sentDraft = sessionStorage.getItem("sent-draft");
  const wasRedirected = performance.getEntriesByType("navigation")[0]?.redirectCount;
  const isQueued = new URLSearchParams(location.search).has("queued");
  if (sentDraft && (wasRedirected || isQueued)) localStorage.removeItem(sentDraft);
  if (sentDraft) sessionStorage.removeItem("sent-draft");
} catch {
  // The browser may refuse storage.
}

// Load htmx only on pages that use it, and only when they do: for polling when the page is complete, for a form when a field gets
// the focus.
function loadHtmx() {
  // A page from this device, shown offline.
  if (document.body.dataset.fromDevice) return;
  const script = document.createElement("script");
  script.src = document.body.dataset.htmx;
  document.head.append(script);
}

if (document.querySelector("[data-hx-trigger*='every']")) addEventListener("load", loadHtmx);
else if (document.querySelector("[data-hx-get], [data-hx-post]")) {
  const loadOnFirstFocus = (event) => {
    if (document.readyState !== "complete" || !event.target.matches("input, select, textarea")) return;
    removeEventListener("focusin", loadOnFirstFocus);
    loadHtmx();
  };
  addEventListener("focusin", loadOnFirstFocus);
}

enhance(document.documentElement);
addEventListener("htmx:load", (event) => enhance(event.detail.elt));
