// Stands between the pages of communities and the network, and steps in only where there is none. It is asked about /c/ alone:
// the browser itself keeps public pages, accounts and links away from it (docs/adr/0033-outbox.md). ``settings``: of /c/worker.js.
const { version, offline, list, statics, token, all } = self.settings;
const PATIENCE = { page: 6000, record: 20000 };
const SYNC = "tf-outbox";
// What a form says of itself, and not its author; and what is fetched anew before it is sent.
const OWN = ["outbox", "outbox_id", "outbox_title", "csrfmiddlewaretoken"];

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function install() {
  const answer = await fetch(offline, { cache: "no-store" });
  const text = await answer.clone().text();
  await (await caches.open(outbox.FILES + version)).put(offline, answer);
  await outbox.keepFiles(version, statics, text);
  await self.skipWaiting();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "GET" && url.pathname.startsWith(statics)) event.respondWith(file(request));
  else if (request.mode === "navigate" && request.method === "GET") event.respondWith(page(event));
  else if (request.mode === "navigate" && request.method === "POST") event.respondWith(record(request));
});

// Never changed under its name.
async function file(request) {
  const name = request.url.split("#")[0];
  const found = await caches.match(name);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.status === 200) {
    const copy = answer.clone();
    caches.open(outbox.FILES + version).then((files) => files.put(name, copy)).catch(() => {});
  }
  return answer;
}

function inTime(going, patience) {
  return new Promise((done, fail) => {
    going.then(done, fail);
    if (patience) setTimeout(fail, patience, new Error("No answer in time"));
  });
}

async function page(event) {
  const { request } = event;
  const going = fetch(request);
  going.catch(() => {});
  const user = await whoIsHere().catch(() => null);
  const kept = user && (await outbox.kept(user.key, request.url).catch(() => null));
  try {
    const answer = await inTime(going, kept && PATIENCE.page);
    if (user && answer.type === "opaqueredirect") event.waitUntil(lookWhetherHere());
    if (user && answer.status === 200 && answer.headers.get("Content-Type")?.startsWith("text/html")) {
      event.waitUntil(keepForm(user, request.url, answer.clone()));
    }
    return answer;
  } catch {
    return kept ? asKept(kept, request.url) : withoutSignal(user, request.url);
  }
}

// Who is signed in, as far as this device can tell; nobody once the login would be over.
async function whoIsHere() {
  const user = await outbox.fact("user");
  if (!user || user.until > Date.now()) return user;
  await outbox.forgetPages();
  return null;
}

// A page that leads elsewhere may lead to where one signs in: then the login is over, and what was kept for it goes.
async function lookWhetherHere() {
  const answer = await fetch(token, { headers: { "HX-Request": "true" } });
  if (answer.redirected) await outbox.forgetPages();
}

async function keepForm(user, url, answer) {
  const text = await answer.text();
  // Filled in in another way, as a question mark asks for, it is kept only where there is none as usual.
  if (new URL(url).search && (await outbox.kept(user.key, url))) return;
  if (text.includes(`name="outbox" value="${user.key}"`)) await outbox.keep(user.key, url, answer, text);
}

const listFor = (url) => list.replace("*", outbox.path(url).split("/")[2]);

async function withoutSignal(user, url) {
  const survey = user && (await surveyWith(user, url));
  if (survey) return Response.redirect(survey, 302);
  const found = user && (await outbox.kept(user.key, listFor(url)));
  return found ? asKept(found, url) : caches.match(offline);
}

// Where a question of the survey stands among all of them, which are kept as one page.
async function surveyWith(user, url) {
  const [, place, round, part] = outbox.path(url).match(/^\/c\/([^/]+)\/survey\/([^/]+)\/([^/]+)\/$/) ?? [];
  const page = part && all.replace("*", place).replace("*", round);
  const kept = page && (await outbox.kept(user.key, page));
  return kept && (await kept.text()).includes(`id="${part}"`) && `${page}#${part}`;
}

// A form is a new one each time it is shown, or all that is typed into it would be one record.
async function asKept(answer, url) {
  // A record was kept just now: kept.js need not offer what was typed for it once more.
  const done = new URL(url).searchParams.has("kept") ? " data-kept-done" : "";
  const text = (await answer.text())
    .replace("<body", `<body data-from-device="${answer.headers.get("X-Kept")}"${done}`)
    .replace(/(name="client_id" value=")[^"]*/g, (all, before) => before + crypto.randomUUID());
  return new Response(text, { headers: answer.headers });
}

async function record(request) {
  const copy = request.clone();
  try {
    return await inTime(fetch(request), PATIENCE.record);
  } catch {
    const form = await copy.formData();
    return form.get("outbox") ? keepRecord(form, request) : caches.match(offline);
  }
}

async function keepRecord(form, request) {
  const url = new URL(request.url);
  const kept = {
    id: form.get("outbox_id") || form.get("client_id") || (await waitsAlready(form, url)) || crypto.randomUUID(),
    user: form.get("outbox"),
    url: url.pathname + url.search,
    page: outbox.path(request.referrer.startsWith(location.origin) ? request.referrer : url),
    title: form.get("outbox_title"),
    fields: [...form].filter(([name, value]) => !OWN.includes(name) && typeof value === "string"),
    at: new Date().toISOString(),
    state: "waiting",
    said: [],
  };
  await outbox.put(kept);
  // Where the browser has it, it wakes this worker once there is signal, and no page needs to be open.
  await self.registration.sync?.register(SYNC).catch(() => {});
  return Response.redirect(`${listFor(url)}?kept=${kept.id}#kept`, 303);
}

// What changes a record that is there takes the place of what was typed for it before.
async function waitsAlready(form, url) {
  const found = (await outbox.of(form.get("outbox"))).filter((one) => outbox.path(one.url) === url.pathname);
  return found.at(-1)?.id;
}

addEventListener("sync", (event) => {
  if (event.tag === SYNC) event.waitUntil(send());
});

// What the server refuses stays for the next page, which can read the reasons. What fails is tried again by the browser, and so
// is what a page is just sending: it may be closed before it is through.
async function send() {
  const user = await whoIsHere();
  const done = user && (await outbox.send({ user: user.key, token, read: () => null }));
  if (user && (!done || done.left)) throw new Error("Not all could be sent");
}
