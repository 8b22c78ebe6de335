"""Lists of materials, stories and announcements, in a community and at an office (`communities.data_lists`)."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from library.models import (
    AgeGroup,
    Announcement,
    LibraryItem,
    Licence,
    Material,
    MaterialKind,
    Measure,
    Story,
    StoryKind,
)
from tfc.lists import ID, Field, Kind, ListExport, ListRequest, coded
from tfc.sharing import Audience

TITLE = _("Library")
POSITION = 5

Items = TypeVar("Items", bound="QuerySet[Any]")


def _own(list_request: ListRequest, items: Items) -> Items:
    """Return what this place created: items shared by others are not exported."""
    if isinstance(list_request.place, Community):
        return items.filter(community=list_request.place)
    return items.filter(office=list_request.place, community=None)


def _readable(list_request: ListRequest, items: Items) -> Items:
    return _own(list_request, items) if list_request.by_link else items


def _owner(row: LibraryItem) -> str:
    return str(row.owner)


AUDIENCE = coded(
    "audience", "#meta+audience", _("Who may read it"), Audience.choices, lambda row: row.audience
)
CHANGED = Field(
    "changed_on", "#date+changed", _("Changed on"), Kind.DATE, lambda row: timezone.localdate(row.updated_at)
)


def _materials(list_request: ListRequest) -> QuerySet[Material]:
    materials = _readable(list_request, Material.objects.not_deleted())
    return materials.with_newest_number().select_related("community", "office").order_by("title", "pk")


MATERIALS = ListExport(
    code="materials",
    title=_("Materials"),
    about=_("Curricula, campaigns and more that you may read. A link has only your own."),
    may_be_linked=True,
    get_rows=_materials,
    fields=(
        ID,
        Field("title", "#item+name", _("Title"), Kind.TEXT),
        *coded("kind", "#item+type", _("Kind"), MaterialKind.choices),
        Field("summary", "#description+summary", _("Summary"), Kind.TEXT),
        Field("language", "#meta+language+code", _("Language"), Kind.CODE),
        *coded("age_group", "#group+age", _("Age group"), AgeGroup.choices),
        *coded("licence", "#meta+license", _("License"), Licence.choices),
        Field("sectors", "#sector+code", _("For which sectors"), Kind.CODE),
        Field("owner", "#org+owner+name", _("Whose it is"), Kind.TEXT, _owner),
        *AUDIENCE,
        Field("version", "#meta+version+num", _("Newest version"), Kind.COUNT, "newest"),
        CHANGED,
    ),
)


def _stories(list_request: ListRequest) -> QuerySet[Story]:
    stories = _readable(list_request, Story.objects.not_deleted())
    return stories.with_adopters().select_related("community", "office").order_by("title", "pk")


STORIES = ListExport(
    code="stories",
    title=_("Stories"),
    about=_("What communities did and what came of it. A link has only your own."),
    may_be_linked=True,
    get_rows=_stories,
    fields=(
        ID,
        Field("title", "#item+name", _("Title"), Kind.TEXT),
        *coded("kind", "#item+type", _("Kind"), StoryKind.choices),
        Field("language", "#meta+language+code", _("Language"), Kind.CODE),
        Field("context", "#description+context", _("Context"), Kind.TEXT),
        Field("action", "#description+action", _("What we did"), Kind.TEXT),
        Field("result", "#description+result", _("Result"), Kind.TEXT),
        *coded("measure", "#indicator+measure", _("What the figure counts"), Measure.choices),
        Field("figure", "#indicator+value+num", _("Figure"), Kind.PEOPLE,
              is_people=lambda row: row.measure in (Measure.PERSONS, Measure.CONTACTS)),
        Field("n", "#indicator+n+num", _("Of how many (n)"), Kind.PEOPLE),
        Field("owner", "#org+owner+name", _("Whose it is"), Kind.TEXT, _owner),
        *AUDIENCE,
        Field("adopters", "#org+adopters+num", _("Communities that try it"), Kind.COUNT),
        CHANGED,
    ),
)  # fmt: skip


def _announcements(list_request: ListRequest) -> QuerySet[Announcement]:
    return _own(list_request, Announcement.objects.not_deleted()).order_by("-from_on", "-pk")


ANNOUNCEMENTS = ListExport(
    code="announcements",
    title=_("Announcements"),
    about=_("What the office told its communities."),
    get_rows=_announcements,
    fields=(
        ID,
        Field("title", "#item+name", _("Title"), Kind.TEXT),
        Field("text", "#description+text", _("Text"), Kind.TEXT),
        Field("from_on", "#date+start", _("Shown from"), Kind.DATE),
        Field("until_on", "#date+end", _("Shown until"), Kind.DATE),
        Field("pinned", "#meta+pinned", _("On top"), Kind.YES_NO),
        Field("stages", "#status+stage+code", _("For which stages"), Kind.CODE),
    ),
)

COMMUNITY_LISTS = (MATERIALS, STORIES)
OFFICE_LISTS = (MATERIALS, STORIES, ANNOUNCEMENTS)
