// What this device stores for offline use: entries that wait to be sent, pages with forms, and the files of those pages. Loaded
// first by pages and by the service worker.
self.offlineQueue = (() => {
  const PAGES = "tf-pages-", FILES = "tf-files-", LOCK = "tf-open-";
  const TEN_MINUTES = 10 * 60 * 1000;
  const channel = self.BroadcastChannel ? new BroadcastChannel("tf-offline-queue") : null;
  const dispatchChange = () => self.dispatchEvent(new Event("offlinequeue"));
  if (channel && self.document) channel.onmessage = dispatchChange;

  // Redraw in this tab and all others.
  function announceChange() {
    channel?.postMessage("changed");
    dispatchChange();
  }

  // Signing out, here or in another tab, may empty the storage while ``draw`` reads it: then nothing is left to show.
  const drawOnChange = (draw) => self.addEventListener("offlinequeue", () => draw().catch(() => {}));

  function openDatabase() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open("tf-offline-queue", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("records", { keyPath: "id" });
        request.result.createObjectStore("settings");
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  // ``act`` gets the store and may return a request, whose result is returned when the transaction has committed.
  async function inTransaction(storeName, mode, act) {
    const database = await openDatabase();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(storeName, mode);
        const request = act(transaction.objectStore(storeName));
        transaction.oncomplete = () => resolve(request?.result);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  // A record: id, user (a key), url, page (of its form), title, fields ([name, value], in order), enteredAt, state ("waiting", or
  // "refused"), errors (the server's sentences), heldUntil (not sent before, since it is open in a tab).
  const getRecord = (id) => inTransaction("records", "readonly", (store) => store.get(id));

  async function listRecords(user) {
    const records = await inTransaction("records", "readonly", (store) => store.getAll());
    return records.filter((record) => record.user === user).sort((a, b) => (a.enteredAt < b.enteredAt ? -1 : 1));
  }

  async function putRecord(record) {
    await inTransaction("records", "readwrite", (store) => store.put(record));
    announceChange();
  }

  // Change or delete (``changes`` null) this version of the record: a newer one, typed meanwhile, stays.
  async function updateRecord(record, changes) {
    await inTransaction("records", "readwrite", (store) => {
      const request = store.get(record.id);
      request.onsuccess = () => {
        if (request.result?.enteredAt !== record.enteredAt) return;
        if (changes) store.put({ ...request.result, ...changes });
        else store.delete(record.id);
      };
    });
    announceChange();
  }

  async function deleteRecord(id) {
    await inTransaction("records", "readwrite", (store) => store.delete(id));
    announceChange();
  }

  // Keep the record from being sent while this page is open, for ten minutes at most, so that a forgotten tab blocks nothing. The
  // browser releases the lock however the page ends; browsers without locks use the time alone.
  async function holdRecord(id) {
    if (navigator.locks) {
      await new Promise((resolve) => {
        navigator.locks.request(LOCK + id, { mode: "shared" }, () => (resolve(), new Promise(() => {})));
      });
    }
    const record = await getRecord(id);
    if (record) await updateRecord(record, { heldUntil: Date.now() + TEN_MINUTES });
  }

  // Returns a function that tells whether a record is free to be sent.
  async function getHoldCheck() {
    const locks = navigator.locks && new Set((await navigator.locks.query()).held.map((lock) => lock.name));
    return (record) => !(record.heldUntil > Date.now() && (!locks || locks.has(LOCK + record.id)));
  }

  const getSetting = (name) => inTransaction("settings", "readonly", (store) => store.get(name));
  const setSetting = (name, value) => inTransaction("settings", "readwrite", (store) => store.put(value, name));

  async function deleteCaches(prefix, exceptFor) {
    const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== prefix + exceptFor);
    await Promise.all(names.map((name) => caches.delete(name)));
  }

  // Also delete when they were stored, so that they are fetched again.
  async function deletePages(exceptFor = "") {
    await inTransaction("settings", "readwrite", (store) => store.delete(IDBKeyRange.bound("stored ", "stored \uffff")));
    await deleteCaches(PAGES, exceptFor);
  }

  const deleteFiles = (exceptFor) => deleteCaches(FILES, exceptFor);

  // Entries of other accounts on this device that were never sent.
  async function deleteOldRecordsOfOthers(user, before) {
    await inTransaction("records", "readwrite", (store) => {
      store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        if (cursor.value.user !== user && cursor.value.enteredAt < before) cursor.delete();
        cursor.continue();
      };
    });
  }

  async function deleteAll() {
    for (const name of ["records", "settings"]) await inTransaction(name, "readwrite", (store) => store.clear());
    await deletePages();
    announceChange();
  }

  // Without the query, which only fills in the form.
  const getPath = (url) => new URL(url, location).pathname;

  async function storePage(user, url, response, text) {
    const headers = new Headers(response.headers);
    ["Content-Encoding", "Content-Length"].forEach((name) => headers.delete(name));
    headers.set("X-Stored", new Date().toISOString());
    await (await caches.open(PAGES + user)).put(getPath(url), new Response(text, { headers }));
  }

  // Store the styles, scripts and pictures that the page names, and those that its styles name. Their names change with their
  // contents.
  async function storeFiles(version, statics, text) {
    const cache = await caches.open(FILES + version);
    // htmx is not among them: it only makes requests.
    for (const [, name] of text.matchAll(new RegExp(`(?:src|href)="(${statics}[^"#]+)`, "g"))) await storeFile(cache, name);
  }

  async function storeFile(cache, name) {
    if (await cache.match(name)) return;
    await cache.add(name);
    if (!name.endsWith(".css")) return;
    const style = await (await cache.match(name)).text();
    for (const [, url] of style.matchAll(/url\(["']?([^"')]+)/g)) {
      if (!url.startsWith("data:")) await storeFile(cache, new URL(url, new URL(name, location)).pathname);
    }
  }

  const getPage = async (user, url) => (await caches.open(PAGES + user)).match(getPath(url));

  async function listPages(user) {
    const cache = await caches.open(PAGES + user);
    return (await cache.keys()).map((request) => getPath(request.url));
  }

  // ── Sending: by one page or the worker at a time, each record once

  const withSendLock = (act) =>
    navigator.locks
      ? navigator.locks.request("tf-offline-queue", { ifAvailable: true }, (lock) => lock && act())
      : act();

  // Send the records of ``user``, oldest first. ``includeHeld``: also those that are open in a tab. ``onSignedOut`` is called when
  // the login has ended. ``readErrors`` returns the sentences of a refusing response; null if it cannot (the worker), and a page
  // sends that record later. Returns how many were stored, and whether others still wait; nothing while another tab sends.
  const send = ({ user, token: url, includeHeld = false, onSignedOut, readErrors }) => withSendLock(async () => {
    const tried = new Set();
    const listWaiting = async () =>
      (await listRecords(user)).filter((record) => record.state === "waiting" && !tried.has(record.id + record.enteredAt));
    const getNext = async () => (await listWaiting()).find(includeHeld ? Boolean : await getHoldCheck());
    let token = null, sent = 0;
    for (let record = await getNext(); record; record = await getNext()) {
      tried.add(record.id + record.enteredAt);
      token ??= await fetchToken(user, url, onSignedOut);
      const answer = token && (await postRecord(record, token));
      if (!answer) return { sent, left: true };
      const errors = answer.isStored ? null : await readErrors(answer.refusal);
      if (answer.isStored || errors) await updateRecord(record, answer.isStored ? null : { state: "refused", errors });
      sent += answer.isStored ? 1 : 0;
    }
    return { sent, left: Boolean((await listWaiting()).length) };
  });

  // Null when offline or signed out: then all records go on waiting.
  async function fetchToken(user, url, onSignedOut) {
    if (!navigator.onLine) return null;
    try {
      const response = await fetch(url, { headers: { "HX-Request": "true" } });
      if (response.redirected) onSignedOut?.();
      const login = response.ok && !response.redirected && (await response.json());
      return login && login.user === user ? login.token : null;
    } catch {
      return null;
    }
  }

  // {isStored}, or {refusal}: the response whose page says what is wrong; null if the server cannot be reached now.
  async function postRecord(record, token) {
    try {
      const response = await fetch(record.url, {
        method: "POST",
        headers: { "Offline-Queue": record.user },
        body: new URLSearchParams([...record.fields, ["csrfmiddlewaretoken", token]]),
      });
      if (response.headers.get("Offline-Queue") === "stored") return { isStored: true };
      return [403, 404, 405, 409, 410, 422].includes(response.status) ? { refusal: response } : null;
    } catch {
      return null;
    }
  }

  return {
    FILES, drawOnChange, getRecord, listRecords, putRecord, holdRecord, deleteRecord, getSetting, setSetting, deletePages,
    deleteFiles, deleteOldRecordsOfOthers, deleteAll, getPath, storePage, storeFiles, getPage, listPages, send, fetchToken,
  };
})();
