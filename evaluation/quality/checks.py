"""The checks: what each looks for, why it matters, and who can correct it where. Codes are stored; never reuse one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from communities.models import Role
from evaluation.instrument import Text


class Group(StrEnum):
    MISSING = "missing"
    LATE = "late"
    CONTRADICTORY = "contradictory"
    UNUSUAL = "unusual"


GROUPS: dict[Group, tuple[Text, Text]] = {
    Group.CONTRADICTORY: (_("Contradictory"), ""),
    Group.LATE: (_("Late"), ""),
    Group.MISSING: (_("Missing"), _("Until then, figures are unknown or less sure. Unknown is never zero.")),
    Group.UNUSUAL: (
        _("Unusual"),
        _("It may be right. Check it, correct it, or keep it with a reason."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """A check; ``page`` is the URL name where a flag's record is corrected; ``by_record``: the page of one record.

    ``is_final``: a correction may no longer be possible, and a user may say so. ``is_pair``: two records, which a page
    shows next to each other. ``blocks``: codes of the parts that are unknown as long as the record is missing.
    """

    code: str
    group: Group
    title: Text
    why: Text
    action: Text
    page: str
    by_record: bool = False
    role: Role = Role.LEADER
    is_final: bool = False
    is_pair: bool = False
    blocks: tuple[str, ...] = ()

    @property
    def may_be_left(self) -> bool:
        """Return True if a user may give a reason for leaving the record unchanged; otherwise it must be corrected."""
        return self.group == Group.UNUSUAL or self.is_final


# Length of a fingerprint in hexadecimal digits; a collision has a chance of about one in a million million.
MARK = 10
EVENT = "events:event-detail"
LOOK = _("Look at it")

CHECKS: Sequence[Check] = (
    Check(
        "no_outcome", Group.MISSING, _("Past events without an outcome"),
        _("They do not count, and figures that they could change are ranges."),
        _("Record outcomes"), "events:event-record", by_record=True,
    ),
    Check(
        "no_headcount", Group.MISSING, _("Events without attendance"),
        "", _("Add attendance"), EVENT, by_record=True, is_final=True,
    ),
    Check(
        "no_groups", Group.MISSING, _("Attendance without groups"),
        _("Item 1 compares who takes part with who lives here."),
        _("Add groups"), EVENT, by_record=True, is_final=True,
    ),
    Check(
        "no_professions", Group.MISSING, _("Trainings without professions"),
        _("Item 11 counts trained people by their profession."),
        _("Add professions"), EVENT, by_record=True, is_final=True,
    ),
    Check(
        "no_cadence", Group.MISSING, _("Meeting rhythm not declared"),
        _("Item 1 is unknown without it."),
        _("Set the rhythm"), "communities:settings-cadence", role=Role.COORDINATOR, blocks=("meets_consistently",),
    ),
    Check(
        "no_profile", Group.MISSING, _("Population profile without gender, age, race or language"),
        _("Item 1 compares who takes part with who lives here."),
        _("Add the profile"), "communities:settings-profile", role=Role.COORDINATOR, is_final=True,
    ),
    Check(
        "no_languages", Group.MISSING, _("Required languages not declared"),
        _("Items 8 and 12 ask for help in each of them."),
        _("Add languages"), "communities:settings-languages", role=Role.COORDINATOR,
        blocks=("ready_to_refer", "resources_identified"),
    ),
    Check(
        "roster_unconfirmed", Group.MISSING, _("Team list not confirmed for this half-year"),
        _("Item 10 is unknown until a coordinator confirms the list."),
        _("Confirm"), "communities:team", role=Role.COORDINATOR, blocks=("leaders_in_development",),
    ),
    Check(
        "no_residents_survey", Group.MISSING, _("No residents' survey in this half-year"),
        _("Items 6 and 7 are unknown without it."),
        _("New survey"), "residents:wave-add", blocks=("access_known", "risks_known"),
    ),
    Check(
        "service_unconfirmed", Group.MISSING, _("Services not confirmed for half a year"),
        _("People may find a closed door, and item 12 does not count them."),
        _("Ask the provider"), "support:service-detail", by_record=True,
    ),
    Check(
        "pathway_uncalled", Group.MISSING, _("Referral pathways without a call for half a year"),
        _("Item 8 counts only what a call has tested."),
        _("Record a call"), "support:service-detail", by_record=True,
    ),
    Check(
        "survey_late", Group.LATE, _("Half-year surveys past their due date"),
        _("Your office is waiting. Its report shows the survey as not submitted."),
        _("View the survey"), "evaluation:survey", role=Role.COORDINATOR,
    ),
    Check(
        "meeting_late", Group.LATE, _("No team meeting for a long time, and none planned"),
        "", _("Plan a meeting"), "events:event-plan",
    ),
    Check(
        "service_doubted", Group.LATE, _("Changes reported by providers"),
        _("Until you settle it, the service counts as not confirmed."),
        _("Check the service"), "support:service-detail", by_record=True,
    ),
    Check(
        "declared_none", Group.CONTRADICTORY, _("“None” signed, but records exist"),
        _("The figure is unknown until you withdraw “none” or correct the records."),
        _("View the survey"), "evaluation:survey", role=Role.COORDINATOR,
    ),
    Check(
        "held_in_future", Group.CONTRADICTORY, _("Held, but in the future"),
        _("The year or month may be mistyped."), _("Correct the date"), EVENT, by_record=True,
    ),
    Check(
        "groups_over_total", Group.CONTRADICTORY, _("More people in the groups than people present"),
        "", _("Correct the numbers"), EVENT, by_record=True,
    ),
    Check(
        "members_over_total", Group.CONTRADICTORY, _("More members ticked than people present"),
        "", _("Correct the numbers"), EVENT, by_record=True,
    ),
    Check(
        "given_in_future", Group.CONTRADICTORY, _("Contributions with a future date"),
        _("The year or month may be mistyped."), _("Correct the date"), "stakeholders:contribution-edit",
        by_record=True,
    ),
    Check(
        "shown_in_future", Group.CONTRADICTORY, _("Evidence with a future date"),
        _("The year or month may be mistyped."), _("Correct the date"), "stakeholders:strategy-detail", by_record=True,
    ),
    Check(
        "headcount_unusual", Group.UNUSUAL, _("Ten times as many people as usual"),
        _("Check for an extra zero."), LOOK, EVENT, by_record=True,
    ),
    Check(
        "same_event", Group.UNUSUAL, _("Possible duplicate events"),
        _("A duplicate event counts twice."), _("Compare"), "evaluation:data-quality", is_pair=True,
    ),
    Check(
        "last_day", Group.UNUSUAL, _("Many events on the last day of a half-year"),
        _("The real dates may be unknown."), LOOK, "events:event-list",
    ),
    Check(
        "entered_together", Group.UNUSUAL, _("Many events entered on one day, long after they happened"),
        _("Memory is unreliable. Name your source, such as a list kept at the time."),
        LOOK, "events:event-list",
    ),
    Check(
        "same_headcount", Group.UNUSUAL, _("The same number of people time after time"),
        _("The number may have been copied."), LOOK, EVENT, by_record=True,
    ),
    Check(
        "round_numbers", Group.UNUSUAL, _("Every count is a round number"),
        _("The number may have been copied."), LOOK, "events:event-list",
    ),
)  # fmt: skip
BY_CODE = {check.code: check for check in CHECKS}


@dataclass(frozen=True)
class Flag:
    """One thing that a check found. ``key`` depends on the facts that the check used: an answer is valid while the key
    is the same, and no longer applies when these facts change (`fingerprint_facts`).

    ``record`` is the id of the record to correct; None if the check's page itself is the place; ``other``: the second
    one of a pair. ``description`` is in the reader's language; ``query`` filters the check's page.
    """

    check: str
    key: str
    description: str
    record: int | None = None
    note: str = ""
    other: int | None = None
    query: str = ""


def fingerprint_facts(*facts: object) -> str:
    """Return a short fingerprint of the facts that a check used, for the key of a flag."""
    return sha256(repr([str(fact) for fact in facts]).encode()).hexdigest()[:MARK]
