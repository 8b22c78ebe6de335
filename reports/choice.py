"""What an office chooses for a custom report: communities, half-years, parts, stories and pictures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext as _

from communities.choosing_towns import has_many
from communities.models import Community, Office
from communities.models.communities import CommunityQuerySet
from evaluation.instrument import PARTS
from evaluation.models import Round
from library.models import Licence, MaterialVersion, Story
from tfc.periods import half_year_text
from tfc.text.punctuation import join_bracketed

MOST_ROUNDS = 6
MOST_STORIES = 12
# Pictures are embedded in the snapshot, which every reader of the page loads.
MOST_PICTURES = 6
PICTURE_TYPES = ("image/jpeg", "image/png", "image/webp")
NAMES = ("communities", "rounds", "parts", "stories", "pictures")

Value = int | str


@dataclass(frozen=True)
class Choice:
    """Ids of communities, half-years, codes of parts, ids of stories, and ids of versions of materials."""

    communities: tuple[int, ...] = ()
    rounds: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    stories: tuple[int, ...] = ()
    pictures: tuple[int, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{name: tuple(data.get(name, ())) for name in NAMES})

    def as_json(self) -> dict[str, list[Value]]:
        return {name: list(getattr(self, name)) for name in NAMES}


@dataclass(frozen=True)
class Option:
    value: Value
    label: str


@dataclass(frozen=True)
class Options:
    """The choices offered, in order. Read inside the office's scope.

    ``many``: the communities, if there are too many for a list; ``communities`` is empty then.
    """

    communities: list[Option] = field(default_factory=list)
    rounds: list[Option] = field(default_factory=list)
    parts: list[Option] = field(default_factory=list)
    stories: list[Option] = field(default_factory=list)
    pictures: list[Option] = field(default_factory=list)
    many: CommunityQuerySet | None = None

    @classmethod
    def for_office(cls, office: Office) -> Self:
        rounds = Round.objects.filter(office=office, opened_at__isnull=False).newest_first()
        towns = Community.objects.filter(office=office).by_name()
        is_long = has_many(towns)
        return cls(
            many=towns if is_long else None,
            communities=[] if is_long else [Option(community.pk, community.name) for community in towns],
            rounds=[Option(round_.half_year, half_year_text(round_.period)) for round_ in rounds],
            parts=[Option(part.code, f"{part.label} {part.title}") for part in PARTS],
            stories=[
                Option(story.pk, join_bracketed(story.title, story.owner.name))
                for story in readable_stories()
            ],
            pictures=[
                Option(picture.pk, join_bracketed(picture.material.title, picture.material.owner.name))
                for picture in usable_pictures(office)
            ],
        )

    def get_values(self, name: str) -> tuple[Value, ...]:
        if name == "communities" and self.many is not None:
            return tuple(self.many.values_list("pk", flat=True))
        return tuple(option.value for option in getattr(self, name))


def readable_stories(ids: Iterable[int] | None = None) -> list[Story]:
    """Return the stories that the scope may read, or the given ones of them, ordered by title."""
    stories = Story.objects.not_deleted().select_related("community", "office").order_by("title", "pk")
    return list(stories if ids is None else stories.filter(pk__in=list(ids)))


def usable_pictures(office: Office, ids: Iterable[int] | None = None) -> list[MaterialVersion]:
    """Return the library pictures whose license permits use outside the network: the office's own, or Creative
    Commons.

    Reports are passed on, so pictures for the network only are left out.
    """
    pictures = MaterialVersion.objects.filter(media_type__in=PICTURE_TYPES, material__deleted_at=None)
    pictures = pictures.select_related("material__community", "material__office").order_by(
        "material__title", "-number"
    )
    if ids is not None:
        pictures = pictures.filter(pk__in=list(ids))
    return [
        picture
        for picture in pictures
        if picture.material.licence != Licence.NETWORK
        or (picture.material.office_id == office.pk and picture.material.community_id is None)
    ]


def problems(choice: Choice, options: Options) -> dict[str, str]:
    """Return an error message for each invalid field; empty if a report can be built."""
    most = {"rounds": MOST_ROUNDS, "stories": MOST_STORIES, "pictures": MOST_PICTURES}
    needed = {
        "communities": _("Choose at least one."),
        "rounds": _("Choose at least one."),
        "parts": _("Choose at least one."),
    }
    errors = {}
    for name in NAMES:
        chosen = getattr(choice, name)
        offered = set(
            chosen if name == "communities" and options.many is not None else options.get_values(name)
        )
        if not chosen and name in needed:
            errors[name] = needed[name]
        elif not offered.issuperset(chosen):
            errors[name] = _("An option is no longer available. Choose again.")
        elif len(chosen) > most.get(name, len(offered)):
            errors[name] = _("Choose %(most)s at most.") % {"most": most[name]}
    return errors
