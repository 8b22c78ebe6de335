"""The privacy notice of an office: which data this installation stores about whom, for how long, and who reads it.

Retention periods come from the rules of the daily retention run, so that the two cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from communities.models import Office
from tfc.retention import Text, rules


@dataclass(frozen=True)
class Subject:
    """A group of people with stored data. ``rules``: codes of the retention rules; ``retention``: the period of what
    no rule deletes.
    """

    title: Text
    data: Text
    purpose: Text
    readers: Text
    retention: Text = ""
    rules: Sequence[str] = ()

    @property
    def periods(self) -> list[tuple[Text, Text]]:
        """Return (what, how long) of each of its rules."""
        rules_by_code = {rule.code: rule for rule in rules()}
        return [(rules_by_code[code].what, rules_by_code[code].retention_period) for code in self.rules]


SUBJECTS = (
    Subject(
        _("People with an account"),
        _(
            "Name, e-mail address, language, time zone, role, trainings attended and what you record. Your password is "
            "stored only as a hash. For each device that is signed in: its network address and browser."
        ),
        _("To sign you in, to keep your account safe, and to show your team who recorded what."),
        _(
            "Your team and your Oasis office. Communities read the names of staff who decided about their survey or "
            "their stage. Only you see your devices."
        ),
        _("Until you close your account. Your records stay and then name “a former member”."),
        ("sessions", "visits", "office-visits", "opened", "office-opened", "notices", "office-notices"),
    ),
    Subject(
        _("People who are invited"),
        _("E-mail address and who sent the invitation."),
        _("To let you join a team."),
        _("The coordinators of the community, or the staff of the office."),
        rules=("invitations",),
    ),
    Subject(
        _("Contacts in organizations"),
        _("Name, role, work e-mail and work phone."),
        _("To work with the organization."),
        _("Leaders and coordinators of the community. Reading an e-mail address or phone number is logged."),
        _("Until the community deletes the contact."),
        ("bins", "imports"),
    ),
    Subject(
        _("People who offer to help"),
        _("The name, the way to reach you and the message that you send."),
        _("So that the community can answer you."),
        _("Coordinators of the community."),
        rules=("interest",),
    ),
    Subject(
        _("Guests of events"),
        _("Only how many people come. No name, no e-mail address, nothing about your phone."),
        _("To plan the event, and to count how many came."),
        _("The community."),
        _(
            "The number stays with the event. A random number that stops double sending is deleted three hours "
            "after it."
        ),
    ),
    Subject(
        _("Residents who answer the survey"),
        _(
            "What you choose, your language and the day. Answers in your own words only where they are unclear. "
            "No name, no network address, nothing about your phone."
        ),
        _("To measure whether the town knows how to find help."),
        _(
            "Nobody before the survey is closed; after that, only totals of at least 10 answers. Coordinators read "
            "unclear answers in own words, without any other answer, the language or the day."
        ),
        _(
            "Unclear answers in own words are deleted when a coordinator has judged them, or 30 days after the survey "
            "closed."
        ),
        rules=("answers",),
    ),
    Subject(
        _("Visitors of the public pages"),
        _("Nothing. There is no counter, no log of visits and no content from other websites."),
        _("A page with a form can set one cookie, so that no other website can send the form for you."),
        _("Nobody."),
        _("The cookie ends when you close the browser."),
    ),
    Subject(
        _("People who were harmed or are at risk"),
        _(
            "Nothing. Names, birth dates, case numbers and stories are never recorded. Only totals are counted."
        ),
        _("To show which help is missing."),
        _("The community. Small totals never leave it."),
        rules=("tallies",),
    ),
    Subject(
        _("Everyone who records, changes or downloads something"),
        _("Who did what, and when, in an audit log that nobody can change."),
        _("To find mistakes and misuse."),
        _("Coordinators of the community, or staff of the office."),
        _("The entry stays. What a deleted record contained is removed from it."),
        ("exports", "office-exports", "office-bins"),
    ),
)
# Rules about files and numbers that name no person.
NOT_PERSONAL = frozenset({"files"})


def privacy_notice(office: Office) -> dict[str, object]:
    """Return the context of an office's notice, in the active language."""
    own = {"en": office.privacy_en, "es": office.privacy_es, "zh-hans": office.privacy_zh}
    return {
        "office": office,
        "own_text": own.get(translation.get_language() or "en", "") or office.privacy_en,
        "subjects": SUBJECTS,
        "backup_place": settings.BACKUP_PLACE,
        "backup_days": settings.BACKUP_DAYS,
    }
