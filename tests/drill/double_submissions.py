"""Each form that creates a row is sent fifty times at once and must create what it creates when sent once."""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from threading import Barrier
from uuid import uuid4

from dev.cluster.browser import Answer
from dev.layout import BUILD
from tests.drill import results
from tests.drill.faults import Scene
from tests.drill.form_filling import PageForm, Pairs, get_forms
from tests.drill.installation import Installation
from tests.drill.visitor import Visitor
from tests.repeated_submissions.chosen_files import FILES, Chosen, confirming
from tests.repeated_submissions.record_forms import MAKING, NEW, NEW_ADDRESS, ONLY_TYPED
from tfc.console import say

WALKS = (("coordinator@pasadena.example", "/c/pasadena/"), ("staff@usa.example", "/office/usa/"))
MOST_PAGES = 600
# Ends the session, leaves the place, or calls another program.
NOT_FOLLOWED = re.compile(r"logout|\.(csv|xlsx|json|ics|pdf|xml|svg|png|zip)|/leave/|/export|/download")
UNIQUE = "client_id"
# Creates something, whether or not its form shows it.
MAKES = re.compile(r"/(new|add|invite|plan|log|share|links|candidates|pair)/(\?.*)?$")
TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
)
# Written by every request; and marks of stale figures, which are stored once.
ASIDE = ("django_session", "usersessions_usersession", "evaluation_stalemark")
# One entry for each affected row: some, and far fewer than senders.
TOLD_OF_IT, FEW = {"communities_auditentry", "communities_auditdetails", "events_eventchange"}, 9
BROKEN = "answers "
STOPPED = ("schedule", "worker")
# A link is shown on the page that created it.
TAKEN = (200, 302)
Send = Callable[[Visitor], Answer]
# Sends a form filled in with given texts.
Filled = Callable[[str], Send]


@dataclass
class Tried:
    """Additional rows by table: ``often`` after one form was sent by all at once, ``once`` after another one was sent
    once. An action on one record can be done once, so ``once`` is empty."""

    path: str
    status: int
    often: Counter[str]
    once: Counter[str]
    # The chosen file's name.
    file: str = ""

    @property
    def name(self) -> str:
        return f"{self.path} with {self.file}" if self.file else self.path

    @property
    def was_kept(self) -> bool:
        return self.status in TAKEN and bool(self.often)

    @property
    def should_be(self) -> bool:
        """Return True if its page must create something and its input is known."""
        return bool(self.file or get_route(self.path))

    @property
    def doubled(self) -> dict[str, int]:
        more = {table: number for table, number in self.often.items() if number > self._most(table)}
        return more if self.was_kept else {}

    def _most(self, table: str) -> int:
        """Return True without a 500, if each table grew as for one submission."""
        if table.startswith(BROKEN):
            return 0
        if self.once:
            return self.once[table]
        return FEW if table in TOLD_OF_IT else 1


def drill(scene: Scene, options: argparse.Namespace) -> bool:
    """Return True if no form created more when sent often. Nobody else writes meanwhile."""
    installation = scene.installation
    say(f"\n── Every form that makes a row, {options.senders} times at once")
    for name in STOPPED:
        installation.kill(name)
    try:
        form_results = [
            result for email, home in WALKS for result in _walked(installation, email, home, options.senders)
        ]
    finally:
        for name in STOPPED:
            installation.again(name)
    stored_rows = [result for result in form_results if result.was_kept]
    rows = [("form", f"rows {options.senders} times", "rows once")]
    rows += [(stored_row.name, _rows(stored_row.often), _rows(stored_row.once)) for stored_row in stored_rows]
    say(results.aligned(rows))
    for result in form_results:
        if not result.was_kept:
            say(f"  not taken as it was filled in, so not tried: {result.name} ({result.status})")
    bad = [
        f"doubled: {stored_row.name}: {stored_row.doubled}"
        for stored_row in stored_rows
        if stored_row.doubled
    ]
    bad += [
        f"not tried: {result.name}, which makes something"
        for result in form_results
        if result.should_be and not result.was_kept
    ]
    say("\n".join(f"  {text}" for text in bad) or f"  {len(stored_rows)} forms, none made a row twice")
    data = [
        {"form": result.name, "kept": result.was_kept, "once": result.once, "often": result.often}
        for result in form_results
    ]
    results.keep(BUILD / "drill.json", "double-submissions", data)
    return bool(stored_rows) and not bad


def _rows(counted: Counter[str]) -> str:
    return ", ".join(f"{table} {number}" for table, number in sorted(counted.items()))


def _walked(installation: Installation, email: str, home: str, senders: int) -> Iterator[Tried]:
    """Visit the pages from ``home`` on, and return the first form of each kind."""
    visitors = [Visitor(installation.front) for _ in range(senders)]
    visitors[0].sign_in(email)
    for visitor in visitors[1:]:
        visitor.cookies = dict(visitors[0].cookies)
    paths: set[str] = set()
    for path in pages_from(visitors[0], home):
        for form in get_forms(visitors[0].get(path).text):
            where = form.action or path
            kind = f"{re.sub(r'[0-9]+', 'N', where)} {sorted(form.names)}"
            if kind not in paths and (UNIQUE in form.names or MAKES.search(where) or file_for(where, form)):
                paths.add(kind)
                yield from _each_way(installation, visitors, where, form)


def pages_from(visitor: Visitor, home: str) -> Iterator[str]:
    """Yield one page of each kind: URLs that differ only in ids are one kind."""
    waiting, kinds, page_count = [home], {home}, 0
    while waiting and page_count < MOST_PAGES:
        path = waiting.pop(0)
        answer = visitor.get(path)
        page_count += 1
        if answer.status != 200:
            continue
        yield path
        for linked in re.findall(rf'href="({home}[^"#]*)"', answer.text):
            kind = re.sub(r"[0-9]+", "N", linked.partition("?")[0])
            if kind not in kinds and not NOT_FOLLOWED.search(linked):
                kinds.add(kind)
                waiting.append(linked.replace("&amp;", "&"))


def file_for(where: str, form: PageForm) -> Chosen | None:
    takes_one = any(field.kind == "file" for field in form.fields.values())
    return FILES.get(get_route(where, FILES)) if takes_one else None


def _each_way(
    installation: Installation, visitors: list[Visitor], where: str, form: PageForm
) -> Iterator[Tried]:
    """Send the form with what is typed and, if it takes a file, with a file."""
    chosen = file_for(where, form)
    if chosen is None or get_route(where):
        yield _tried(installation, visitors, where, partial(_with_words, where, form))
    if chosen:
        filled = partial(_with_file, visitors[0], where, form, chosen)
        yield replace(_tried(installation, visitors, where, filled), file=chosen.name)


def _tried(installation: Installation, visitors: list[Visitor], where: str, filled: Filled) -> Tried:
    """Send the form by all visitors at the same moment, and then another one once."""
    send_it, barrier = filled("First"), Barrier(len(visitors))

    def send(visitor: Visitor) -> int:
        barrier.wait(timeout=60)
        return send_it(visitor).status

    before = counted(installation)
    with ThreadPoolExecutor(len(visitors)) as pool:
        answers = Counter(pool.map(send, visitors))
    often = counted(installation) - before
    status = next((code for code in TAKEN if answers[code]), min(answers))
    broken = {f"{BROKEN}{code}": number for code, number in answers.items() if code >= 500}
    before = counted(installation)
    filled("Second")(visitors[0])
    return Tried(where, status, often + Counter(broken), counted(installation) - before)


def _with_words(where: str, form: PageForm, text: str) -> Send:
    pairs = _as_new(where, form, text)
    return lambda visitor: visitor.send(where, pairs)


def _with_file(first: Visitor, where: str, form: PageForm, chosen: Chosen, text: str) -> Send:
    name = next(field.name for field in form.fields.values() if field.kind == "file")
    pairs = _as_new(where, form, text, chosen.typed)
    content = chosen.content(f"{text} {uuid4().hex[:6]}")
    if not chosen.is_shown_first:
        return lambda visitor: visitor.send_file(where, pairs, name, chosen.name, content)
    result = confirming(first.send_file(where, pairs, name, chosen.name, content).text)
    confirmed = result.filled(new=False) if result else []
    return lambda visitor: visitor.send(where, confirmed)


def _as_new(where: str, form: PageForm, text: str, chosen: Mapping[str, str] | None = None) -> Pairs:
    """Fill the form like a newly opened page, with its own texts and id. ``chosen`` overrides them."""
    mark, route = uuid4(), get_route(where)
    text = f"{text} {mark.hex[:6]}"
    new = {NEW: text, NEW_ADDRESS: text.lower().replace(" ", "-")}
    typed = {name: new.get(value, value) for name, value in MAKING.get(route, {}).items()}
    named = {UNIQUE: str(mark)} if UNIQUE in form.names else {}
    typed |= {**named, **(chosen or {})}
    return form.filled(typed, text=text, new=route not in ONLY_TYPED)


def get_route(path: str, routes: Iterable[str] = MAKING) -> str:
    there = path.strip("/").partition("?")[0].rstrip("/") + "/"
    return next((route for route in routes if re.fullmatch(re.sub("<[^>]+>", "[^/]+", route), there)), "")


def counted(installation: Installation) -> Counter[str]:
    tables = [name for (name,) in installation.ask(TABLES) if name not in ASIDE]
    question = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables)
    return Counter(dict(installation.ask(question)))
