// On each page of somebody who is signed in: keeps the forms for when there is no signal, counts what waits on this device, and
// sends it once there is signal. The worker does the rest; without both, pages work as ever.
const here = document.querySelector("[data-outbox]").dataset;
const kept = document.body.dataset.fromDevice;
const language = document.documentElement.lang;
const me = here.outbox;
const HALF_A_DAY = 12 * 60 * 60 * 1000;
// What is kept for later comes after the page, when its reader has settled, and slowly; sooner on the list of it.
const isList = location.pathname === here.list;
const SETTLED = isList ? 2000 : 5000, BETWEEN = isList ? 100 : 1000;
const THREE_MONTHS = 90 * 24 * 60 * 60 * 1000;

// ── What is kept here, and for whom

// Once somebody signs out nothing more is written, and what is being written ends first.
let left = false, writing = null;

function write(act) {
  if (!left) writing = act();
  return writing;
}

async function begin() {
  const before = await outbox.fact("user");
  await write(() => outbox.tell("user", { key: me, until: Number(here.until) * 1000 }));
  if (before?.key !== me) await outbox.forgetPages(me);
  await outbox.forgetOthers(me, new Date(Date.now() - THREE_MONTHS).toISOString());
  if (!here.list || !navigator.serviceWorker) return;
  await pause(SETTLED);
  if (left) return;
  await navigator.serviceWorker.register(here.worker, { scope: here.scope });
  await navigator.serviceWorker.ready;
  await keepForms();
}

// The list of forms is a page of its own. It and they are fetched anew twice a day, and at once in another language or release.
async function keepForms() {
  const name = `kept ${here.list}`, wanted = `${me} ${language} ${here.version}`;
  const last = await outbox.fact(name);
  // Whoever goes on to another page meanwhile goes on with what is left.
  const round = last?.wanted === wanted && Date.now() - last.at < HALF_A_DAY ? last : { wanted, at: Date.now() };
  if (round.done) return;
  await write(() => outbox.tell(name, round));
  const list = (await keptSince(here.list, round.at)) ?? (await keepPage(here.list));
  if (!list) return;
  const links = navigator.connection?.saveData ? [] : list.querySelectorAll("[data-keep]");
  for (const { dataset: { keep } } of links) {
    if (await keptSince(keep, round.at)) continue;
    await pause(BETWEEN);
    await keepPage(keep);
  }
  await write(() => outbox.tell(name, { ...round, done: true }));
  await outbox.forgetFiles(here.version);
}

const pause = (time) => new Promise((done) => setTimeout(done, time));

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

async function keptSince(url, moment) {
  const found = await outbox.kept(me, url);
  return found && Date.parse(found.headers.get("X-Kept")) >= moment ? parsed(await found.text()) : null;
}

async function keepPage(url) {
  const answer = await fetch(url, { headers: { Outbox: "keep" } });
  if (answer.status !== 200 || answer.redirected) return null;
  const text = await answer.clone().text();
  // Somebody else may have signed in meanwhile, in another window.
  if (!text.includes(`data-outbox="${me}"`)) return null;
  await write(async () => {
    await outbox.keepFiles(here.version, here.statics, text);
    await outbox.keep(me, url, answer, text);
  });
  return parsed(text);
}

// ── What waits

async function count() {
  const records = await outbox.of(me);
  document.querySelectorAll("[data-outbox-link]").forEach((link) => {
    link.hidden = !records.length;
    if (records.length) link.href = here.list || `/c/${records[0].url.split("/")[2]}/offline/`;
    link.classList.toggle("tf-header-icon--attention", records.some((one) => one.state === "needs"));
  });
  document.querySelectorAll("[data-outbox-count]").forEach((one) => { one.textContent = records.length; });
  document.querySelectorAll("[data-outbox-some]").forEach((one) => { one.hidden = !records.length; });
  const sendable = records.some((one) => one.state === "waiting");
  document.querySelectorAll("[data-outbox-send]").forEach((one) => { one.hidden = !sendable; });
  return records.length;
}

// ── Whether there is signal

function signal() {
  document.querySelectorAll("[data-online]").forEach((one) => { one.hidden = !navigator.onLine; });
  document.querySelectorAll("[data-offline]").forEach((one) => { one.hidden = navigator.onLine; });
}

// ── Sending

// ``all``: also what somebody has open. How many were stored.
async function send(all = false) {
  const done = await outbox.send({ user: me, token: here.token, all, signIn, read });
  if (done?.sent) say("sent", done.sent);
  return done?.sent ?? 0;
}

let asked = false;

function signIn() {
  if (!asked) say("sign-in");
  asked = true;
}

async function read(answer) {
  try {
    return sentences(parsed(await answer.text()));
  } catch {
    return null;
  }
}

function sentences(page) {
  const errors = [...page.querySelectorAll(".tf-error-summary li")];
  const said = errors.length ? errors : [page.querySelector("main [role=alert] :is(h2, strong)") ?? page.querySelector("main h1")];
  return said.filter(Boolean).map((one) => one.textContent.replace(/\s+/g, " ").trim().slice(0, 300));
}

// Words that the server put into the page, and a number after them.
function say(name, number = "") {
  const box = document.querySelector(`template[data-say="${name}"]`).content.cloneNode(true).firstElementChild;
  box.querySelector(".tf-toast-text > span").append(` ${number}`);
  document.getElementById("messages").append(box);
  dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: box } }));
  return box;
}

// ── A form that was kept, or is opened again

const formsHere = [...document.forms].filter((one) => one.elements.namedItem("outbox"));

async function prepare() {
  if (!formsHere.length) return;
  const back = document.querySelector("[name=outbox_id]");
  if (back) return outbox.hold(back.value);
  if (kept) formsHere.forEach(bringUpToDate);
  const asked = new URLSearchParams(location.search).get("outbox");
  const records = await outbox.of(me);
  const record = records.find((one) => one.id === asked) ?? (kept && records.find(isOfThisPage));
  if (record) await reopen(record);
  if (kept || record) note(record);
}

// What makes a new record each time can be there many times; what changes one is the same.
const isOfThisPage = (one) => one.page === location.pathname && !one.fields.some(([name]) => name === "client_id");

// “Today” was written when the page was kept.
function bringUpToDate(form) {
  const day = (when) => new Date(when - when.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  for (const field of form.querySelectorAll("input[type=date]")) {
    if (field.value !== day(new Date(kept)) || field.value === day(new Date())) continue;
    field.value = day(new Date());
    document.querySelectorAll("[data-names-day]").forEach((one) => one.remove());
  }
}

async function reopen(record) {
  await outbox.hold(record.id);
  const names = new Set(record.fields.map(([name]) => name));
  const form = formsHere.find((one) => [...names].every((name) => one.elements.namedItem(name))) ?? formsHere[0];
  const id = Object.assign(document.createElement("input"), { type: "hidden", name: "outbox_id", value: record.id });
  form.append(id);
  fill(form, record.fields);
}

function fill(form, fields) {
  const left = [...fields];
  for (const field of form.elements) {
    if (!field.name || field.type === "submit" || field.name.startsWith("outbox") || field.name === "csrfmiddlewaretoken") continue;
    const given = left.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
    else if (field.multiple) [...field.options].forEach((one) => { one.selected = given.includes(one.value); });
    else if (given.length) {
      field.value = given[0];
      left.splice(left.findIndex(([name]) => name === field.name), 1);
      if (field.type !== "hidden") field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const fold = field.closest("details");
    if (fold && given.some(Boolean)) fold.open = true;
  }
}

function note(record) {
  const box = document.querySelector(`template[data-say="${record ? "opened" : "kept"}"]`).content.cloneNode(true);
  box.querySelector("[data-when]").textContent = momentWords(new Date(record?.at ?? kept));
  box.querySelectorAll("[data-otherwise]").forEach((one) => { one.hidden = !new URLSearchParams(location.search).has("from"); });
  const said = box.querySelector("ul");
  record?.said.forEach((one) => said.append(Object.assign(document.createElement("li"), { textContent: one })));
  // Inside, so that the button, which stays at the foot of the screen, is never below it.
  formsHere[0].prepend(box);
}

// ── Days and times, as the server writes them

const MONTHS = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split(" ");
const isEnglish = language.startsWith("en");

function dayWords(day) {
  if (isEnglish) return `${MONTHS[day.getMonth()]}\u00a0${day.getDate()}, ${day.getFullYear()}`;
  return day.toLocaleDateString(language, { dateStyle: "long" });
}

function timeWords(moment) {
  const words = moment.toLocaleTimeString(language, { timeStyle: "short" });
  if (!isEnglish) return words;
  return words.replace(":00", "").replace(/\s*([AP])M$/, (all, half) => `\u00a0${half.toLowerCase()}.m.`);
}

function momentWords(moment) {
  if (isEnglish) return `${dayWords(moment)}, ${timeWords(moment)}`;
  return moment.toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
}

// ── Signing out, which takes all of it along

async function leave(event) {
  const form = event.target;
  if (!form.matches?.(`form[action="${here.logout}"]`)) return;
  event.preventDefault();
  if (!navigator.onLine) return say("no-leaving");
  const asksFirst = location.pathname !== here.logout && (await count());
  if (asksFirst) return location.assign(here.logout);
  left = true;
  await Promise.resolve(writing).catch(() => {});
  await outbox.empty();
  form.submit();
}

addEventListener("submit", leave);
addEventListener("online", signal);
addEventListener("offline", signal);
addEventListener("online", () => send());
// A phone that was in a pocket: its pages hear of no signal while they sleep.
addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
addEventListener("outbox", count);
Object.assign(outbox, { me, say, count, dayWords, timeWords, momentWords, sendNow: send, tokenForMe: () => outbox.freshToken(me, here.token) });

signal();
document.querySelectorAll("[data-outbox-send]").forEach((one) => one.addEventListener("click", () => send(true)));
await Promise.all([...document.querySelectorAll("[data-outbox-sent]")].map((one) => outbox.remove(one.dataset.outboxSent)));
await prepare();
await count();
await send();
// What fails here, the next page tries again.
if (!kept) await begin().catch(() => {});
