"""Choosing communities of an office in a form: a plain list where they are few, and where they are many a search, whose
results are offered below what was typed. It is one form at any size, and works without a script."""

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

# As many a list names at once, and as many a search shows.
FEW, SHOWN = 100, 25
LONGEST = 80
WORDS, TOLD, FIND = "words", "told", "find"


@dataclass(frozen=True)
class TownSelection:
    """What came of the field. ``told``: the words whose results were on the screen already."""

    ids: Sequence[int] = ()
    search_text: str = ""
    previous_search_text: str = ""

    @property
    def is_new(self) -> bool:
        """Nobody saw yet what these words find."""
        return bool(self.search_text) and self.search_text != self.previous_search_text


@dataclass(frozen=True)
class Search:
    """``towns``: those to choose among. ``first``: offered before them, without a search, with what is said of each."""

    towns: CommunityQuerySet
    first: Mapping[int, str] = field(default_factory=dict)

    def find_by_text(self, search_text: str) -> list[Community]:
        """Up to one more than are shown. Who types a whole name means it."""
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
    """A box for words, and below it what is chosen and what was found: to tick, or ``many`` not to choose one of."""

    template_name = "components/community_picker.html"
    # What the group of boxes is called for who does not see what stands above it.
    label: Any = ""

    def __init__(self, search: Search, *, many: bool, empty_label: str = "") -> None:
        super().__init__()
        self.search, self.many, self.empty_label = search, many, empty_label

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TownSelection:
        sent = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        # What is no number is none of theirs: no row has this one.
        ids = (row_number(str(value)) or 0 for value in sent if value)
        search_text, previous_search_text = (
            " ".join(data.get(f"{name}-{suffix}", "").split())[:LONGEST] for suffix in (WORDS, TOLD)
        )
        return TownSelection(tuple(ids), search_text, previous_search_text)

    def use_required_attribute(self, initial: Any) -> bool:
        """The box for words may stay empty where something is chosen."""
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
    """Of a form's initial value: one, several or none."""
    several = value if isinstance(value, list | tuple) else [value]
    return tuple(item.pk if isinstance(item, Community) else item for item in several if item)


class TownField(forms.Field):
    """Gives a community, or a list of them with ``many``."""

    def __init__(self, search: Search, *, many: bool, empty_label: str = "", **kwargs: Any) -> None:
        self.search, self.many = search, many
        super().__init__(widget=TownChoice(search, many=many, empty_label=empty_label), **kwargs)
        self.widget.label = self.label

    def clean(self, value: Any) -> Any:
        chosen = self.search.with_ids(value.ids)
        if len(chosen) < len(set(value.ids)):
            raise ValidationError(_("This community is not offered any more. Search again."))
        if value.is_new:
            chosen = self._with_found(chosen, value.search_text)
        if self.required and not chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        return chosen if self.many else next(iter(chosen), None)

    def _with_found(self, chosen: list[Community], search_text: str) -> list[Community]:
        """The only one that the words find is meant; of several somebody has to say which."""
        matches = self.search.find_by_text(search_text)
        if not matches:
            raise ValidationError(
                _("No community has “%(words)s” in its name, city or state."), params={"words": search_text}
            )
        if len(matches) > 1:
            raise ValidationError(_("Several communities were found. Choose below, then save."))
        return [*chosen, *matches] if self.many else matches


class TownSearchForm(forms.Form):
    """A form with such a field. Whoever searches saves nothing, and need not have filled in the rest."""

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
        """Make of the field ``name``, a list to choose from, a search where ``towns`` are more than a few."""
        listed: Any = self.fields[name]
        search = Search(towns, first or {})
        if has_many(towns):
            many = isinstance(listed, forms.ModelMultipleChoiceField)
            self.fields[name] = self.search_for(name, search, many=many)
        else:
            listed.queryset, listed.label_from_instance = search.all_in_order(), search.label

    def search_for(self, name: str, search: Search, *, many: bool) -> TownField:
        """In the place of the list to choose from that is called so."""
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
    """More than a list should name."""
    return towns.by_name()[FEW : FEW + 1].exists()
