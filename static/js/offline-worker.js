// The service worker: answers for the network where there is no connection. It controls addresses under /c/ alone: public pages,
// accounts and links never pass through it (docs/adr/0033-offline-queue.md). ``settings``: from /c/worker.js.
const { version, offline, list, statics, token, all } = self.settings;
const TIMEOUTS = { page: 6000, record: 20000 };
const SYNC_TAG = "tf-offline-queue";
// Fields of the queue, not of the person; and the token, which is fetched again before sending.
const OWN_FIELDS = ["queue_user", "queue_id", "queue_title", "csrfmiddlewaretoken"];

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function install() {
  const response = await fetch(offline, { cache: "no-store" });
  const text = await response.clone().text();
  await (await caches.open(offlineQueue.FILES + version)).put(offline, response);
  await offlineQueue.storeFiles(version, statics, text);
  await self.skipWaiting();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "GET" && url.pathname.startsWith(statics)) event.respondWith(getFile(request));
  else if (request.mode === "navigate" && request.method === "GET") event.respondWith(getPage(event));
  else if (request.mode === "navigate" && request.method === "POST") event.respondWith(postForm(request));
});

// A file never changes under its name.
async function getFile(request) {
  const name = request.url.split("#")[0];
  const cached = await caches.match(name);
  if (cached) return cached;
  const response = await fetch(request);
  if (response.status === 200) {
    const copy = response.clone();
    caches.open(offlineQueue.FILES + version).then((cache) => cache.put(name, copy)).catch(() => {});
  }
  return response;
}

function withTimeout(promise, timeout) {
  return new Promise((resolve, reject) => {
    promise.then(resolve, reject);
    if (timeout) setTimeout(reject, timeout, new Error("No response in time"));
  });
}

async function getPage(event) {
  const { request } = event;
  const fetching = fetch(request);
  fetching.catch(() => {});
  const user = await getUser().catch(() => null);
  const stored = user && (await offlineQueue.getPage(user.key, request.url).catch(() => null));
  try {
    const response = await withTimeout(fetching, stored && TIMEOUTS.page);
    if (user && response.type === "opaqueredirect") event.waitUntil(checkLogin());
    if (user && response.status === 200 && response.headers.get("Content-Type")?.startsWith("text/html")) {
      event.waitUntil(storeForm(user, request.url, response.clone()));
    }
    return response;
  } catch {
    return stored ? prepareStoredPage(stored) : answerOffline(user, request.url);
  }
}

// Who is signed in, as far as this device knows; null after the login has expired.
async function getUser() {
  const user = await offlineQueue.getSetting("user");
  if (!user || user.until > Date.now()) return user;
  await offlineQueue.deletePages();
  return null;
}

// A redirect may lead to the login: then the login has ended, and its stored pages are deleted.
async function checkLogin() {
  const response = await fetch(token, { headers: { "HX-Request": "true" } });
  if (response.redirected) await offlineQueue.deletePages();
}

async function storeForm(user, url, response) {
  const text = await response.text();
  // A form that its address fills in is stored only where the plain form is missing.
  if (new URL(url).search && (await offlineQueue.getPage(user.key, url))) return;
  if (text.includes(`name="queue_user" value="${user.key}"`)) await offlineQueue.storePage(user.key, url, response, text);
}

const getListUrl = (url) => list.replace("*", offlineQueue.getPath(url).split("/")[2]);

async function answerOffline(user, url) {
  const survey = user && (await findSurveyQuestion(user, url));
  if (survey) return Response.redirect(survey, 302);
  const page = user && (await offlineQueue.getPage(user.key, getListUrl(url)));
  return page ? prepareStoredPage(page) : caches.match(offline);
}

// The address of a survey question within the page of all questions, which is the one that is stored.
async function findSurveyQuestion(user, url) {
  const [, community, round, part] = offlineQueue.getPath(url).match(/^\/c\/([^/]+)\/survey\/([^/]+)\/([^/]+)\/$/) ?? [];
  const address = part && all.replace("*", community).replace("*", round);
  const page = address && (await offlineQueue.getPage(user.key, address));
  return page && (await page.text()).includes(`id="${part}"`) && `${address}#${part}`;
}

// Give the form a new client_id each time it is shown, or everything typed into it would be one record.
async function prepareStoredPage(stored) {
  const text = (await stored.text())
    .replace("<body", `<body data-from-device="${stored.headers.get("X-Stored")}"`)
    .replace(/(name="client_id" value=")[^"]*/g, (match, before) => before + crypto.randomUUID());
  return new Response(text, { headers: stored.headers });
}

async function postForm(request) {
  const copy = request.clone();
  try {
    return await withTimeout(fetch(request), TIMEOUTS.record);
  } catch {
    const form = await copy.formData();
    return form.get("queue_user") ? queueRecord(form, request) : caches.match(offline);
  }
}

async function queueRecord(form, request) {
  const url = new URL(request.url);
  const id = form.get("queue_id") || form.get("client_id") || (await findWaiting(form, url)) || crypto.randomUUID();
  await offlineQueue.putRecord({
    id,
    user: form.get("queue_user"),
    url: url.pathname + url.search,
    page: offlineQueue.getPath(request.referrer.startsWith(location.origin) ? request.referrer : url),
    title: form.get("queue_title"),
    fields: [...form].filter(([name, value]) => !OWN_FIELDS.includes(name) && typeof value === "string"),
    enteredAt: new Date().toISOString(),
    state: "waiting",
    errors: [],
  });
  // Where the browser supports it, it starts this worker when online, even with no page open.
  await self.registration.sync?.register(SYNC_TAG).catch(() => {});
  return Response.redirect(`${getListUrl(url)}?queued=${id}#queued`, 303);
}

// A change of an existing record replaces the change that already waits.
async function findWaiting(form, url) {
  const records = await offlineQueue.listRecords(form.get("queue_user"));
  return records.filter((record) => offlineQueue.getPath(record.url) === url.pathname).at(-1)?.id;
}

addEventListener("sync", (event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(send());
});

// Refused records wait for the next page, which can read the reasons. After a failure the browser calls again; so it does while
// a page is sending, since that page may be closed before it has finished.
async function send() {
  const user = await getUser();
  const result = user && (await offlineQueue.send({ user: user.key, token, readErrors: () => null }));
  if (user && (!result || result.left)) throw new Error("Not all records were sent");
}
