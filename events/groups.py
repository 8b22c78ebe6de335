"""Groups by which a community counts the people present, and their labels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.languages import LANGUAGES, language_name
from communities.models import PopulationProfile, RequiredLanguage
from communities.population_csv import GROUP_NAMES
from events.models import AgeBand, Dimension, EventKind, Profession

# The groups of the census profiles and those only in attendance; any other code is shown with spaces for its
# underscores.
KNOWN_GROUPS = {
    **GROUP_NAMES,
    "another": _("Another gender"),
    "other_language": _("Another language"),
    **dict(AgeBand.choices),
    **dict(Profession.choices),
}
GENDERS = ("female", "male", "another")
OF_THE_PROFILE = (Dimension.RACE, Dimension.LANGUAGE, Dimension.EDUCATION, Dimension.INCOME)


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


def counted_by(kind: str, recorded: Mapping[str, Iterable[str]] | None = None) -> list[CountedBy]:
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
