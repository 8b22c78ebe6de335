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

// <input type="number" data-stepper> gets a minus and a plus for thumbs. An empty field starts at its least value.
function stepper(input) {
  if (!once(input, "stepperReady")) return;
  const label = input.labels?.[0]?.textContent.trim() ?? "";
  const button = (sign, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-secondary";
    made.setAttribute("aria-label", `${sign} ${label}`);
    made.append(icon(by < 0 ? "minus" : "plus"));
    made.addEventListener("click", () => {
      if (input.value === "") input.value = input.min || "0";
      else if (by < 0) input.stepDown();
      else input.stepUp();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return made;
  };
  const box = document.createElement("div");
  box.className = "tf-stepper";
  input.replaceWith(box);
  box.append(button(document.body.dataset.fewer, -1), input, button(document.body.dataset.more, 1));
}

// <textarea data-count maxlength="500">: how many characters are left. The limit itself is the server's.
function counter(field) {
  const limit = Number(field.dataset.count || field.maxLength);
  if (!(limit > 0) || !once(field, "countReady")) return;
  const line = document.createElement("div");
  line.className = "tf-count";
  line.setAttribute("aria-live", "polite");
  field.after(line);
  const show = () => {
    const left = limit - [...field.value].length;
    line.textContent = `${[...field.value].length} / ${limit}`;
    line.classList.toggle("tf-count-over", left < 0);
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
  close.className = "tf-close";
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

// A form is sent once, however often the button is pressed.
function single(form) {
  if (form.method !== "post" || !once(form, "singleReady")) return;
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < 3000) event.preventDefault();
    else form.dataset.sent = String(Date.now());
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
}

// What takes longer than a second shows that it is under way, until the next page is there.
let soon;

function wait(event) {
  clearTimeout(soon);
  soon = setTimeout(() => {
    if (event.defaultPrevented || document.querySelector(".tf-busy")) return;
    const bar = document.createElement("progress");
    bar.className = "tf-busy";
    bar.setAttribute("aria-label", document.body.dataset.busy);
    document.body.append(bar);
    setTimeout(done, 30_000);
  }, 1000);
}

function done() {
  clearTimeout(soon);
  document.querySelector(".tf-busy")?.remove();
}

addEventListener("submit", wait);
addEventListener("pageshow", done);
// A file comes without another page, and whoever stops the browser stays on this one.
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
  each(root, "form:not([hx-post])", single);
  each(root, "[data-toast]", toast);
  each(root, "[data-error-summary]", focus);
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

if (document.querySelector("[hx-trigger*='every']")) addEventListener("load", withHtmx);
else if (document.querySelector("[hx-get], [hx-post]")) {
  const entered = (event) => {
    if (document.readyState !== "complete" || !event.target.matches("input, select, textarea")) return;
    removeEventListener("focusin", entered);
    withHtmx();
  };
  addEventListener("focusin", entered);
}

enhance(document.documentElement);
addEventListener("htmx:load", (event) => enhance(event.detail.elt));
