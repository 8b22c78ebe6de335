// The offline page: what waits to be sent, the forms that work offline, and, in place of a page that is not stored, why.
const { queuePage: pageUrl } = document.querySelector("[data-queue-page]").dataset;
const list = document.querySelector("[data-queue-list]");
const template = document.getElementById("queue-item").content;
const { user, showMessage } = offlineQueue;
// Fields that tell entries of the same kind apart.
const SUMMARY_FIELDS = ["title", "day", "on", "starts", "place"];

async function drawList() {
  const records = await offlineQueue.listRecords(user);
  list.replaceChildren(...records.map(drawItem));
  list.hidden = !records.length;
  document.querySelector("[data-queue-empty]").hidden = Boolean(records.length);
}

function drawItem(record) {
  const item = template.cloneNode(true).firstElementChild;
  const find = (name) => item.querySelector(`[data-${name}]`);
  const enteredAt = offlineQueue.formatMoment(new Date(record.enteredAt));
  find("title").textContent = record.title;
  find("summary").textContent = summarize(record);
  find("entered-at").textContent = enteredAt;
  find("waiting").hidden = record.state !== "waiting";
  find("refused").hidden = record.state === "waiting";
  record.errors.forEach((error) => find("errors").append(Object.assign(document.createElement("li"), { textContent: error })));
  find("open").href = `${record.page}?entry=${record.id}`;
  find("open").addEventListener("click", (event) => open(event, record));
  find("delete").addEventListener("click", () => deleteRecord(record));
  item.querySelectorAll("[data-name]").forEach((element) => { element.textContent = `: ${record.title}, ${enteredAt}`; });
  return item;
}

function summarize(record) {
  const getValue = (wanted) => record.fields.find(([name, value]) => name === wanted && value)?.[1];
  return SUMMARY_FIELDS.map(getValue).filter(Boolean).map(format).join(" · ");
}

function format(value) {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return offlineQueue.formatDate(new Date(`${value}T12:00`));
  return /^\d\d:\d\d(:\d\d)?$/.test(value) ? offlineQueue.formatTime(new Date(`2000-01-01T${value}`)) : value;
}

// When online, send a refused entry as its own form would: the server shows the errors next to the fields.
async function open(event, record) {
  if (record.state !== "refused" || !navigator.onLine) return;
  event.preventDefault();
  const token = await offlineQueue.fetchOwnToken();
  if (!token) return location.assign(event.currentTarget?.href ?? `${record.page}?entry=${record.id}`);
  const ownFields = [["queue_user", user], ["queue_id", record.id], ["queue_title", record.title], ["csrfmiddlewaretoken", token]];
  const form = Object.assign(document.createElement("form"), { method: "post", action: record.url, hidden: true });
  for (const [name, value] of [...record.fields, ...ownFields]) {
    form.append(Object.assign(document.createElement("textarea"), { name, value }));
  }
  document.body.append(form);
  form.submit();
}

async function deleteRecord(record) {
  await offlineQueue.deleteRecord(record.id);
  await draw();
  const message = showMessage("deleted");
  message.append(document.getElementById("queue-undo").content.cloneNode(true));
  const undo = message.querySelector("[data-undo]");
  undo.addEventListener("click", async () => {
    message.remove();
    await offlineQueue.putRecord(record);
  });
  undo.focus();
}

async function markStoredForms() {
  const paths = new Set(await offlineQueue.listPages(user));
  document.querySelectorAll("[data-store]").forEach((link) => {
    const isStored = paths.has(offlineQueue.getPath(link.dataset.store));
    link.closest("li").querySelector("[data-is-stored]").hidden = !isStored;
  });
}

const draw = () => Promise.all([drawList(), markStoredForms()]);

// Shown in place of another page.
if (location.pathname !== pageUrl) {
  document.querySelectorAll("[data-missing-page]").forEach((element) => { element.hidden = false; });
  document.querySelectorAll("[data-retry]").forEach((link) => { link.href = location.href; });
}
const queued = new URLSearchParams(location.search).get("queued");
if (queued && (await offlineQueue.getRecord(queued))) showMessage("queued");
offlineQueue.drawOnChange(draw);
// Shown all at once, so that nothing moves: offline-queue.css.
await draw().finally(() => { document.getElementById("main").dataset.drawn = ""; });
