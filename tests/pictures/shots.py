"""The pictures of the help pages: pages of the demo at a phone's width."""

from typing import NamedTuple

MOST_BYTES = 25_000
LEADER, COORDINATOR, STAFF = "leader@pasadena.example", "coordinator@pasadena.example", "staff@usa.example"


class Shot(NamedTuple):
    """``person``: the demo account that sees ``path``; empty for visitors."""

    name: str
    person: str
    path: str

    def get_file(self, language: str) -> str:
        return f"img/help/{language}/{self.name}.webp"


SHOTS = (
    Shot("home", LEADER, "/c/pasadena/"),
    Shot("log-meeting", LEADER, "/c/pasadena/events/log/"),
    Shot("events", LEADER, "/c/pasadena/events/"),
    Shot("services", LEADER, "/c/pasadena/services/"),
    Shot("team", COORDINATOR, "/c/pasadena/team/"),
    Shot("research", COORDINATOR, "/c/pasadena/research/"),
    Shot("survey", COORDINATOR, "/c/pasadena/survey/"),
    Shot("public", "", "/p/pasadena/"),
    Shot("review", STAFF, "/office/usa/submissions/"),
    Shot("office", STAFF, "/office/usa/"),
    Shot("report", STAFF, "/office/usa/reports/"),
    Shot("international", "international@oasis.example", "/international/"),
)
