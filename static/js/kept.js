// What is typed into a form is kept on this device until it is saved: a phone that locks, a page that crashes and a line
// that breaks lose nothing. Only for whoever typed it: what somebody else left is thrown away, signing out empties all
// (Clear-Site-Data), and so do seven days: app.js throws away what is old, and what was saved. components/draft_restored.html puts the box that
// says so into the form.
const PREFIX = "kept:";
// The token, and what the outbox notes on a form for itself.
const NOT_TYPED = /^(csrfmiddlewaretoken|outbox.*)$/;
const LEFT_OUT = ["password", "file", "submit", "button", "image", "reset", "fieldset"];

function storage() {
  try {
    localStorage.removeItem(PREFIX);
    return localStorage;
  } catch {
    return null; // A browser that keeps nothing.
  }
}

const fields = (form) =>
  [...form.elements].filter((one) => one.name && !NOT_TYPED.test(one.name) && !LEFT_OUT.includes(one.type));
const isTick = (one) => one.type === "checkbox" || one.type === "radio";
const nameOf = (one) => (isTick(one) ? `${one.name}=${one.value}` : one.name);
const valueOf = (one) => (isTick(one) ? one.checked : one.value);
const put = (one, value) => { one[isTick(one) ? "checked" : "value"] = value; };

function read(store, key) {
  try {
    return JSON.parse(store.getItem(key));
  } catch {
    return null;
  }
}

function tidy(store, mine) {
  Object.keys(store)
    .filter((key) => key.startsWith(PREFIX) && !key.startsWith(mine))
    .forEach((key) => store.removeItem(key));
}

function tell(one) {
  one.closest("details")?.setAttribute("open", "");
  one.dispatchEvent(new Event("input", { bubbles: true }));
  one.dispatchEvent(new Event("change", { bubbles: true }));
}

// The fields that were typed differently from what the page says now, as they were before; none when nothing differs.
function restore(form, saved) {
  const differ = fields(form).filter((one) => (saved[nameOf(one)] ?? valueOf(one)) !== valueOf(one));
  if (!differ.some((one) => one.type !== "hidden")) return [];
  // Hidden ones too: sent twice it is still one, and a row that somebody else changed is not written over unseen.
  const before = differ.map((one) => [one, valueOf(one)]);
  differ.forEach((one) => put(one, saved[nameOf(one)]));
  differ.forEach(tell);
  return before;
}

function keep(box, store, mine, number) {
  const form = box.closest("form");
  const key = `${mine}${location.pathname}${number || ""}`;
  let timer;
  let typed = false; // Since it was written last.
  const write = () => {
    clearTimeout(timer);
    if (!typed) return;
    typed = false;
    const saved = Object.fromEntries(fields(form).map((one) => [nameOf(one), valueOf(one)]));
    try {
      store.setItem(key, JSON.stringify({ at: Date.now(), saved }));
    } catch {
      delete form.dataset.safe; // No room: app.js asks before the page is left.
    }
  };

  const found = "draftAnswer" in box.dataset ? null : read(store, key);
  const before = found ? restore(form, found.saved) : [];
  if (before.length) form.dataset.safe = "1";
  else if (found) store.removeItem(key);
  box.hidden = !before.length;
  box.querySelector("button").addEventListener("click", () => {
    before.forEach(([one, value]) => put(one, value));
    before.forEach(([one]) => tell(one));
    clearTimeout(timer);
    typed = false;
    store.removeItem(key);
    box.hidden = true;
  });

  form.addEventListener("input", () => {
    typed = true;
    form.dataset.safe = "1";
    clearTimeout(timer);
    timer = setTimeout(write, 300);
  });
  form.addEventListener("submit", () => {
    typed = true;
    write();
    sessionStorage.setItem("kept-sent", key);
  });
  addEventListener("pagehide", write);
  document.addEventListener("visibilitychange", write);
}

const store = storage();
const boxes = [...document.querySelectorAll("[data-draft]:not([data-draft-ready])")];
if (store && boxes.length) {
  const mine = `${PREFIX}${boxes[0].dataset.draft}:`;
  tidy(store, mine);
  boxes.forEach((box, number) => {
    box.dataset.draftReady = "1";
    keep(box, store, mine, number);
  });
}
