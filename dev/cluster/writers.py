"""People who log meetings without pause and record which were acknowledged."""

import http.client
import re
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta

from dev.cluster.browser import Browser
from dev.cluster.configs import Address
from dev.cluster.ledger import WriteLog

# Email address and community of each writer. Two of them write in the same community.
WRITERS = (
    ("leader@pasadena.example", "pasadena"),
    ("coordinator@pasadena.example", "pasadena"),
    ("coordinator@boyle-heights.example", "boyle-heights"),
)
SECONDS_BETWEEN_TRIES = 0.2
# A person types for longer; this is short enough to see every gap, and leaves the processors to the servers.
SECONDS_BETWEEN_WRITES = 0.1
SECONDS_TO_GIVE_UP = 60
SAVED = re.compile(r"/events/\d+/")


def build_meeting_form(place: str) -> dict[str, str]:
    """Return the form of a new meeting, with a new ``client_id``."""
    return {
        "client_id": str(uuid.uuid4()),
        # In the past in every time zone.
        "day": str(datetime.now(tz=UTC).date() - timedelta(days=2)),
        "starts": "19:00",
        "place": place,
        "note": "",
        "people_present": "12",
        # Confirms that this is another meeting on the same day.
        "another": "on",
    }


class Writer(threading.Thread):
    def __init__(self, front: Address, email: str, slug: str, run: str) -> None:
        super().__init__(daemon=True)
        self.browser = Browser(front)
        self.email, self.slug, self.run_name = email, slug, run
        self.ledger = WriteLog()
        self.stopped = threading.Event()

    def run(self) -> None:
        turn = 0
        while not self.stopped.is_set():
            self._write(f"{self.run_name} {self.email} {turn}")
            turn += 1
            time.sleep(SECONDS_BETWEEN_WRITES)

    def _write(self, name: str) -> None:
        """Send the meeting until it is acknowledged, each time with the same data."""
        self.ledger.sent.add(name)
        data = build_meeting_form(name)
        end = time.monotonic() + SECONDS_TO_GIVE_UP
        while time.monotonic() < end:
            if self._is_saved(data):
                self.ledger.acknowledged[name] = time.monotonic()
                return
            self.ledger.refused += 1
            time.sleep(SECONDS_BETWEEN_TRIES)

    def _is_saved(self, data: dict[str, str]) -> bool:
        try:
            answer = self.browser.post(f"/c/{self.slug}/events/log/", data)
        except (OSError, http.client.HTTPException):
            return False
        return answer.status == 302 and bool(SAVED.search(answer.location))


def start_writers(front: Address, run: str) -> list[Writer]:
    writers = [Writer(front, email, slug, run) for email, slug in WRITERS]
    for writer in writers:
        writer.browser.sign_in(writer.email)
    for writer in writers:
        writer.start()
    return writers


def stop_writers(writers: list[Writer]) -> None:
    """Let each writer finish its current write."""
    for writer in writers:
        writer.stopped.set()
    for writer in writers:
        writer.join(SECONDS_TO_GIVE_UP)
