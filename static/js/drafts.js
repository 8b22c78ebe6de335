// Store what is typed into a form on this device until it is saved, so that a locked phone, a crash or a lost connection loses
// nothing. A draft belongs to one account: another account's drafts are deleted here, signing out deletes all of them
// (Clear-Site-Data), and app.js deletes those that are seven days old or saved. components/draft_restored.html adds the message
// that a draft was restored.
const PREFIX = "draft:";
// The token, and the fields of the offline queue.
const OWN_FIELDS = /^(csrfmiddlewaretoken|queue_.*)$/;
const EXCLUDED_TYPES = ["password", "file", "submit", "button", "image", "reset", "fieldset"];

function getStorage() {
  try {
    localStorage.removeItem(PREFIX);
    return localStorage;
  } catch {
    return null; // The browser may refuse storage.
  }
}

const getFields = (form) =>
  [...form.elements].filter((field) => field.name && !OWN_FIELDS.test(field.name) && !EXCLUDED_TYPES.includes(field.type));
const isCheckable = (field) => field.type === "checkbox" || field.type === "radio";
const getKey = (field) => (isCheckable(field) ? `${field.name}=${field.value}` : field.name);
const getValue = (field) => (isCheckable(field) ? field.checked : field.value);
const setValue = (field, value) => { field[isCheckable(field) ? "checked" : "value"] = value; };

function readDraft(storage, key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return null;
  }
}

function deleteOtherAccounts(storage, ownPrefix) {
  Object.keys(storage)
    .filter((key) => key.startsWith(PREFIX) && !key.startsWith(ownPrefix))
    .forEach((key) => storage.removeItem(key));
}

function notify(field) {
  field.closest("details")?.setAttribute("open", "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// Fill in the draft. Return the changed fields with their values before; empty if the draft says the same as the page.
function restore(form, draft) {
  const changed = getFields(form).filter((field) => (draft[getKey(field)] ?? getValue(field)) !== getValue(field));
  if (!changed.some((field) => field.type !== "hidden")) return [];
  // Hidden fields too: the same client_id stores one record, and the same revision reports a conflict.
  const before = changed.map((field) => [field, getValue(field)]);
  changed.forEach((field) => setValue(field, draft[getKey(field)]));
  changed.forEach(notify);
  return before;
}

function keepDraft(box, storage, ownPrefix, number) {
  const form = box.closest("form");
  // With its query: a copy of another meeting is another form than an empty one.
  const key = `${ownPrefix}${location.pathname}${location.search}${number || ""}`;
  let timer;
  let isUnsaved = false; // Typed since the draft was last written.
  const write = () => {
    clearTimeout(timer);
    if (!isUnsaved) return;
    isUnsaved = false;
    const saved = Object.fromEntries(getFields(form).map((field) => [getKey(field), getValue(field)]));
    try {
      storage.setItem(key, JSON.stringify({ at: Date.now(), saved }));
    } catch {
      delete form.dataset.safe; // The storage is full: app.js asks before the page is left.
    }
  };

  const draft = "draftAnswer" in box.dataset ? null : readDraft(storage, key);
  const before = draft ? restore(form, draft.saved) : [];
  if (before.length) form.dataset.safe = "1";
  else if (draft) storage.removeItem(key);
  box.hidden = !before.length;
  box.querySelector("button").addEventListener("click", () => {
    before.forEach(([field, value]) => setValue(field, value));
    before.forEach(([field]) => notify(field));
    clearTimeout(timer);
    isUnsaved = false;
    storage.removeItem(key);
    box.hidden = true;
  });

  form.addEventListener("input", () => {
    isUnsaved = true;
    form.dataset.safe = "1";
    clearTimeout(timer);
    timer = setTimeout(write, 300);
  });
  form.addEventListener("submit", () => {
    isUnsaved = true;
    write();
    sessionStorage.setItem("sent-draft", key);
  });
  addEventListener("pagehide", write);
  document.addEventListener("visibilitychange", write);
}

const storage = getStorage();
const boxes = [...document.querySelectorAll("[data-draft]:not([data-draft-ready])")];
if (storage && boxes.length) {
  const ownPrefix = `${PREFIX}${boxes[0].dataset.draft}:`;
  deleteOtherAccounts(storage, ownPrefix);
  boxes.forEach((box, number) => {
    box.dataset.draftReady = "1";
    keepDraft(box, storage, ownPrefix, number);
  });
}
