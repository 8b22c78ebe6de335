"""The pictures of the guides, which a test run makes (`make pictures`): pages of the demo at a phone's width, in each
language."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from evaluation.instrument import Text

WIDTH, HEIGHT = 375, 560
MOST_BYTES = 25_000


@dataclass(frozen=True)
class Picture:
    """``person``: whose demo account sees ``path``; ``top``: what stands at the picture's upper edge (a selector)."""

    name: str
    person: str
    path: str
    alt: Text
    top: str = ""

    @property
    def file(self) -> str:
        """In the reader's language; where it was made in none such, in English."""
        language = get_language()
        return self.file_in(language if language in dict(settings.LANGUAGES) else "en")

    def file_in(self, language: str) -> str:
        return f"img/guide/{language}/{self.name}.webp"

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return HEIGHT


_TOWN, _OFFICE = "/c/pasadena/", "/office/usa/"
LEADER, COORDINATOR, STAFF = "leader@pasadena.example", "coordinator@pasadena.example", "staff@usa.example"

PICTURES: tuple[Picture, ...] = (
    Picture(
        "home",
        LEADER,
        _TOWN,
        _("The home of a community on a phone: at the top one thing to do, with its button."),
    ),
    Picture(
        "log-meeting",
        LEADER,
        _TOWN + "events/log/",
        _("The form for a meeting: day, time, place, who of the team was there."),
    ),
    Picture("events", LEADER, _TOWN + "events/", _("The list of events: what comes, and what was held.")),
    Picture("services", LEADER, _TOWN + "services/", _("The directory of help, by need and language.")),
    Picture(
        "team", COORDINATOR, _TOWN + "team/", _("The team with its roles, and the button for an invitation.")
    ),
    Picture(
        "research",
        COORDINATOR,
        _TOWN + "research/",
        _("The five steps of research, with what is done and what comes next."),
    ),
    Picture(
        "survey",
        COORDINATOR,
        _TOWN + "survey/",
        _("The half-year survey: questions that are filled in, each with its figure."),
    ),
    Picture(
        "public",
        "",
        "/p/pasadena/",
        _("The public page of a town: find help, the hotline, and a way out at the top."),
    ),
    Picture(
        "review",
        STAFF,
        _OFFICE + "submissions/",
        _("The surveys of an office by state: submitted, returned, accepted."),
    ),
    Picture(
        "office", STAFF, _OFFICE, _("The overview of an office: surveys by state and the five indicators.")
    ),
    Picture(
        "report", STAFF, _OFFICE + "reports/", _("Reports of an office: a draft, and one that is published.")
    ),
    Picture(
        "international",
        "international@oasis.example",
        "/international/",
        _("All offices beside each other, item by item."),
    ),
)


def picture_of(name: str) -> Picture | None:
    return next((one for one in PICTURES if one.name == name), None)
