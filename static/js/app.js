// What makes a page nicer; nothing needs it. Every part finds its elements by a data- attribute, also after an htmx swap.

const each = (root, selector, act) => {
  if (root.matches?.(selector)) act(root);
  root.querySelectorAll(selector).forEach(act);
};
const once = (element, key) => !element.dataset[key] && (element.dataset[key] = "1");
const icons = () => document.querySelector("use")?.getAttribute("href").split("#")[0] ?? "";

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "tf-icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${icons()}#${name}`);
  svg.append(use);
  return svg;
}

// <input data-stepper data-least="1">: a whole number with a minus and a plus for thumbs. The keyboard has the arrows instead, so
// the buttons take no part in its order. Empty ("not recorded") stays empty until somebody presses one.
function stepper(input) {
  if (!once(input, "stepperReady")) return;
  const least = Number(input.dataset.least || input.min || 0);
  const most = Number(input.max || Infinity);
  const words = input.labels?.[0]?.cloneNode(true);
  words?.querySelector(".tf-optional")?.remove();
  const label = words?.textContent.trim() ?? "";
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  const number = () => (/^\d+$/.test(input.value.trim()) ? Number(input.value) : null);
  const tell = () => {
    if (number() === null) input.removeAttribute("aria-valuenow");
    else input.setAttribute("aria-valuenow", number());
  };
  const step = (by) => {
    const before = number() ?? (by > 0 ? Math.max(least - 1, 0) : least + 1);
    input.value = Math.min(Math.max(before + by, least), most);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const button = (sign, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.tabIndex = -1;
    made.className = "btn btn-secondary";
    made.setAttribute("aria-label", `${sign} ${label}`);
    made.append(icon(by < 0 ? "minus" : "plus"));
    made.addEventListener("click", () => {
      step(by);
      said.textContent = input.value;
    });
    return made;
  };
  // A field of the kind "number" has all of this by itself.
  if (input.type !== "number") {
    input.setAttribute("role", "spinbutton");
    input.setAttribute("aria-valuemin", least);
    input.addEventListener("input", tell);
    tell();
    input.addEventListener("keydown", (event) => {
      const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      step(by);
    });
  }
  const box = document.createElement("div");
  box.className = "tf-stepper";
  input.replaceWith(box);
  box.append(button(document.body.dataset.fewer, -1), input, button(document.body.dataset.more, 1), said);
}

// <textarea data-count maxlength="500">: how many characters are left. The limit itself is the server's.
function counter(field) {
  const limit = Number(field.dataset.count || field.maxLength);
  if (!(limit > 0) || !once(field, "countReady")) return;
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

// <form data-guard>: the browser asks before it leaves typed text behind, unless kept.js keeps it (data-safe). An htmx
// save clears the mark.
const changed = new Set();

function guard(form) {
  if (!once(form, "guardReady")) return;
  form.addEventListener("input", () => changed.add(form));
  form.addEventListener("submit", () => changed.delete(form));
  form.addEventListener("htmx:afterRequest", (event) => event.detail.successful && changed.delete(form));
}

addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected && !form.dataset.safe)) event.preventDefault();
});

// A message can be put away; one that offers an undo stays until then.
function toast(box) {
  if (!once(box, "toastReady")) return;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "tf-close-button";
  close.append(icon("close"));
  close.setAttribute("aria-label", document.body.dataset.close ?? "×");
  close.addEventListener("click", () => box.remove());
  box.append(close);
}

// A page or a swap that brings an error summary puts the reader there, once: htmx may arrive when a field has the focus.
const focus = (summary) => {
  if (!once(summary, "focusReady")) return;
  summary.focus();
  // An address that ends in "#main", or in a field that was wrong before, takes the focus along once the page is there.
  if (!location.hash) return;
  let acted = false;
  ["keydown", "pointerdown"].forEach((name) => addEventListener(name, () => (acted = true), { once: true }));
  addEventListener("load", () => requestAnimationFrame(() => acted || summary.focus()), { once: true });
};

// A form is sent once, however often its button is pressed; the button says so until the next page is there.
const isPost = (form) => form.getAttribute("method")?.toLowerCase() === "post";

function single(form) {
  if (!isPost(form) || !once(form, "singleReady")) return;
  form.addEventListener("submit", (event) => form.dataset.sent && event.preventDefault());
}

// Each form that is on its way, with its button as it was.
const pressed = new Map();

function press(form, button) {
  form.dataset.sent = "1";
  pressed.set(form, null);
  if (button?.type !== "submit") return;
  pressed.set(form, [button, [...button.childNodes], button.style.minWidth]);
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute("aria-disabled", "true");
  button.replaceChildren(document.body.dataset["guard" in form.dataset ? "saving" : "busy"]);
}

// What takes longer than a moment shows that it is under way, until the next page, or the part that was asked for, is there.
const bar = document.querySelector("[data-under-way]");
const FILE = /\.(csv|xlsx|json|xml|pdf|ics|svg|png|zip|geojson)$/;
// Of the newest file that came: tfc/middleware.py. It comes without another page, and says so by this alone.
const newestFile = () => document.cookie.match(/(?:^|; )(?:__Host-)?file=(\w+)/)?.[1];
// Says, whenever it is asked, whether one came since. The cookie ends by itself, which is no file.
function fileSince() {
  const before = newestFile();
  return () => (newestFile() ?? before) !== before;
}

let soon, late, look;

function wait(milliseconds = 300) {
  stop();
  const came = fileSince();
  soon = setTimeout(() => {
    if (bar) bar.textContent = document.body.dataset.busy;
    look = setInterval(() => came() && done(), 250);
    // A page that never comes.
    late = setTimeout(done, 15_000);
  }, milliseconds);
}

function stop() {
  [soon, late].forEach(clearTimeout);
  clearInterval(look);
}

function done() {
  stop();
  if (bar) bar.textContent = "";
  pressed.forEach((before, form) => {
    delete form.dataset.sent;
    if (!before) return;
    const [button, words, width] = before;
    button.replaceChildren(...words);
    button.style.minWidth = width;
    button.removeAttribute("aria-disabled");
  });
  pressed.clear();
}

// Whoever proved who he is has the file that he asked for, and no page with it: back to where its link stands.
const asksWho = document.querySelector("[data-file-leads-back]");

function leave() {
  try {
    if (!asksWho) sessionStorage.left = location.href;
  } catch {
    // A browser that keeps nothing.
  }
}

if (asksWho) {
  const came = fileSince();
  const watch = setInterval(() => {
    if (!came()) return;
    clearInterval(watch);
    location.assign(sessionStorage.left ?? "/");
  }, 250);
}

// Afterwards, when all others had their say: who keeps a form until there is signal takes it out of the browser's hands. What
// the form sends is written down by then, its button's name too.
addEventListener("submit", (event) => setTimeout(() => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("target")) return;
  if (isPost(form)) press(form, event.submitter);
  leave();
  wait();
}));
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const elsewhere = event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || elsewhere || link.target || link.origin !== location.origin) return;
  leave();
  const samePage = link.hash && link.pathname === location.pathname && link.search === location.search;
  if (!samePage && !FILE.test(link.pathname)) wait();
});
// What a page asks for or keeps by itself is nobody's wait.
addEventListener("htmx:beforeRequest", ({ detail: { requestConfig: asked } }) => {
  if (asked.verb === "get" && asked.triggeringEvent) wait();
});
addEventListener("htmx:afterRequest", () => pressed.size || done());
addEventListener("pageshow", done);
// A file was kept, and whoever stops the browser stays on this page.
addEventListener("focus", done);
addEventListener("keydown", (event) => event.key === "Escape" && done());

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

function enhance(root) {
  each(root, "input[data-stepper]", stepper);
  each(root, "[data-count]", counter);
  each(root, "form[data-guard]", guard);
  each(root, "form:not([data-hx-post])", single);
  each(root, "[data-toast]", toast);
  each(root, "[data-error-summary]", focus);
}

// What kept.js kept ends after seven days, on whichever page: its writer may never come back to that form.
const WEEK = 7 * 24 * 60 * 60 * 1000;

function isOld(key) {
  try {
    return !(JSON.parse(localStorage.getItem(key)).at > Date.now() - WEEK);
  } catch {
    return true;
  }
}

try {
  Object.keys(localStorage).filter((key) => key.startsWith("kept:") && isOld(key)).forEach((key) => localStorage.removeItem(key));
} catch {
  // A browser that keeps nothing.
}

// What kept.js kept of a form that was sent goes once its answer led on to another page, or into the outbox.
try {
  const sent = sessionStorage.getItem("kept-sent");
  const led = performance.getEntriesByType("navigation")[0]?.redirectCount;
  const waits = new URLSearchParams(location.search).has("kept");
  if (sent && (led || waits)) localStorage.removeItem(sent);
  if (sent) sessionStorage.removeItem("kept-sent");
} catch {
  // A browser that keeps nothing.
}

// htmx comes only to a page that has work for it, and not before there is some: for what asks by itself once the page is
// complete (it begins in no other), for a form when somebody enters a field.
function withHtmx() {
  // A page kept on the device, without signal.
  if (document.body.dataset.fromDevice) return;
  const script = document.createElement("script");
  script.src = document.body.dataset.htmx;
  document.head.append(script);
}

if (document.querySelector("[data-hx-trigger*='every']")) addEventListener("load", withHtmx);
else if (document.querySelector("[data-hx-get], [data-hx-post]")) {
  const entered = (event) => {
    if (document.readyState !== "complete" || !event.target.matches("input, select, textarea")) return;
    removeEventListener("focusin", entered);
    withHtmx();
  };
  addEventListener("focusin", entered);
}

enhance(document.documentElement);
addEventListener("htmx:load", (event) => enhance(event.detail.elt));
