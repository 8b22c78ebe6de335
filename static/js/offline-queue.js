// On each page of a signed-in person: store the forms for offline use, count the entries that wait on this device, and send them
// when online. The service worker does the rest; the pages work without both.
const config = document.querySelector("[data-queue-user]").dataset;
const storedAt = document.body.dataset.fromDevice;
const language = document.documentElement.lang;
const user = config.queueUser;
const HALF_A_DAY = 12 * 60 * 60 * 1000;
// Forms are stored after the page has settled, and slowly; sooner on the offline page.
const isOfflinePage = location.pathname === config.list;
const START_DELAY = isOfflinePage ? 2000 : 5000, PAGE_DELAY = isOfflinePage ? 100 : 1000;
const THREE_MONTHS = 90 * 24 * 60 * 60 * 1000;

// ── What this device stores, and for whom

// After signing out nothing more is written, and the current write finishes first.
let isSignedOut = false, currentWrite = null;

function write(act) {
  if (!isSignedOut) currentWrite = act();
  return currentWrite;
}

async function startStoring() {
  const previous = await offlineQueue.getSetting("user");
  await write(() => offlineQueue.setSetting("user", { key: user, until: Number(config.until) * 1000 }));
  if (previous?.key !== user) await offlineQueue.deletePages(user);
  await offlineQueue.deleteOldRecordsOfOthers(user, new Date(Date.now() - THREE_MONTHS).toISOString());
  if (!config.list || !navigator.serviceWorker) return;
  await pause(START_DELAY);
  if (isSignedOut) return;
  await navigator.serviceWorker.register(config.worker, { scope: config.scope });
  await navigator.serviceWorker.ready;
  await storeForms();
}

// Fetch the offline page and the forms that it lists twice a day, and at once in another language or release.
async function storeForms() {
  const setting = `stored ${config.list}`, edition = `${user} ${language} ${config.version}`;
  const last = await offlineQueue.getSetting(setting);
  // On the next page, continue with the forms that are missing.
  const round = last?.edition === edition && Date.now() - last.at < HALF_A_DAY ? last : { edition, at: Date.now() };
  if (round.done) return;
  await write(() => offlineQueue.setSetting(setting, round));
  const list = (await getPageSince(config.list, round.at)) ?? (await fetchPage(config.list));
  if (!list) return;
  const links = navigator.connection?.saveData ? [] : list.querySelectorAll("[data-store]");
  for (const { dataset: { store: url } } of links) {
    if (await getPageSince(url, round.at)) continue;
    await pause(PAGE_DELAY);
    await fetchPage(url);
  }
  await write(() => offlineQueue.setSetting(setting, { ...round, done: true }));
  await offlineQueue.deleteFiles(config.version);
}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

const parse = (text) => new DOMParser().parseFromString(text, "text/html");

async function getPageSince(url, moment) {
  const page = await offlineQueue.getPage(user, url);
  return page && Date.parse(page.headers.get("X-Stored")) >= moment ? parse(await page.text()) : null;
}

async function fetchPage(url) {
  const response = await fetch(url, { headers: { "Offline-Queue": "keep" } });
  if (response.status !== 200 || response.redirected) return null;
  const text = await response.clone().text();
  // Another account may have signed in meanwhile, in another tab.
  if (!text.includes(`data-queue-user="${user}"`)) return null;
  await write(async () => {
    await offlineQueue.storeFiles(config.version, config.statics, text);
    await offlineQueue.storePage(user, url, response, text);
  });
  return parse(text);
}

// ── What waits

const setHidden = (selector, isHidden) =>
  document.querySelectorAll(selector).forEach((element) => { element.hidden = isHidden; });

async function showCount() {
  const records = await offlineQueue.listRecords(user);
  document.querySelectorAll("[data-queue-link]").forEach((link) => {
    link.hidden = !records.length;
    if (records.length) link.href = config.list || `/c/${records[0].url.split("/")[2]}/offline/`;
    link.classList.toggle("tf-header-icon--attention", records.some((record) => record.state === "refused"));
  });
  document.querySelectorAll("[data-queue-count]").forEach((element) => { element.textContent = records.length; });
  setHidden("[data-queue-some]", !records.length);
  setHidden("[data-queue-send]", !records.some((record) => record.state === "waiting"));
  return records.length;
}

function showConnection() {
  setHidden("[data-online]", !navigator.onLine);
  setHidden("[data-offline]", navigator.onLine);
}

// ── Sending

// Returns how many entries were stored.
async function send(includeHeld = false) {
  const result = await offlineQueue.send({ user, token: config.token, includeHeld, onSignedOut, readErrors });
  if (result?.sent) showMessage("sent", result.sent);
  return result?.sent ?? 0;
}

let isSignInShown = false;

function onSignedOut() {
  if (!isSignInShown) showMessage("sign-in");
  isSignInShown = true;
}

async function readErrors(response) {
  try {
    return getErrors(parse(await response.text()));
  } catch {
    return null;
  }
}

function getErrors(page) {
  const listed = [...page.querySelectorAll(".tf-error-summary li")];
  const elements = listed.length ? listed : [page.querySelector("main [role=alert] :is(h2, strong)") ?? page.querySelector("main h1")];
  return elements.filter(Boolean).map((element) => element.textContent.replace(/\s+/g, " ").trim().slice(0, 300));
}

const copyTemplate = (name) => document.querySelector(`template[data-message="${name}"]`).content.cloneNode(true);

// Show a message from the page's templates, and a number after it.
function showMessage(name, number = "") {
  const box = copyTemplate(name).firstElementChild;
  box.querySelector(".tf-toast-text > span").append(` ${number}`);
  document.getElementById("messages").append(box);
  dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: box } }));
  return box;
}

// ── A form shown offline, or opened again

const queueForms = [...document.forms].filter((form) => form.elements.namedItem("queue_user"));

async function prepareForms() {
  if (!queueForms.length) return;
  const idField = document.querySelector("[name=queue_id]");
  if (idField) return offlineQueue.holdRecord(idField.value);
  if (storedAt) queueForms.forEach((form) => (form.dataset.habit ? proposeMeeting(form) : updateToday(form)));
  const wanted = new URLSearchParams(location.search).get("entry");
  const records = await offlineQueue.listRecords(user);
  const record = records.find((candidate) => candidate.id === wanted) ?? (storedAt && records.find(isChangeFromThisPage));
  if (record) await reopen(record);
  if (storedAt || record) showFormNote(record);
}

// An entry that changes a record, not one that adds a record: of those many can wait.
const isChangeFromThisPage = (record) =>
  record.page === location.pathname && !record.fields.some(([name]) => name === "client_id");

const formatLocal = (date) => new Date(date - date.getTimezoneOffset() * 60000).toISOString();
const formatDay = (date) => formatLocal(date).slice(0, 10);

// Online events/prefill.py proposes the same day and time.
function proposeMeeting(form) {
  const { weekday, starts, recorded } = JSON.parse(form.dataset.habit);
  const { day: dayField, starts: startField } = form.elements;
  const now = new Date(), time = formatLocal(now).slice(11, 16), stored = dayField.value;
  const daysBack = (now.getDay() - weekday + 7) % 7 || (starts > time ? 7 : 0);
  const usual = new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBack, 12);
  const isUsual = daysBack <= 2 && !recorded.includes(formatDay(usual));
  dayField.value = formatDay(isUsual ? usual : now);
  startField.value = isUsual || starts <= time ? starts : "";
  if (dayField.value !== stored) document.querySelectorAll("[data-names-day]").forEach((element) => element.remove());
}

// The form says "today" for the day on which it was stored.
function updateToday(form) {
  for (const field of form.querySelectorAll("input[type=date]")) {
    if (field.value !== formatDay(new Date(storedAt)) || field.value === formatDay(new Date())) continue;
    field.value = formatDay(new Date());
  }
}

async function reopen(record) {
  await offlineQueue.holdRecord(record.id);
  const names = [...new Set(record.fields.map(([name]) => name))];
  const form = queueForms.find(({ elements }) => names.every((name) => elements.namedItem(name))) ?? queueForms[0];
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "queue_id", value: record.id }));
  fillIn(form, record.fields);
}

function fillIn(form, fields) {
  const remaining = [...fields];
  for (const field of form.elements) {
    if (!field.name || field.type === "submit" || field.name.startsWith("queue_") || field.name === "csrfmiddlewaretoken") continue;
    const values = remaining.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (field.multiple) [...field.options].forEach((option) => { option.selected = values.includes(option.value); });
    else if (values.length) {
      field.value = values[0];
      remaining.splice(remaining.findIndex(([name]) => name === field.name), 1);
      if (field.type !== "hidden") field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const details = field.closest("details");
    if (details && values.some(Boolean)) details.open = true;
  }
}

// ── Offline no server checks a form: an entry waits only once its fields are filled in and its numbers can be read

const getFault = ({ validity, inputMode, value, dataset }) => {
  if (validity.valueMissing) return "missing";
  if (validity.badInput) return "unreadable";
  if ("past" in dataset && value > formatDay(new Date())) return "future";
  return inputMode === "numeric" && /[^\p{Nd}.,，\s’'/]/u.test(value) ? "no-number" : null;
};

function checkBeforeStoring(event) {
  const form = event.target;
  if (!queueForms.includes(form) || (navigator.onLine && !storedAt)) return;
  form.querySelectorAll("[data-fault]").forEach((message) => message.remove());
  const faulty = [...form.elements].filter((field) => field.willValidate && getFault(field));
  if (!faulty.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  new Map(faulty.reverse().map((field) => [field.name, field])).forEach(showFault);
  faulty.at(-1).focus();
}

function showFault(field) {
  const message = copyTemplate(getFault(field)).firstElementChild;
  message.id = `${field.id}_fault`;
  (field.closest(".form-check, .tf-stepper") ?? field).before(message);
  field.setAttribute("aria-describedby", `${message.id} ${field.getAttribute("aria-describedby") ?? ""}`);
  field.closest("details")?.setAttribute("open", "");
}

function showFormNote(record) {
  const note = copyTemplate(record ? "entry" : "offline");
  note.querySelector("[data-when]").textContent = formatMoment(new Date(record?.enteredAt ?? storedAt));
  note.querySelectorAll("[data-copied-form]").forEach((element) => {
    element.hidden = !new URLSearchParams(location.search).has("from");
  });
  const list = note.querySelector("ul");
  record?.errors.forEach((error) => list.append(Object.assign(document.createElement("li"), { textContent: error })));
  // Inside the form, so that the button at the foot of the screen stays above it.
  queueForms[0].prepend(note);
}

// ── Days and times in the format of the server

const MONTHS = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split(" ");
const isEnglish = language.startsWith("en");

function formatDate(date) {
  if (isEnglish) return `${MONTHS[date.getMonth()]}\u00a0${date.getDate()}, ${date.getFullYear()}`;
  return date.toLocaleDateString(language, { dateStyle: "long" });
}

function formatTime(date) {
  const time = date.toLocaleTimeString(language, { timeStyle: "short" });
  if (!isEnglish) return time;
  return time.replace(":00", "").replace(/\s*([AP])M$/, (match, half) => `\u00a0${half.toLowerCase()}.m.`);
}

function formatMoment(date) {
  if (isEnglish) return `${formatDate(date)}, ${formatTime(date)}`;
  return date.toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
}

// ── Signing out deletes all of it

async function signOut(event) {
  const form = event.target;
  if (!form.matches?.(`form[action="${config.logout}"]`)) return;
  event.preventDefault();
  if (!navigator.onLine) return showMessage("sign-out-offline");
  const needsWarning = location.pathname !== config.logout && (await showCount());
  if (needsWarning) return location.assign(config.logout);
  isSignedOut = true;
  await Promise.resolve(currentWrite).catch(() => {});
  await offlineQueue.deleteAll();
  form.submit();
}

addEventListener("submit", checkBeforeStoring, { capture: true });
addEventListener("submit", signOut);
addEventListener("online", showConnection);
addEventListener("offline", showConnection);
addEventListener("online", () => send());
// Pages of a sleeping phone miss the "online" event.
addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
offlineQueue.drawOnChange(showCount);
Object.assign(offlineQueue, {
  user, showMessage, formatDate, formatTime, formatMoment, sendNow: send,
  fetchOwnToken: () => offlineQueue.fetchToken(user, config.token),
});

showConnection();
document.querySelectorAll("[data-queue-send]").forEach((button) => button.addEventListener("click", () => send(true)));
await Promise.all(
  [...document.querySelectorAll("[data-queue-sent]")].map((element) => offlineQueue.deleteRecord(element.dataset.queueSent)),
);
await prepareForms();
await showCount();
await send();
// After a failure, the next page tries again.
if (!storedAt) await startStoring().catch(() => {});
