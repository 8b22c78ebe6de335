"""Attendance as numbers: the groups by which people are counted, what must add up before it is stored, and what stays
unrecorded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Self

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from communities.languages import LANGUAGES, language_name
from communities.models import PopulationProfile, RequiredLanguage
from communities.population_csv import GROUP_NAMES
from events.models import AgeBand, Dimension, EventKind, Output, Profession
from events.output_units import ATTENDANCE

MOST_PEOPLE = 100_000
MOST_OUTPUT = 100_000_000

# The groups of the census profiles and those only in attendance; any other code is shown with spaces for its
# underscores.
KNOWN_GROUPS = {
    **GROUP_NAMES,
    "another": gettext_lazy("Another gender"),
    "other_language": gettext_lazy("Another language"),
    **dict(AgeBand.choices),
    **dict(Profession.choices),
}
GENDERS = ("female", "male", "another")
OF_THE_PROFILE = (Dimension.RACE, Dimension.LANGUAGE, Dimension.EDUCATION, Dimension.INCOME)

Headcounts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class NewOrganization:
    """An organization that is not in the register yet, as typed with the attendance."""

    name: str
    sector: str


@dataclass(frozen=True)
class OutputLine:
    """``quantity`` of ``unit``; with ``at_least`` only a lower bound is known."""

    unit: str
    quantity: int
    at_least: bool = False
    what: str = ""


@dataclass(frozen=True)
class Attendance:
    """Ids of organizations, memberships and invitations that wait for an answer, codes of constituencies, people by
    dimension and group.

    A group missing in ``headcounts`` was not counted; 0 means counted and none present.
    """

    organizations: tuple[int, ...] = ()
    new_organizations: tuple[NewOrganization, ...] = ()
    constituencies: tuple[str, ...] = ()
    memberships: tuple[int, ...] = ()
    invited: tuple[int, ...] = ()
    people_present: int | None = None
    headcounts: Headcounts = field(default_factory=dict)
    outputs: tuple[OutputLine, ...] = ()

    @classmethod
    def stored(
        cls,
        people_present: int | None,
        *,
        organizations: Iterable[int],
        constituencies: Iterable[str],
        memberships: Iterable[int],
        invited: Iterable[int],
        counted: Iterable[tuple[str, str, int]],
        outputs: Iterable[tuple[str, int, bool, str]],
    ) -> Self:
        """Build the attendance from stored rows: ``counted`` are (dimension, group, people), ``outputs`` the fields of
        OutputLine.
        """
        headcounts: dict[str, dict[str, int]] = {}
        for dimension, group, people in counted:
            headcounts.setdefault(dimension, {})[group] = people
        return cls(
            organizations=tuple(sorted(set(organizations))),
            constituencies=tuple(constituencies),
            memberships=tuple(sorted(set(memberships))),
            invited=tuple(sorted(set(invited))),
            people_present=people_present,
            headcounts=headcounts,
            outputs=tuple(OutputLine(*row) for row in outputs),
        )

    def with_people(self, people: int | None, *, at_least: bool = False) -> Self:
        """Return it with this number of people present. A lower bound is an output, and the exact number unknown."""
        others = tuple(line for line in self.outputs if not is_people_bound(line))
        if people is None or not at_least:
            return replace(self, people_present=people, outputs=others)
        bound = OutputLine(ATTENDANCE, people, at_least=True)
        return replace(self, people_present=None, outputs=(*others, bound))


def is_people_bound(line: OutputLine | Output) -> bool:
    """Return True if the line is a lower bound of people present: "60+" in a spreadsheet."""
    return line.unit == ATTENDANCE and line.at_least


def has_attendance(people_present: int | None, members: object, groups: object) -> bool:
    """Return True if a number of people, members or groups were recorded; a number of 0 was."""
    return people_present is not None or bool(members) or bool(groups)


def count_unrecorded(people_present: int | None, groups: Mapping[str, int]) -> int | None:
    """Return how many of those present were not counted in this dimension; None when the total is unknown."""
    return None if people_present is None else people_present - sum(groups.values())


def headcount_key(dimension: str) -> str:
    """Return the key of a dimension in the errors of ``check_counts``."""
    return f"headcounts_{dimension}"


def check_counts(attendance: Attendance, *, members: int | None = None) -> None:
    """Raise ValidationError for everything that does not add up, each at its own key: people_present, outputs,
    headcounts_<dimension>.
    """
    errors: dict[str, str] = {}
    total = attendance.people_present
    members = len({*attendance.memberships}) if members is None else members
    members += len(set(attendance.invited))
    if total is not None and not 0 <= total <= MOST_PEOPLE:
        errors["people_present"] = _("Enter a smaller number.")
    elif total is None and any(attendance.headcounts.values()):
        errors["people_present"] = _("Enter the total. The counts below need it.")
    elif total is not None and members > total:
        errors["people_present"] = _("%(members)d members are selected, but the total is %(total)d.") % {
            "members": members,
            "total": total,
        }
    for dimension, groups in attendance.headcounts.items():
        if message := _dimension_error(groups, total):
            errors[headcount_key(dimension)] = message
    if any(not 1 <= line.quantity <= MOST_OUTPUT for line in attendance.outputs):
        errors["outputs"] = _("Enter a smaller number.")
    if errors:
        raise ValidationError(errors)


def _dimension_error(groups: Mapping[str, int], total: int | None) -> str:
    if any(not 0 <= people <= MOST_PEOPLE for people in groups.values()):
        return _("Enter a smaller number.")
    counted = sum(groups.values())
    if total is None or counted <= total:
        return ""
    return _("These add up to %(counted)d, but the total is %(total)d.") % {
        "counted": counted,
        "total": total,
    }


@dataclass(frozen=True)
class CountedBy:
    """A dimension and the codes of its groups, in the order of the form."""

    dimension: str
    groups: tuple[str, ...]

    @property
    def label(self) -> str:
        return str(Dimension(self.dimension).label)


def group_label(dimension: str, group: str) -> str:
    """Return the label in the active language."""
    return _label(str(get_language()), dimension, group)


@lru_cache(maxsize=2000)
def _label(_language: str, dimension: str, group: str) -> str:
    if dimension == Dimension.LANGUAGE and group in LANGUAGES:
        return language_name(group)
    label = KNOWN_GROUPS.get(group)
    return str(label) if label else group.replace("_", " ").capitalize()


def get_dimensions(kind: str, recorded: Mapping[str, Iterable[str]] | None = None) -> list[CountedBy]:
    """Return the dimensions to ask for at an event of ``kind``; two queries, in the community's scope.

    Gender and age always; others if the community's population profile has them; professions at stakeholder trainings.
    ``recorded``: groups with a count, which are never left out.
    """
    groups_by_dimension: dict[str, list[str]] = {
        Dimension.GENDER: list(GENDERS),
        Dimension.AGE_BAND: [band.value for band in AgeBand],
    }
    # The largest first; the remainder is last, even if it is larger.
    profile = PopulationProfile.objects.filter(dimension__in=OF_THE_PROFILE).order_by("-people", "group")
    in_profile = profile.values_list("dimension", "group")
    for dimension, group in sorted(in_profile, key=lambda row: row[1] == "other_race"):
        groups_by_dimension.setdefault(dimension, []).append(group)
    required = RequiredLanguage.objects.order_by("language")
    for language in required.values_list("language", flat=True):
        groups_by_dimension.setdefault(Dimension.LANGUAGE, []).append(language)
    if Dimension.LANGUAGE in groups_by_dimension:
        groups_by_dimension[Dimension.LANGUAGE].append("other_language")
    if kind == EventKind.STAKEHOLDER_TRAINING:
        groups_by_dimension[Dimension.PROFESSION] = [profession.value for profession in Profession]
    for dimension, groups in (recorded or {}).items():
        groups_by_dimension.setdefault(dimension, []).extend(groups)
    return [
        CountedBy(dimension.value, tuple(dict.fromkeys(groups_by_dimension[dimension])))
        for dimension in Dimension
        if dimension in groups_by_dimension
    ]
