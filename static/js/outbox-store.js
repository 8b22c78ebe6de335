// What waits on this device, how it is sent, and the pages kept for when there is no signal. Pages and worker load this first.
self.outbox = (() => {
  const PAGES = "tf-pages-", FILES = "tf-files-", OPEN = "tf-open-";
  const TEN_MINUTES = 10 * 60 * 1000;
  const channel = self.BroadcastChannel ? new BroadcastChannel("tf-outbox") : null;
  const tellHere = () => self.dispatchEvent(new Event("outbox"));
  if (channel && self.document) channel.onmessage = tellHere;

  // This page and all others draw anew what they show of it.
  function changed() {
    channel?.postMessage("changed");
    tellHere();
  }

  function open() {
    return new Promise((done, fail) => {
      const asked = indexedDB.open("tf-outbox", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("records", { keyPath: "id" });
        asked.result.createObjectStore("facts");
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  }

  // ``act`` gets the store and may give a request, whose result comes back once all of it is written.
  async function within(store, mode, act) {
    const base = await open();
    try {
      return await new Promise((done, fail) => {
        const transaction = base.transaction(store, mode);
        const asked = act(transaction.objectStore(store));
        transaction.oncomplete = () => done(asked?.result);
        transaction.onabort = () => fail(transaction.error);
      });
    } finally {
      base.close();
    }
  }

  // A record: id, user (a key), url, page (where its form stands), title, fields ([name, value], in order), at, state
  // ("waiting", or "needs" its author), said (the server's sentences), held (until when it is not sent while somebody has it open).
  const get = (id) => within("records", "readonly", (store) => store.get(id));

  async function of(user) {
    const all = await within("records", "readonly", (store) => store.getAll());
    return all.filter((one) => one.user === user).sort((one, other) => (one.at < other.at ? -1 : 1));
  }

  async function put(record) {
    await within("records", "readwrite", (store) => store.put(record));
    changed();
  }

  // Only that version of it: what was typed anew meanwhile stays. ``becomes``: what changes; null takes it away.
  async function settle(record, becomes) {
    await within("records", "readwrite", (store) => {
      const asked = store.get(record.id);
      asked.onsuccess = () => {
        if (asked.result?.at !== record.at) return;
        if (becomes) store.put({ ...asked.result, ...becomes });
        else store.delete(record.id);
      };
    });
    changed();
  }

  async function remove(id) {
    await within("records", "readwrite", (store) => store.delete(id));
    changed();
  }

  // While this page is there, and for ten minutes at most: a tab that somebody forgot holds nothing back. The browser gives the
  // lock back by itself, however the page ends; one without locks knows of the time alone.
  async function hold(id) {
    if (navigator.locks) {
      await new Promise((held) => {
        navigator.locks.request(OPEN + id, { mode: "shared" }, () => (held(), new Promise(() => {})));
      });
    }
    const record = await get(id);
    if (record) await settle(record, { held: Date.now() + TEN_MINUTES });
  }

  async function isFree() {
    const open = navigator.locks && new Set((await navigator.locks.query()).held.map((one) => one.name));
    return (one) => !(one.held > Date.now() && (!open || open.has(OPEN + one.id)));
  }

  const fact = (name) => within("facts", "readonly", (store) => store.get(name));
  const tell = (name, value) => within("facts", "readwrite", (store) => store.put(value, name));

  async function forget(kind, but) {
    const names = (await caches.keys()).filter((one) => one.startsWith(kind) && one !== kind + but);
    await Promise.all(names.map((one) => caches.delete(one)));
  }

  // With when they were kept, so that they are fetched anew.
  async function forgetPages(but = "") {
    await within("facts", "readwrite", (store) => store.delete(IDBKeyRange.bound("kept ", "kept \uffff")));
    await forget(PAGES, but);
  }

  const forgetFiles = (but) => forget(FILES, but);

  // What somebody else entered and never came back for.
  async function forgetOthers(user, before) {
    await within("records", "readwrite", (store) => {
      store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        if (cursor.value.user !== user && cursor.value.at < before) cursor.delete();
        cursor.continue();
      };
    });
  }

  async function empty() {
    for (const store of ["records", "facts"]) await within(store, "readwrite", (each) => each.clear());
    await forgetPages();
    changed();
  }

  // What follows the question mark only fills a page in.
  const path = (url) => new URL(url, location).pathname;

  async function keep(user, url, answer, text) {
    const headers = new Headers(answer.headers);
    ["Content-Encoding", "Content-Length"].forEach((name) => headers.delete(name));
    headers.set("X-Kept", new Date().toISOString());
    await (await caches.open(PAGES + user)).put(path(url), new Response(text, { headers }));
  }

  // The style, script and pictures that a page names, and those that its style names; their names change with their contents.
  async function keepFiles(version, statics, text) {
    const files = await caches.open(FILES + version);
    // But for htmx, which only asks the server.
    for (const [, name] of text.matchAll(new RegExp(`(?:src|href)="(${statics}[^"#]+)`, "g"))) await keepFile(files, name);
  }

  async function keepFile(files, name) {
    if (await files.match(name)) return;
    await files.add(name);
    if (!name.endsWith(".css")) return;
    const style = await (await files.match(name)).text();
    for (const [, url] of style.matchAll(/url\(["']?([^"')]+)/g)) {
      if (!url.startsWith("data:")) await keepFile(files, new URL(url, new URL(name, location)).pathname);
    }
  }

  const kept = async (user, url) => (await caches.open(PAGES + user)).match(path(url));

  async function forms(user) {
    const pages = await caches.open(PAGES + user);
    return (await pages.keys()).map((one) => path(one.url));
  }

  // ── Sending: by one page or the worker at a time, each record once

  const alone = (act) =>
    navigator.locks ? navigator.locks.request("tf-outbox", { ifAvailable: true }, (held) => held && act()) : act();

  // What ``user`` entered, oldest first. ``all``: also what somebody has open. ``signIn`` is called where the login is over,
  // ``read`` with an answer that refuses, for its sentences; nothing from it: that waits for a page, which can read them.
  // How many were stored, and whether anything that waits was left: by the network, the login, or since somebody has it open.
  // Nothing while another one sends.
  const send = ({ user, token: url, all = false, signIn, read }) => alone(async () => {
    const tried = new Set();
    const waits = async () => (await of(user)).filter((one) => one.state === "waiting" && !tried.has(one.id + one.at));
    const next = async () => (await waits()).find(all ? Boolean : await isFree());
    let token = null, sent = 0;
    for (let one = await next(); one; one = await next()) {
      tried.add(one.id + one.at);
      token ??= await freshToken(user, url, signIn);
      const answer = token && (await post(one, token));
      if (!answer) return { sent, left: true };
      const said = answer.stored ? null : await read(answer.refused);
      if (answer.stored || said) await settle(one, answer.stored ? null : { state: "needs", said });
      sent += answer.stored ? 1 : 0;
    }
    return { sent, left: Boolean((await waits()).length) };
  });

  // None without signal, and none for whoever has to sign in first: then all of it waits on.
  async function freshToken(user, url, signIn) {
    if (!navigator.onLine) return null;
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" } });
      if (answer.redirected) signIn?.();
      const found = answer.ok && !answer.redirected && (await answer.json());
      return found && found.user === user ? found.token : null;
    } catch {
      return null;
    }
  }

  // {stored}: the server has it; {refused}: its page says what is wrong with it. Nothing: it cannot be asked now.
  async function post(one, token) {
    try {
      const answer = await fetch(one.url, {
        method: "POST",
        headers: { Outbox: one.user },
        body: new URLSearchParams([...one.fields, ["csrfmiddlewaretoken", token]]),
      });
      if (answer.headers.get("Outbox") === "stored") return { stored: true };
      return [403, 404, 405, 409, 410, 422].includes(answer.status) ? { refused: answer } : null;
    } catch {
      return null;
    }
  }

  return {
    FILES, get, of, put, hold, remove, fact, tell, forgetPages, forgetFiles, forgetOthers, empty, path, keep, keepFiles, kept,
    forms, send, freshToken,
  };
})();
