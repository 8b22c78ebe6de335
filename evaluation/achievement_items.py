"""One number of the achievements, as text and as JSON."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evaluation.measures import UNRECORDED
from events.counts import group_label
from events.models import STAGE_NAMES, CampaignKind, Dimension, EventKind, OfficeEventRole
from events.output_units import MONEY, get_unit_label
from stakeholders.contribution_texts import format_money
from stakeholders.models import BriefingStep, ContributionKind, PartnershipKind
from tfc.number_text import count_text, number_text
from tfc.text.punctuation import join_bracketed, join_title


class ItemKind(TextChoices):
    # What an office held or sponsored itself.
    EVENT = "event", gettext_lazy("Events of the office")
    OUTPUT = "output", gettext_lazy("Outputs")
    REACH = "reach", gettext_lazy("People reached")
    WIN = "win", gettext_lazy("Wins")
    CAMPAIGN = "campaign", gettext_lazy("Campaigns by stage")
    TRAINING = "training", gettext_lazy("Professionals trained")
    CONTRIBUTION = "contribution", gettext_lazy("Contributions")
    BRIEFING = "briefing", gettext_lazy("Briefings")
    STORY = "story", gettext_lazy("Stories")
    # Grants, sub-grants and partnerships are only those of offices.
    GRANT = "grant", gettext_lazy("Grants")
    SUB_GRANT = "sub_grant", gettext_lazy("Sub-grants to communities")
    PARTNERSHIP = "partnership", gettext_lazy("Partnerships")


# Each of these has a name and is never added to another.
NAMED_KINDS = (ItemKind.WIN, ItemKind.GRANT, ItemKind.PARTNERSHIP)
# The unit of reach over all kinds of events.
EVERY_KIND = "all"


@dataclass(frozen=True)
class Item:
    """A number with its unit. ``value``: of people reached the attendances, of professionals the lower bound.

    ``records``: how many records it is from, None if the reader cannot know. ``unrecorded``: further events without a
    recorded attendance. ``people_high`` is None where no upper bound is known.
    """

    kind: str
    unit: str
    value: int | Decimal
    currency: str = ""
    at_least: bool = False
    records: int | None = None
    people_low: int | None = None
    people_high: int | None = None
    unrecorded: int = 0
    # The title of a win, grant or partnership, or of a unit that an office added, which others cannot look up.
    name: str = ""
    evidence: str = ""
    # Of a win its day, of a grant or partnership the first day, with the last as ``until``.
    on: dt.date | None = None
    until: dt.date | None = None
    # The funder of a grant, or with whom a partnership is.
    partner: str = ""
    details: str = ""
    # The communities of a win, for an office; the office of a grant or partnership, for others.
    place: str = ""
    # The campaign of a win, or the grant, if the reader may open it.
    record_id: int | None = None
    # An office's own work, apart from what its communities record.
    is_own: bool = False

    @property
    def code(self) -> str:
        return f"{MONEY}{self.currency}" if self.currency and self.kind == ItemKind.OUTPUT else self.unit

    @property
    def key(self) -> str:
        """Return what names the item in a URL: "output:items", "own-output:items" of an office's own work."""
        unit = "-".join(filter(None, (self.unit, self.currency)))
        return f"{'own-' if self.is_own else ''}{self.kind}:{unit}"

    @property
    def is_shown(self) -> bool:
        """Return False for a number that is unknown, or too small to be shown."""
        return bool(self.value) or not (self.at_least or self.unrecorded)

    @property
    def label(self) -> str:
        return str(LABELS[ItemKind(self.kind)](self))

    @property
    def number(self) -> str:
        """Return "1,200", "at least 1,200", or for a lower bound without a number "not shown" or "unknown"."""
        if self.unrecorded and not self.records:
            return _("unknown")
        if self.at_least and not self.value:
            return _("not shown")
        return count_text(self.value, at_least=self.at_least)  # type: ignore[arg-type]

    @property
    def people(self) -> str:
        """Return the bounds of different people: "40 to 65", "at least 40", or "unknown"."""
        if self.unrecorded and not self.records:
            return _("unknown")
        low = self.people_low or 0
        if self.people_high is None or self.people_high == low:
            return count_text(low, at_least=self.people_high is None)
        return _("%(low)s to %(high)s") % {"low": number_text(low), "high": number_text(self.people_high)}

    @property
    def events(self) -> str:
        """Return from how many events the reach is, and how many have no attendance."""
        recorded = ngettext("%(number)s event", "%(number)s events", self.records or 0) % {
            "number": number_text(self.records or 0)
        }
        if not self.unrecorded:
            return recorded
        return _("%(events)s, %(number)s more without attendance") % {
            "events": recorded,
            "number": number_text(self.unrecorded),
        }

    @property
    def text(self) -> str:
        """Return the number in a line of text; for people reached it says which number it is."""
        if self.kind in (ItemKind.GRANT, ItemKind.SUB_GRANT):
            return " · ".join(filter(None, (format_money(Decimal(self.value), self.currency), self.details)))
        if self.kind == ItemKind.PARTNERSHIP:
            return self.details
        if self.kind != ItemKind.REACH:
            return self.number
        numbers = {"attendances": self.number, "people": self.people, "events": self.events}
        return _("%(attendances)s attendances, %(people)s different people (%(events)s)") % numbers

    def as_json(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "kind": self.kind, "unit": self.unit, "value": as_number(self.value), "currency": self.currency,
            "at_least": self.at_least, "records": self.records,
        }  # fmt: skip
        if self.kind in (ItemKind.REACH, ItemKind.TRAINING):
            fields |= {"people_low": self.people_low, "people_high": self.people_high}
        if self.kind == ItemKind.REACH:
            if not self.records:
                fields |= {"value": None, "people_low": None}
            fields |= {"attendances": fields["value"], "events_without_attendance": self.unrecorded}
        if self.name:
            fields["title"] = self.name
        if self.kind == ItemKind.WIN:
            fields |= {"date": str(self.on), "evidence": self.evidence, "place": self.place}
        if self.kind in (ItemKind.GRANT, ItemKind.PARTNERSHIP):
            until = str(self.until) if self.until else None
            fields |= {"date": str(self.on), "until": until, "partner": self.partner, "place": self.place}
        if self.is_own:
            fields["own_work"] = True
        return fields


def _label_win(item: Item) -> str:
    kind = str(CampaignKind(item.unit).label)
    if not item.name:
        return kind
    return join_bracketed(join_title(item.place, item.name) if item.place else item.name, kind)


def _label_named(item: Item) -> str:
    return join_title(item.place, item.name) if item.place else item.name


LABELS: Mapping[ItemKind, Callable[[Item], Any]] = {
    ItemKind.OUTPUT: lambda item: item.name or get_unit_label(item.code),
    ItemKind.REACH: lambda item: (
        _("All kinds of events") if item.unit == EVERY_KIND else EventKind(item.unit).label
    ),
    ItemKind.WIN: _label_win,
    ItemKind.CAMPAIGN: lambda item: STAGE_NAMES[item.unit],
    ItemKind.TRAINING: lambda item: (
        _("Profession not recorded")
        if item.unit == UNRECORDED
        else group_label(Dimension.PROFESSION, item.unit)
    ),
    ItemKind.CONTRIBUTION: lambda item: join_bracketed(str(ContributionKind(item.unit).label), item.currency),
    ItemKind.BRIEFING: lambda item: BriefingStep(item.unit).label,
    ItemKind.STORY: lambda item: _("Stories"),
    ItemKind.EVENT: lambda item: OfficeEventRole(item.unit).label,
    ItemKind.GRANT: _label_named,
    ItemKind.SUB_GRANT: lambda item: join_bracketed(_("Sub-grants to communities"), item.currency),
    ItemKind.PARTNERSHIP: lambda item: _label_named(item) or PartnershipKind(item.unit).label,
}


def as_number(value: int | Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
