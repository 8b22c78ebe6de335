"""What the records of a sample town say, written in the language of whoever asks for it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from evaluation.instrument import Text
from stakeholders.models import AffectedGroup, Method, Sector
from support.models import ServiceKind

TOWN: Text = _("Sample town")
OFFICE: Text = _("Sample office")
QUESTION: Text = _("Who in our town is easy to trap, and who notices?")
PEOPLE = ("Alma Abara", "Joon Castellanos", "Rosa Lindqvist", "Tariq Moreno")

ORGANIZATIONS: tuple[tuple[Sector, Text], ...] = (
    (Sector.SCHOOLS, _("Hill High School")),
    (Sector.SCHOOLS, _("Riverside Middle School")),
    (Sector.LOCAL_BUSINESS, _("Harbor Hotel")),
    (Sector.LOCAL_BUSINESS, _("Corner Laundry")),
    (Sector.MEDIA, _("Town Radio")),
    (Sector.FAITH_NGOS, _("St. Anne's Parish")),
    (Sector.FAITH_NGOS, _("Neighbors' House")),
    (Sector.FIRST_RESPONDERS, _("Fire Station 2")),
    (Sector.LAW_ENFORCEMENT, _("Police, west precinct")),
    (Sector.LOCAL_LEGISLATURES, _("Town council")),
)


@dataclass(frozen=True)
class FindingWords:
    vulnerability: str
    severity: int
    confidence: int
    groups: tuple[AffectedGroup, ...]
    method: Method
    people_heard: int | None
    summary: Text


FINDINGS = (
    FindingWords(
        "untrained_hotels", 4, 3, (AffectedGroup.WOMEN, AffectedGroup.MIGRANTS), Method.OBSERVATION, None,
        _("Of six hotels that we visited, one had a notice for its staff, and none had trained "
        "the night shift."),
    ),
    FindingWords(
        "missing_from_school", 4, 4, (AffectedGroup.YOUTH,), Method.INTERVIEW, 5,
        _("Nobody calls at home before the tenth missed day, say counselors of both schools."),
    ),
    FindingWords(
        "no_interpreters", 3, 3, (AffectedGroup.MIGRANTS,), Method.LISTENING_GROUP, 14,
        _("People who speak Spanish said that they would not call anybody who answers in English only."),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class ServiceWords:
    """``confirmed``: how many days ago, None where nobody asked yet."""

    name: Text
    provider: Text
    kinds: tuple[ServiceKind, ...]
    languages: tuple[str, ...]
    confirmed: int | None


SERVICES = (
    ServiceWords(
        _("A room for some nights"), _("Neighbors' House"), (ServiceKind.HOUSING,), ("en", "es"), 30
    ),
    ServiceWords(_("Somebody to talk to"), _("County Counseling"), (ServiceKind.COUNSELING,), ("en",), 60),
    ServiceWords(
        _("English and a meal"),
        _("St. Anne's Parish"),
        (ServiceKind.LANGUAGE, ServiceKind.FOOD),
        ("en", "es"),
        170,
    ),
    ServiceWords(_("Legal advice on Tuesdays"), _("Town Law Clinic"), (ServiceKind.LEGAL,), ("en",), None),
)
PATHWAY: Text = _(
    "Ask whether the person is safe now. Call from a room where nobody listens. Stay until somebody came."
)
PLACE: Text = _("Library, small room")
HALL: Text = _("Community center, hall")
