"""Form for attendance: ticked, typed and counted."""

import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Invitation, Membership
from events.counts import (
    MOST_PEOPLE,
    Attendance,
    CountedBy,
    NewOrganization,
    check_counts,
    get_dimensions,
    group_label,
    headcount_key,
)
from events.forms.base import ActionForm
from events.forms.outputs import FieldRow, OutputRowsMixin, choice, get_output_initial, text_field
from events.invited import NOT_INVITED
from events.models import Constituency
from stakeholders.models import Organization, Sector
from tfc.batched_queries import evaluate_together
from tfc.form_fields import CountField, NumberInput, conditional

NEW_ORGANIZATIONS = 3
ID = re.compile(r"[0-9]{1,9}")


class AttendanceForm(OutputRowsMixin, ActionForm):
    """``recorded``: the stored attendance; its organizations, members and groups always remain choices.
    ``with_invited``: for coordinators, who read the addresses of invited people.
    """

    people_present = CountField(
        label=_("People present"),
        required=False,
        max_value=MOST_PEOPLE,
        widget=NumberInput({"data-stepper": "", "data-total": ""}),
        help_text=_("Include members. Leave empty if nobody counted."),
    )

    def __init__(
        self,
        *args: Any,
        community: Community,
        kind: str,
        recorded: Attendance | None = None,
        with_invited: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        self.recorded = recorded or Attendance()
        self.memberships = _get_memberships(community, self.recorded.memberships)
        self.counted_by: list[CountedBy] = get_dimensions(kind, self.recorded.headcounts)
        # The choices are queried only when one of them is or was chosen.
        self.fields["members"] = ticks(_("Members present"), cache(self._members), number=True)
        sent = forms.CheckboxSelectMultiple().value_from_datadict(self.data, self.files, "invited") or []
        if with_invited and ((invited := self._invited(sent)) or sent):
            self.fields["invited"] = ticks(_("Invited, not joined yet"), invited, number=True)
            self.fields["invited"].error_messages["invalid_choice"] = NOT_INVITED
        self.fields["organizations"] = ticks(_("Organizations"), cache(self._organizations), number=True)
        self.fields["constituencies"] = ticks(_("Groups of people"), Constituency.choices)
        conditional(self.fields["people_present"])
        self._add_new_organizations()
        self._add_counts()
        self.add_output_rows(lambda: community.office.country, self.recorded.outputs)

    def _members(self) -> list[tuple[int, str]]:
        return sorted(
            ((membership.pk, str(membership.user)) for membership in self.memberships),
            key=lambda row: row[1].casefold(),
        )

    def _invited(self, sent: Iterable[str]) -> list[tuple[int, str]]:
        """Return ids and addresses, of those sent also if the person has joined since the form was opened; the members
        are read in the same query.
        """
        joined = Invitation.objects.filter(pk__in=[pk for pk in sent if ID.fullmatch(pk)], withdrawn_at=None)
        invitations = (Invitation.objects.waiting() | joined).filter(community=self.community)
        invited = invitations.order_by("email").values_list("pk", "email")
        evaluate_together(self.memberships, invited)
        return list(invited)

    def _organizations(self) -> list[tuple[str, list[tuple[int, str]]]]:
        of_sector: dict[str, list[tuple[int, str]]] = {}
        for pk, name, sector in _register(self.recorded.organizations):
            of_sector.setdefault(sector, []).append((pk, name))
        return [
            (str(sector_choice.label), of_sector[sector_choice])
            for sector_choice in Sector
            if sector_choice in of_sector
        ]

    def _add_new_organizations(self) -> None:
        for number in range(1, NEW_ORGANIZATIONS + 1):
            self.fields[f"new_organization_{number}"] = text_field(_("Name"))
            self.fields[f"new_sector_{number}"] = choice(_("Sector"), Sector.choices)

    def _add_counts(self) -> None:
        for counted in self.counted_by:
            for group in counted.groups:
                self.fields[count_name(counted.dimension, group)] = CountField(
                    label=group_label(counted.dimension, group), required=False, max_value=MOST_PEOPLE
                )

    # ── For the template

    def sector_boxes(self) -> list[tuple[str, list[Any]]]:
        """Return the checkboxes of the organizations by the name of their sector."""
        boxes = iter(self["organizations"])
        groups: Any = self.fields["organizations"].choices  # type: ignore[attr-defined]
        return [(str(sector), [next(boxes) for _choice in choices]) for sector, choices in groups]

    def has_counts(self) -> bool:
        return self.has_values("count__")

    def new_rows(self) -> list[FieldRow]:
        return [
            FieldRow("", [self[f"new_organization_{number}"], self[f"new_sector_{number}"]])
            for number in range(1, NEW_ORGANIZATIONS + 1)
        ]

    def count_rows(self) -> list[FieldRow]:
        return [
            FieldRow(counted.label, [self[count_name(counted.dimension, group)] for group in counted.groups])
            for counted in self.counted_by
        ]

    # ── Typed values

    def attendance(self) -> Attendance:
        cleaned = self.cleaned_data
        return Attendance(
            organizations=tuple(cleaned.get("organizations", ())),
            new_organizations=tuple(self._new_organizations()),
            constituencies=tuple(cleaned.get("constituencies", ())),
            memberships=tuple(cleaned.get("members", ())),
            invited=tuple(cleaned.get("invited", ())) if "invited" in self.fields else self.recorded.invited,
            people_present=cleaned.get("people_present"),
            headcounts=self._headcounts(),
            outputs=tuple(self.get_outputs()),
        )

    def _headcounts(self) -> dict[str, dict[str, int]]:
        typed: dict[str, dict[str, int]] = {}
        for counted in self.counted_by:
            for group in counted.groups:
                people = self.cleaned_data.get(count_name(counted.dimension, group))
                if people is not None:
                    typed.setdefault(counted.dimension, {})[group] = people
        return typed

    def _new_organizations(self) -> Iterable[NewOrganization]:
        for number in range(1, NEW_ORGANIZATIONS + 1):
            name = self.cleaned_data.get(f"new_organization_{number}")
            sector = self.cleaned_data.get(f"new_sector_{number}")
            if name and sector:
                yield NewOrganization(name=name, sector=sector)

    # ── Validation of related fields

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._clean_halves()
        if "people_present" not in self.errors:
            try:
                check_counts(self.attendance())
            except ValidationError as error:
                self.show(error)
        return cleaned

    def _clean_halves(self) -> None:
        """Require both halves of a pair: a name and its sector, an amount and its unit."""
        for number in range(1, NEW_ORGANIZATIONS + 1):
            self.ask_for(f"new_sector_{number}", f"new_organization_{number}", _("Choose one."))
            self.ask_for(f"new_organization_{number}", f"new_sector_{number}", _("Enter a name."))
        self.clean_output_rows()

    def show(self, error: ValidationError) -> None:
        """Show the errors; a wrong sum is shown at the first group of its dimension and labeled with the dimension."""
        super().show(error)
        for counted in self.counted_by:
            if headcount_key(counted.dimension) in getattr(error, "error_dict", {}):
                first: Any = self.fields[count_name(counted.dimension, counted.groups[0])]
                first.called = counted.label

    def get_field_name(self, key: str) -> str:
        names = {
            "memberships": "members",
            "new_organizations": "new_organization_1",
            "outputs": "output_1_quantity",
        }
        for counted in self.counted_by:
            names[headcount_key(counted.dimension)] = count_name(counted.dimension, counted.groups[0])
        return names.get(key, key)


def _get_memberships(community: Community, recorded: Collection[int]) -> "QuerySet[Membership]":
    members = Membership.objects.filter(Q(ended_at=None) | Q(pk__in=recorded), community=community)
    return members.select_related("user").order_by()


def _register(recorded: Collection[int]) -> "QuerySet[Organization, tuple[int, str, str]]":
    organizations = Organization.objects.filter(Q(deleted_at=None) | Q(pk__in=recorded))
    return organizations.order_by("name", "id").values_list("pk", "name", "sector")


def count_name(dimension: str, group: str) -> str:
    return f"count__{dimension}__{group}"


def ticks(label: Any, choices: Any, *, number: bool = False) -> forms.Field:
    """Return optional checkboxes; ids that are not among the choices are refused."""
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=choices,
        coerce=int if number else str,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        empty_value=[],
    )


def attendance_initial(recorded: Attendance) -> dict[str, Any]:
    """Return ``recorded`` as the form's initial values."""
    initial: dict[str, Any] = {
        "people_present": recorded.people_present,
        "members": list(recorded.memberships),
        "invited": list(recorded.invited),
        "organizations": list(recorded.organizations),
        "constituencies": list(recorded.constituencies),
    }
    for dimension, groups in recorded.headcounts.items():
        for group, people in groups.items():
            initial[count_name(dimension, group)] = people
    return initial | get_output_initial(recorded.outputs)
