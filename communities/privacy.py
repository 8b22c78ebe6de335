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
            "Name, email address, language, time zone, role, trainings, notification settings and what you "
            "record. Your password only as a hash, and the secret of two-step verification. Network "
            "address and browser of each signed-in device. Emails to you, until they are sent, at most an hour."
        ),
        _("To sign you in, protect your account and show who recorded what."),
        _(
            "Your team and your Oasis office. Communities see the names of staff who decide about them. Only"
            " you see your devices."
        ),
        _("Until you close your account. Your records stay, by “a former member”."),
        ("sessions", "visits", "office-visits", "opened", "office-opened", "notices", "office-notices"),
    ),
    Subject(
        _("Devices of people with an account"),
        _(
            "Cookies for signing in, language, theme and known devices. Forms that you have not saved. For "
            "offline use, recent pages and entries that wait to be sent."
        ),
        _("To keep you signed in, and to lose nothing while you are offline."),
        _("People who use the same browser."),
        _(
            "Cookies: at most one year. Forms: one week. Signing out deletes forms, pages and entries at once."
        ),
    ),
    Subject(
        _("People who are invited"),
        _("Email address and who sent the invitation."),
        _("To let you join a team."),
        _("Coordinators of the community, or staff of the office."),
        rules=("invitations",),
    ),
    Subject(
        _("Contacts in organizations"),
        _("Name, role, work email and work phone."),
        _("To work with the organization."),
        _("Leaders and coordinators of the community. Reading an email address or phone number is logged."),
        _("Until the community deletes the contact."),
        ("bins", "imports"),
    ),
    Subject(
        _("Contacts of candidate communities"),
        _("Name, role and work email."),
        _("To decide whether a community can start there."),
        _("Staff of the office and of the international office."),
        _("Until the office declines or deletes the candidate."),
        ("office-bins",),
    ),
    Subject(
        _("Contacts of services"),
        _("Phone number, email address and address of the service."),
        _("To find help, and to confirm twice a year what the service offers."),
        _(
            "The community. Only leaders and coordinators read a confidential address. The public pages show"
            " what is approved for them, never the email address."
        ),
        _("Until the community deletes the service."),
        ("bins", "imports"),
    ),
    Subject(
        _("People named in plans and briefings"),
        _("Names that a team writes, such as who received a briefing."),
        _("To plan the work and follow it up."),
        _("The community or office that wrote them."),
        _("Until the record is deleted."),
        ("bins", "office-bins"),
    ),
    Subject(
        _("People who offer to help"),
        _("Your name, how to reach you and your message."),
        _("To answer you."),
        _("Coordinators of the community."),
        rules=("interest",),
    ),
    Subject(
        _("Guests of events"),
        _("Only how many people come. Nothing about who you are or your phone."),
        _("To plan the event and count guests."),
        _("The community."),
        _(
            "The number stays with the event. A random number that stops double sending is deleted three "
            "hours after the event."
        ),
    ),
    Subject(
        _("Residents who answer the survey"),
        _(
            "Your choices, your language, the day and a random number. Your own words only where they are "
            "unclear. No name, no network address, nothing about your phone."
        ),
        _("To measure whether the town knows how to find help."),
        _(
            "Nobody until the survey closes. Then only totals of at least 10 answers. Coordinators read "
            "unclear own words, without anything else."
        ),
        _(
            "Unclear own words are deleted once a coordinator has judged them, or 30 days after the survey "
            "closes."
        ),
        rules=("answers",),
    ),
    Subject(
        _("Visitors of the public pages"),
        _(
            "No counter, no log of visits, no content from other websites. If you send a form, a code that "
            "stands for your network, without the address itself. The page with the answer, encrypted."
        ),
        _(
            "The code stops programs that send forms. A form can set one cookie, so that no other website can"
            " send it for you."
        ),
        _("Nobody."),
        _(
            "The code is deleted within a day, the page after a minute. The cookie ends when you close the "
            "browser."
        ),
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
        _(
            "Each action, with its person and time, in an audit log that nobody can change. The server's log "
            "has the page, the time and at most the number of an account, never a name or network address."
        ),
        _("To find mistakes and misuse."),
        _("Coordinators of the community, or staff of the office."),
        _("The entry stays, without what a deleted record contained."),
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
