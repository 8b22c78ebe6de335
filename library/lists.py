"""Lists of materials, stories and announcements, in a community and at an office (`communities.data_lists`)."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from library.models import (
    AgeGroup,
    Announcement,
    Licence,
    Material,
    MaterialKind,
    Measure,
    Story,
    StoryKind,
)
from tfc.lists import ID, Field, Kind, ListExport, ListRequest, code_fields
from tfc.sharing import Audience
from tfc.tenancy import TrashQuerySet

TITLE = _("Library")
POSITION = 5

Items = TypeVar("Items", bound="TrashQuerySet[Any]")


def _filter_own(list_request: ListRequest, items: Items) -> Items:
    """Return what this place created: items shared by others are not exported."""
    if isinstance(list_request.place, Community):
        return items.filter(community=list_request.place)
    return items.filter(office=list_request.place, community=None)


def _readable(list_request: ListRequest, items: Items) -> Items:
    """Return the materials or stories that are not deleted; for a data link only those of this place."""
    items = items.not_deleted().select_related("community", "office").order_by("title", "pk")
    return _filter_own(list_request, items) if list_request.by_link else items


def _kind(choices: Any) -> tuple[Field, ...]:
    return code_fields("kind", "#item+type", _("Kind"), choices)


TITLE_FIELD = Field("title", "#item+name", _("Title"), Kind.TEXT)
LANGUAGE = Field("language", "#meta+language+code", _("Language"), Kind.CODE)
OWNER = Field("owner", "#org+owner+name", _("Owner"), Kind.TEXT, lambda row: str(row.owner))
AUDIENCE = code_fields("audience", "#meta+audience", _("Who can read it"), Audience.choices)
CHANGED = Field(
    "changed_on", "#date+changed", _("Changed on"), Kind.DATE, lambda row: timezone.localdate(row.updated_at)
)
ABOUT_ITEMS = _("Everything here that you may read. A data link has only your own.")


def _materials(list_request: ListRequest) -> QuerySet[Material]:
    return _readable(list_request, Material.objects.with_newest_number())


MATERIALS = ListExport(
    code="materials",
    title=_("Materials"),
    about=ABOUT_ITEMS,
    may_be_linked=True,
    get_rows=_materials,
    fields=(
        ID,
        TITLE_FIELD,
        *_kind(MaterialKind.choices),
        Field("summary", "#description+summary", _("Summary"), Kind.TEXT),
        LANGUAGE,
        *code_fields("age_group", "#group+age", _("Age group"), AgeGroup.choices),
        *code_fields("licence", "#meta+license", _("License"), Licence.choices),
        Field("sectors", "#sector+code", _("Sectors"), Kind.CODE),
        OWNER,
        *AUDIENCE,
        Field("version", "#meta+version+num", _("Newest version"), Kind.COUNT, "newest"),
        CHANGED,
    ),
)


def _stories(list_request: ListRequest) -> QuerySet[Story]:
    return _readable(list_request, Story.objects.with_adopters())


STORIES = ListExport(
    code="stories",
    title=_("Stories"),
    about=ABOUT_ITEMS,
    may_be_linked=True,
    get_rows=_stories,
    fields=(
        ID,
        TITLE_FIELD,
        *_kind(StoryKind.choices),
        LANGUAGE,
        Field("context", "#description+context", _("Context"), Kind.TEXT),
        Field("action", "#description+action", _("What we have done"), Kind.TEXT),
        Field("result", "#description+result", _("Outcome"), Kind.TEXT),
        *code_fields("measure", "#indicator+measure", _("What was counted"), Measure.choices),
        Field("figure", "#indicator+value+num", _("Figure"), Kind.PEOPLE,
              is_people=lambda row: row.measure == Measure.CONTACTS),
        Field("n", "#indicator+n+num", _("Of how many"), Kind.PEOPLE),
        OWNER,
        *AUDIENCE,
        Field("adopters", "#org+adopters+num", _("Communities that try it"), Kind.COUNT),
        CHANGED,
    ),
)  # fmt: skip


def _announcements(list_request: ListRequest) -> QuerySet[Announcement]:
    return _filter_own(list_request, Announcement.objects.not_deleted()).order_by("-from_on", "-pk")


ANNOUNCEMENTS = ListExport(
    code="announcements",
    title=_("Announcements"),
    about=_("Announcements of the office."),
    get_rows=_announcements,
    fields=(
        ID,
        TITLE_FIELD,
        Field("text", "#description+text", _("Text"), Kind.TEXT),
        Field("from_on", "#date+start", _("Shown from"), Kind.DATE),
        Field("until_on", "#date+end", _("Shown until"), Kind.DATE),
        Field("pinned", "#meta+pinned", _("Pinned"), Kind.YES_NO),
        Field("stages", "#status+stage+code", _("Stages"), Kind.CODE),
    ),
)

COMMUNITY_LISTS = (MATERIALS, STORIES)
OFFICE_LISTS = (MATERIALS, STORIES, ANNOUNCEMENTS)
