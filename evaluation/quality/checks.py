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
    Group.CONTRADICTORY: (_("Contradictory"), _("Two records say different things. One of them is wrong.")),
    Group.LATE: (_("Late"), _("Somebody waits for it.")),
    Group.MISSING: (_("Missing"), _("Until it is there, figures are unknown or less sure. Unknown is never zero.")),
    Group.UNUSUAL: (
        _("Unusual"),
        _("It may well be right: suspicion is no proof. Look at it, mend it, or leave it as it is and say why."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """A check; ``page`` is the URL name where a flag's record is corrected; ``by_record``: the page of one record.

    ``is_final``: a correction may no longer be possible, and a user may say so. ``is_pair``: two records, which a page
    shows next to each other.
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
        "no_outcome", Group.MISSING, _("Events that are over, without a word whether they took place"),
        _("They count nowhere, and every figure that they could change stays unsure."),
        _("Say what happened"), "events:event-record", by_record=True,
    ),
    Check(
        "no_headcount", Group.MISSING, _("Events of which nobody said who came"),
        _("Even a rough count by groups tells whom your work reaches."),
        _("Add who came"), EVENT, by_record=True, is_final=True,
    ),
    Check(
        "no_groups", Group.MISSING, _("Counted, but not by groups"),
        _("Team meetings with groups are what item 1 is measured on: who takes part beside who lives here."),
        _("Add the groups"), EVENT, by_record=True, is_final=True,
    ),
    Check(
        "no_professions", Group.MISSING, _("Trainings without professions"),
        _("Item 11 counts trained people by their profession; without it they are in no figure."),
        _("Add the professions"), EVENT, by_record=True, is_final=True,
    ),
    Check(
        "no_cadence", Group.MISSING, _("How often the team means to meet is not declared"),
        _("Item 1 is unknown without it."),
        _("Declare it"), "communities:settings-cadence", role=Role.COORDINATOR,
    ),
    Check(
        "no_profile", Group.MISSING, _("The town's numbers lack gender, age, race or language"),
        _("Who takes part can be compared with who lives here only where the town's numbers are there."),
        _("Complete the profile"), "communities:settings-profile", role=Role.COORDINATOR, is_final=True,
    ),
    Check(
        "no_languages", Group.MISSING, _("The languages in which help is needed are not declared"),
        _("Items 8 and 12 ask for help in each of them."),
        _("Declare them"), "communities:settings-languages", role=Role.COORDINATOR,
    ),
    Check(
        "roster_unconfirmed", Group.MISSING, _("The list of the team is not confirmed for this half-year"),
        _("Item 10 counts leaders in post; it is unknown until a coordinator says that the list is right."),
        _("Look through the list"), "communities:team", role=Role.COORDINATOR,
    ),
    Check(
        "service_unconfirmed", Group.MISSING, _("Services whose provider has not confirmed them for half a year"),
        _("Whoever needs help may knock at a closed door, and item 12 does not count them."),
        _("Ask the provider"), "support:service-detail", by_record=True,
    ),
    Check(
        "pathway_uncalled", Group.MISSING, _("Referral pathways without a call for half a year"),
        _("Readiness to refer is checked, not claimed: item 8 counts what a call has tested."),
        _("Call, and write down the answer"), "support:service-detail", by_record=True,
    ),
    Check(
        "survey_late", Group.LATE, _("Half-year surveys past their day"),
        _("Your office waits for it; its report shows your community as not handed in."),
        _("Open the survey"), "evaluation:survey", role=Role.COORDINATOR,
    ),
    Check(
        "meeting_late", Group.LATE, _("No team meeting for long, and none is planned"),
        _("Regularity holds a team together, more than many meetings at once."),
        _("Plan a meeting"), "events:event-plan",
    ),
    Check(
        "service_doubted", Group.LATE, _("Providers that wrote that something has changed"),
        _("Until you settle it, the service counts as not confirmed and the public page is careful about it."),
        _("Settle it"), "support:service-detail", by_record=True,
    ),
    Check(
        "declared_none", Group.CONTRADICTORY, _("Signed “none”, and yet there is a record"),
        _("The figure is unknown until you take back the one or mend the other."),
        _("Open the survey"), "evaluation:survey", role=Role.COORDINATOR,
    ),
    Check(
        "held_in_future", Group.CONTRADICTORY, _("Held, but its day is still to come"),
        _("Perhaps the year or the month is mistyped."), _("Mend the date"), EVENT, by_record=True,
    ),
    Check(
        "groups_over_total", Group.CONTRADICTORY, _("More people in the groups than people present"),
        _("Whichever is right, the other one is in your figures."), _("Mend the counts"), EVENT, by_record=True,
    ),
    Check(
        "members_over_total", Group.CONTRADICTORY, _("More members ticked than people present"),
        _("Members are people present, too."), _("Mend the counts"), EVENT, by_record=True,
    ),
    Check(
        "given_in_future", Group.CONTRADICTORY, _("Contributions received on a day to come"),
        _("They are in no half-year yet."), _("Mend the date"), "stakeholders:contribution-edit", by_record=True,
    ),
    Check(
        "shown_in_future", Group.CONTRADICTORY, _("Evidence of a day to come"),
        _("It counts for no strategy yet."), _("Mend the date"), "stakeholders:strategy-detail", by_record=True,
    ),
    Check(
        "headcount_unusual", Group.UNUSUAL, _("Ten times as many people as usual"),
        _("A zero too many is typed quickly."), LOOK, EVENT, by_record=True,
    ),
    Check(
        "same_event", Group.UNUSUAL, _("Two events that look like one"),
        _("An event that is there twice counts twice."), _("Look at both"), "evaluation:data-quality", is_pair=True,
    ),
    Check(
        "last_day", Group.UNUSUAL, _("Many events on the last day of a half-year"),
        _("Perhaps the day was not known, and the last one stood in."), LOOK, "events:event-list",
    ),
    Check(
        "entered_together", Group.UNUSUAL, _("Many events entered on one day, long after they took place"),
        _("Memory adds and leaves out. Say from what they were entered: a list kept at the time is as good as any."),
        LOOK, "events:event-list",
    ),
    Check(
        "same_headcount", Group.UNUSUAL, _("The same number of people time after time"),
        _("Perhaps nobody counted, and the number was carried on."), LOOK, EVENT, by_record=True,
    ),
    Check(
        "round_numbers", Group.UNUSUAL, _("Every count is a round number"),
        _("Perhaps people were estimated. An estimate is fine where it says so."), LOOK, "events:event-list",
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
