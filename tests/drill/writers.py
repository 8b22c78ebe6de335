"""Writers that never stop: each keeps a ledger of acknowledged records and repeats the others."""

import base64
import http.client
import json
import re
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle

from dev.cluster.browser import Answer, get_choices
from dev.cluster.configs import Address
from dev.cluster.ledger import WriteLog
from dev.cluster.writers import SAVED, build_meeting_form
from tests.drill.form_filling import Pairs, get_forms
from tests.drill.visitor import Visitor

SECONDS_BETWEEN_TRIES = 0.3
DAYS = 500
SECONDS_TO_GIVE_UP = 120.0
# The survey treats faster answers as a bot's.
SECONDS_TO_READ = 8.5


class Writer(threading.Thread):
    """``acks``: for each acknowledged write, when its last try was sent, when it was acknowledged, and the number of
    refused tries."""

    kind = ""
    pause = 0.4

    def __init__(self, front: Address, email: str, slug: str, run: str) -> None:
        super().__init__(daemon=True, name=f"{self.kind} of {email or slug}")
        self.visitor = Visitor(front)
        self.email, self.slug, self.run_name = email, slug, run
        self.ledger = WriteLog()
        self.acks: list[tuple[float, float, int]] = []
        self.stopped = threading.Event()
        self.gave_up: list[str] = []

    def prepare(self) -> None:
        if self.email:
            self.visitor.sign_in(self.email)

    def broken(self) -> list[str]:
        """Pages that answered 500 or showed a traceback."""
        return self.visitor.broken

    def run(self) -> None:
        turn = 0
        while not self.stopped.is_set():
            self.write(f"{self.run_name} {self.email or self.slug} {turn}")
            turn += 1
            self.stopped.wait(self.pause)

    def write(self, name: str) -> None:
        raise NotImplementedError

    def insist(self, name: str, act: Callable[[], bool]) -> bool:
        """Repeat with the same key until acknowledged; then add ``name`` to the ledger."""
        self.ledger.sent.add(name)
        if sent := self.repeated(name, act):
            self.ledger.acknowledged[name] = self.acks[-1][1]
        return bool(sent)

    def repeated(self, name: str, act: Callable[[], bool]) -> float:
        """Return the time at which the acknowledged try was sent; 0 if the writer gave up."""
        end, refused = time.monotonic() + SECONDS_TO_GIVE_UP, 0
        while time.monotonic() < end:
            sent = time.monotonic()
            if self.tried(act):
                self.acks.append((sent, time.monotonic(), refused))
                return sent
            refused += 1
            self.ledger.refused += 1
            time.sleep(SECONDS_BETWEEN_TRIES)
        self.gave_up.append(name)
        return 0.0

    def tried(self, act: Callable[[], bool]) -> bool:
        try:
            return act()
        except (OSError, http.client.HTTPException):
            return False

    def page(self, path: str) -> str:
        """Request the page until it comes; return an empty text if it does not, or if the writer must stop."""
        end = time.monotonic() + SECONDS_TO_GIVE_UP
        while time.monotonic() < end and not self.stopped.is_set():
            try:
                answer = self.visitor.get(path)
            except (OSError, http.client.HTTPException):
                answer = Answer(0, "", "")
            if answer.status == 200:
                return answer.text
            time.sleep(SECONDS_BETWEEN_TRIES)
        return ""


class EventWriter(Writer):
    """Logs meetings; the place is the name in the ledger."""

    kind = "events"

    def write(self, name: str) -> None:
        self.logged(name)

    def logged(self, name: str) -> str:
        # On many days: each of thousands on one day would be compared with all others as a possible duplicate.
        day = datetime.now(tz=UTC).date() - timedelta(days=2 + len(self.acks) % DAYS)
        form, there = build_meeting_form(name) | {"day": str(day)}, []

        def send() -> bool:
            answer = self.visitor.post(f"/c/{self.slug}/events/log/", form)
            there.append(answer.location)
            return answer.status == 302 and bool(SAVED.search(answer.location))

        return there[-1] if self.insist(name, send) else ""


class HeadcountWriter(EventWriter):
    """Logs a meeting and then its attendance; the ledger has the event with the number of women."""

    kind = "headcounts"

    def write(self, name: str) -> None:
        there = self.logged(name)
        revision = (
            re.search(r'name="revision" value="(\d+)"', self.page(f"{there}record/")) if there else None
        )
        if revision is None:
            return
        women = str(3 + len(self.acks) % 90)
        form = {"revision": revision[1], "people_present": "99", "count__gender__female": women}
        self.insist(f"{name} #{women}", lambda: self._is_counted(there, form, women))

    def _is_counted(self, there: str, form: dict[str, str], women: str) -> bool:
        answer = self.visitor.post(f"{there}record/", form)
        if answer.status == 409:
            # Ours was stored, and its response was lost.
            stored = self.visitor.get(f"{there}record/").text
            return bool(re.search(rf'name="count__gender__female"[^>]*value="{women}"', stored))
        return answer.status == 302


class AnswerWriter(Writer):
    """A resident: two pages without an account. ``slug`` is the community's; ``wave`` is part of the URL."""

    kind = "answers"
    pause = 0.1

    def __init__(self, front: Address, slug: str, run: str, wave: str) -> None:
        super().__init__(front, "", slug, run)
        self.path = f"/p/{slug}/survey/{wave}/"

    def write(self, name: str) -> None:
        opened = time.monotonic()
        first = self._form(self.page(self.path))
        second = self._form(self._next(first)) if first else []
        ticket = dict(second).get("ticket", "")
        if not ticket:
            return
        self.stopped.wait(max(0.0, SECONDS_TO_READ - (time.monotonic() - opened)))
        if not self.stopped.is_set():
            self.insist(get_client_id(ticket), lambda: self._is_kept(second))

    def _form(self, text: str) -> list[tuple[str, str]]:
        form = next((form for form in get_forms(text) if "ticket" in form.names), None)
        if form is None:
            return []
        none = {name: "dont_know" for name in form.names if name.endswith("_none")}
        texts = {name.removesuffix("_none"): "" for name in none}
        return [pair for pair in form.filled({**none, **texts}) if pair[0] != "website"]

    def _next(self, first: list[tuple[str, str]]) -> str:
        answers: list[str] = []

        def send() -> bool:
            answer = self.visitor.send(self.path, first)
            answers.append(answer.text)
            return answer.status == 200

        end = time.monotonic() + SECONDS_TO_GIVE_UP
        while time.monotonic() < end and not self.stopped.is_set():
            if self.tried(send):
                return answers[-1]
            time.sleep(SECONDS_BETWEEN_TRIES)
        return ""

    def _is_kept(self, second: list[tuple[str, str]]) -> bool:
        answer = self.visitor.send(self.path, second)
        return answer.status == 302 and "thanks" in answer.location


class ReportWriter(Writer):
    """Requests reports while at most ``queue`` jobs are open; the ledger has their ``client_id``. ``waiting``: the
    number of open jobs, None if unknown."""

    kind = "reports"
    pause = 1.0
    queue = 1

    def __init__(
        self, front: Address, email: str, slug: str, run: str, waiting: Callable[[], int | None]
    ) -> None:
        super().__init__(front, email, slug, run)
        self.waiting = waiting

    def write(self, name: str) -> None:
        self._order()
        while not self.stopped.is_set():
            waiting = self.waiting()
            if waiting is not None and waiting <= self.queue:
                return
            time.sleep(0.5)

    def _order(self) -> None:
        path = f"/c/{self.slug}/reports/new/"
        page = self.page(path)
        rounds, ids = get_choices("round", page), get_choices("client_id", page)
        if rounds and ids:
            form = {"round": rounds[0], "language": "en", "client_id": ids[0]}
            self.insist(ids[0], lambda: self.visitor.post(path, form).status == 302)


class ImportWriter(Writer):
    """Imports lists of five organizations; the ledger has their names after the last step.

    For each of ``towns`` in turn, since each accepts only so many files within an hour.
    """

    kind = "imports"
    pause = 6.0
    rows = 5

    def __init__(self, front: Address, towns: Sequence[str], run: str) -> None:
        super().__init__(front, "", towns[0], run)
        self.coordinators = {town: Visitor(front) for town in towns}
        self.order = cycle(towns)

    def prepare(self) -> None:
        for town, visitor in self.coordinators.items():
            visitor.sign_in(f"coordinator@{town}.example")

    def write(self, name: str) -> None:
        self.slug = next(self.order)
        self.visitor = self.coordinators[self.slug]
        self._bring(name)

    def broken(self) -> list[str]:
        return [fault for coordinator in self.coordinators.values() for fault in coordinator.broken]

    def _bring(self, name: str) -> None:
        path = f"/c/{self.slug}/imports/"
        ids, there = get_choices("client_id", self.page(path)), []
        if not ids:
            return
        names = [f"{name} row {number}" for number in range(self.rows)]
        content = "Organization;Sector\n" + "".join(f"{name};Schools\n" for name in names)

        def upload() -> bool:
            pairs = [("kind", "organizations"), ("client_id", ids[0])]
            answer = self.visitor.send_file(path, pairs, "file", "list.csv", content.encode())
            there.append(answer.location)
            return answer.status == 302

        self.ledger.sent.update(names)
        if (
            self.repeated(name, upload)
            and self._step(there[-1], "columns")
            and self._step(there[-1], "commit")
        ):
            self.ledger.acknowledged.update(dict.fromkeys(names, time.monotonic()))

    def _step(self, path: str, action: str) -> bool:
        end = time.monotonic() + SECONDS_TO_GIVE_UP
        while time.monotonic() < end:
            for form in get_forms(self.page(path)):
                if ("action" in form.fields) and form.fields["action"].value == action:
                    return self._take(path, form.filled(new=False))
            if self.stopped.is_set():
                return False
            time.sleep(0.5)
        self.gave_up.append(f"{path} {action}")
        return False

    def _take(self, path: str, pairs: Pairs) -> bool:
        return bool(self.repeated(path, lambda: self.visitor.send(path, pairs).status == 302))


class FileWriter(Writer):
    """Adds versions of a material's file; the note is the name in the ledger."""

    kind = "files"
    pause = 1.0
    kilobytes = 16

    def prepare(self) -> None:
        super().prepare()
        path = f"/c/{self.slug}/library/materials/new/"
        form = next(form for form in get_forms(self.visitor.get(path).text) if "title" in form.names)
        answer = self.visitor.send(path, form.filled({"title": self.run_name}))
        self.there = answer.location.removesuffix("versions/new/")

    def write(self, name: str) -> None:
        path = f"{self.there}versions/new/"
        form = next((form for form in get_forms(self.page(path)) if "note" in form.names), None)
        if form is None:
            return
        pairs = form.filled({"note": name, "link": ""}, new=False)
        content = (name + "\n").encode() * (self.kilobytes * 1024 // (len(name) + 1))
        self.insist(
            name, lambda: self.visitor.send_file(path, pairs, "file", "list.txt", content).status == 302
        )


def get_client_id(ticket: str) -> str:
    data = ticket.partition(":")[0]
    packed = data.startswith(".")
    raw = base64.urlsafe_b64decode(data.lstrip(".") + "=" * (-len(data.lstrip(".")) % 4))
    return str(json.loads(zlib.decompress(raw) if packed else raw)[0])
