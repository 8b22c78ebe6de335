// The outbox as a page: what waits, what can be filled in without signal, and, in place of a page that is not here, why.
const place = document.querySelector("[data-outbox-page]").dataset;
const list = document.querySelector("[data-outbox-list]");
const row = document.getElementById("outbox-row").content;
const { me, say } = outbox;
// What tells one record from another of the same kind, by the names of its fields.
const TELLING = ["title", "day", "on", "starts", "place"];

async function draw() {
  const records = await outbox.of(me);
  list.replaceChildren(...records.map(drawn));
  list.hidden = !records.length;
  document.querySelector("[data-outbox-none]").hidden = Boolean(records.length);
}

function drawn(record) {
  const made = row.cloneNode(true).firstElementChild;
  const part = (name) => made.querySelector(`[data-${name}]`);
  const when = outbox.momentWords(new Date(record.at));
  part("title").textContent = record.title;
  part("gist").textContent = gist(record);
  part("at").textContent = when;
  part("waits").hidden = record.state !== "waiting";
  part("needs").hidden = record.state === "waiting";
  record.said.forEach((one) => part("said").append(Object.assign(document.createElement("li"), { textContent: one })));
  part("open").href = `${record.page}?outbox=${record.id}`;
  part("open").addEventListener("click", (event) => open(event, record));
  part("delete").addEventListener("click", () => away(record));
  made.querySelectorAll("[data-of]").forEach((one) => { one.textContent = `: ${record.title}, ${when}`; });
  return made;
}

function gist(record) {
  const value = (name) => record.fields.find(([each, given]) => each === name && given)?.[1];
  return TELLING.map(value).filter(Boolean).map(inWords).join(" · ");
}

function inWords(text) {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return outbox.dayWords(new Date(`${text}T12:00`));
  return /^\d\d:\d\d(:\d\d)?$/.test(text) ? outbox.timeWords(new Date(`2000-01-01T${text}`)) : text;
}

// With signal the server says itself what is wrong, beside the fields: what was typed is sent as by its own form.
async function open(event, record) {
  if (record.state !== "needs" || !navigator.onLine) return;
  event.preventDefault();
  const token = await outbox.tokenForMe();
  if (!token) return location.assign(event.currentTarget?.href ?? `${record.page}?outbox=${record.id}`);
  const own = [["outbox", me], ["outbox_id", record.id], ["outbox_title", record.title], ["csrfmiddlewaretoken", token]];
  const form = Object.assign(document.createElement("form"), { method: "post", action: record.url, hidden: true });
  for (const [name, value] of [...record.fields, ...own]) {
    form.append(Object.assign(document.createElement("textarea"), { name, value }));
  }
  document.body.append(form);
  form.submit();
}

async function away(record) {
  await outbox.remove(record.id);
  await all();
  const toast = say("deleted");
  toast.append(document.getElementById("outbox-undo").content.cloneNode(true));
  const undo = toast.querySelector("[data-undo]");
  undo.addEventListener("click", async () => {
    toast.remove();
    await outbox.put(record);
  });
  undo.focus();
}

// ── What can be filled in

async function offer() {
  const here = new Set(await outbox.forms(me));
  document.querySelectorAll("[data-keep]").forEach((link) => {
    const kept = here.has(outbox.path(link.dataset.keep));
    link.closest("li").querySelector("[data-is-kept]").hidden = !kept;
  });
}

// ── Whether this page stands for another

const all = () => Promise.all([draw(), offer()]);

if (location.pathname !== place.outboxPage) {
  document.querySelectorAll("[data-instead]").forEach((one) => { one.hidden = false; });
  document.querySelectorAll("[data-again]").forEach((one) => { one.href = location.href; });
}
const kept = new URLSearchParams(location.search).get("kept");
if (kept && (await outbox.get(kept))) say("stored");
addEventListener("outbox", all);
// All at once, so that nothing moves: outbox.css.
await all().finally(() => { document.getElementById("main").dataset.drawn = ""; });
