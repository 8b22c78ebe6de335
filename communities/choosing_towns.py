"""Form fields to choose communities of an office: a plain list if there are few; if there are many, a search whose
results are offered below the input. It is one form at any size, and works without a script.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.utils.translation import gettext as _

from communities.models import Community
from communities.models.communities import CommunityQuerySet
from tfc.query_params import row_number

# How many a list shows, and how many a search shows.
FEW, SHOWN = 100, 25
LONGEST = 80
SEARCH_TEXT, PREVIOUS_TEXT, FIND = "search", "previous", "find"


@dataclass(frozen=True)
class TownSelection:
    """The submitted field. ``previous_search_text``: the words whose results were already on the screen."""

    ids: Sequence[int] = ()
    search_text: str = ""
    previous_search_text: str = ""

    @property
    def is_new(self) -> bool:
        """Return True if the results of these words have not been shown yet."""
        return bool(self.search_text) and self.search_text != self.previous_search_text


@dataclass(frozen=True)
class Search:
    """``towns``: those to choose among. ``first``: offered before them, without a search, with a remark on each."""

    towns: CommunityQuerySet
    first: Mapping[int, str] = field(default_factory=dict)

    def find_by_text(self, search_text: str) -> list[Community]:
        """Return up to one more than are shown; exact names come first."""
        if not search_text:
            return []
        matches = list(self.towns.named(search_text).by_name()[: SHOWN + 1])
        exact = list(self.towns.filter(name__iexact=search_text)[:2])
        return exact if len(exact) == 1 else matches

    def with_ids(self, ids: Collection[int]) -> list[Community]:
        return list(self.towns.filter(pk__in=ids).by_name()) if ids else []

    def all_in_order(self) -> CommunityQuerySet:
        is_first = Case(When(pk__in=list(self.first), then=0), default=1)
        return self.towns.order_by(is_first, "name", "pk") if self.first else self.towns.by_name()

    def label(self, town: Community) -> str:
        return self.first.get(town.pk, town.name)


class TownChoice(forms.Widget):
    """A search box, with the chosen and found communities below it: check boxes with ``many``, else radio buttons."""

    template_name = "components/community_picker.html"
    # The accessible name of the group of boxes.
    label: Any = ""

    def __init__(self, search: Search, *, many: bool, empty_label: str = "") -> None:
        super().__init__()
        self.search, self.many, self.empty_label = search, many, empty_label

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TownSelection:
        sent = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        # A value that is not a number becomes 0, which no row has.
        ids = (row_number(str(value)) or 0 for value in sent if value)
        search_text, previous_search_text = (
            " ".join(data.get(f"{name}-{suffix}", "").split())[:LONGEST]
            for suffix in (SEARCH_TEXT, PREVIOUS_TEXT)
        )
        return TownSelection(tuple(ids), search_text, previous_search_text)

    def use_required_attribute(self, initial: Any) -> bool:
        """Allow an empty search box if something is chosen."""
        return False

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        sent = value if isinstance(value, TownSelection) else TownSelection(_ids(value))
        matches = self.search.find_by_text(sent.search_text)
        boxes = {town.pk: town for town in self.search.with_ids({*sent.ids, *self.search.first})}
        boxes |= {town.pk: town for town in matches[:SHOWN]}
        context["widget"] |= {
            "type": "checkbox" if self.many else "radio",
            "label": self.label,
            "sent": sent,
            "boxes": [(town.pk, self.search.label(town), town.pk in sent.ids) for town in boxes.values()],
            "found": len(matches),
            "has_more": len(matches) > SHOWN,
            "shown": SHOWN,
            "empty_label": self.empty_label,
        }
        return context


def _ids(value: Any) -> tuple[int, ...]:
    """Return the IDs of a form's initial value: one, several or none."""
    several = value if isinstance(value, list | tuple) else [value]
    return tuple(item.pk if isinstance(item, Community) else item for item in several if item)


class TownField(forms.Field):
    """Its value is a community, or a list of them with ``many``."""

    def __init__(self, search: Search, *, many: bool, empty_label: str = "", **kwargs: Any) -> None:
        self.search, self.many = search, many
        super().__init__(widget=TownChoice(search, many=many, empty_label=empty_label), **kwargs)
        self.widget.label = self.label

    def clean(self, value: Any) -> Any:
        chosen = self.search.with_ids(value.ids)
        if len(chosen) < len(set(value.ids)):
            raise ValidationError(_("An option is no longer available. Choose again."))
        if value.is_new:
            chosen = self._with_found(chosen, value.search_text)
        if self.required and not chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        return chosen if self.many else next(iter(chosen), None)

    def _with_found(self, chosen: list[Community], search_text: str) -> list[Community]:
        """Add the community that the words find if there is only one; if there are several, the person must choose."""
        matches = self.search.find_by_text(search_text)
        if not matches:
            raise ValidationError(
                _("No community has “%(words)s” in its name, city or state."), params={"words": search_text}
            )
        if len(matches) > 1:
            raise ValidationError(_("Several communities were found. Choose below, then save."))
        return [*chosen, *matches] if self.many else matches


class TownSearchForm(forms.Form):
    """A form with such a field. A search saves nothing, and the other fields may be empty."""

    @property
    def is_searching(self) -> bool:
        towns = (name for name, form_field in self.fields.items() if isinstance(form_field, TownField))
        return any(f"{self.add_prefix(name)}-{FIND}" in self.data for name in towns)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_searching:
            self.errors.clear()

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_searching

    def offer_towns(
        self, name: str, towns: CommunityQuerySet, first: Mapping[int, str] | None = None
    ) -> None:
        """Replace the choice list ``name`` by a search if ``towns`` are more than a few."""
        listed: Any = self.fields[name]
        search = Search(towns, first or {})
        if has_many(towns):
            many = isinstance(listed, forms.ModelMultipleChoiceField)
            self.fields[name] = self.search_for(name, search, many=many)
        else:
            listed.queryset, listed.label_from_instance = search.all_in_order(), search.label

    def search_for(self, name: str, search: Search, *, many: bool) -> TownField:
        """Return the search field that replaces the choice list ``name``."""
        listed: Any = self.fields[name]
        return TownField(
            search,
            many=many,
            empty_label="" if many or listed.required else str(listed.empty_label),
            label=listed.label,
            required=listed.required,
            help_text=listed.help_text,
            error_messages={"required": listed.error_messages["required"]},
        )


def has_many(towns: CommunityQuerySet) -> bool:
    """Return True if there are more communities than a list should show."""
    return towns.by_name()[FEW : FEW + 1].exists()
