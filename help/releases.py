"""What is new, for volunteers: one entry a release, the newest first. docs/releases/ is written from it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from evaluation.instrument import Text


@dataclass(frozen=True)
class News:
    text: Text
    page: str = ""
    label: Text = ""


@dataclass(frozen=True)
class Release:
    """``version``: the anchor and the name of its file."""

    version: str
    day: dt.date
    title: Text
    news: tuple[News, ...]


RELEASES: tuple[Release, ...] = (
    Release(
        "12",
        dt.date(2026, 11, 30),
        _("Promises kept"),
        (
            News(
                _(
                    "Nobody sees the results of a residents' survey before it is closed, and then only from 10 valid "
                    "answers on. Its forms hold programs back, and a burst of answers is set aside for you to decide."
                ),
                "residents:wave-list",
                _("Residents"),
            ),
            News(
                _(
                    "A second person approves a service before it is on your public pages. Anyone who leads can hide "
                    "a number, an address or a link at once."
                ),
                "support:service-list",
                _("Services"),
            ),
            News(
                _(
                    "Uploaded documents are cleaned: scripts, hidden files and links that act by themselves go."
                )
            ),
            News(
                _(
                    "Ratings are ranges where something is unknown, such as “partly met or met”. A profession that was "
                    "not recorded at a training is unknown, not 0."
                )
            ),
            News(_("A meeting opens with nobody ticked. “Same as last time” ticks them with one press.")),
            News(
                _(
                    "A half-year is submitted after it ends, or earlier with a reason. The office can reopen it."
                )
            ),
            News(
                _(
                    "Each office has a privacy notice and an accessibility statement, at the foot of every page."
                ),
                "communities:privacy",
                _("Privacy notice"),
            ),
            News(
                _(
                    "An import keeps times that stand next to dates. Only files with personal details are limited "
                    "per day."
                )
            ),
        ),
    ),
    Release(
        "11",
        dt.date(2026, 11, 29),
        _("Seen with fresh eyes"),
        (
            News(
                _(
                    "A meeting that you log tonight has tonight's day filled in, and a question about your records "
                    "leads to the very ones that it asks about."
                )
            ),
            News(
                _(
                    "Without signal a form says at once what can be kept on this device. What you looked at in the "
                    "outbox and left alone is sent all the same."
                ),
                "activity:outbox",
                _("Outbox"),
            ),
            News(
                _(
                    "The guide for coordinators goes in the order of the list on your home, from the team to the "
                    "first meeting."
                ),
                "help:guide",
                _("Guide"),
            ),
            News(_("A notice says since when something waits, not when it was found.")),
            News(
                _(
                    "On the map a line leads from a mark that was moved aside to its town. The overview of an office "
                    "is half as long on a phone."
                )
            ),
            News(
                _(
                    "Whoever mistypes an address of your public page finds help, the hotline and their language there."
                )
            ),
            News(
                _(
                    "Stories, materials, announcements, briefings, surveys of residents and your public page have a "
                    "history, and a way back to how they were."
                )
            ),
            News(
                _(
                    "Your community reads which of its surveys and evidence the office opened. Whoever takes records "
                    "along is told of it as well, in case it was somebody else with that login."
                )
            ),
            News(
                _(
                    "An office with more than a hundred communities finds one by a search, wherever a form asks for it."
                )
            ),
            News(
                _(
                    "In a report, the receipts of single communities open when you ask for them, so that it is "
                    "there sooner."
                )
            ),
            News(
                _(
                    "Whoever signs in with a password on a device for the first time types a code from an e-mail as "
                    "well, so that a stolen password opens nothing."
                )
            ),
            News(
                _(
                    "Beside what was deleted stands until when it can be put back, and who deleted it. The history of "
                    "a record shows changes, and by a link who read what is confidential."
                )
            ),
            News(
                _(
                    "A file that asks once more for your password does so in sight, and leads back to where you were. "
                    "Sign out is the first thing in your menu."
                )
            ),
        ),
    ),
    Release(
        "10",
        dt.date(2026, 11, 28),
        _("Calmer, and easy to take back"),
        (
            News(
                _(
                    "What you delete, cancel or close is done at once, and Undo takes it back. Drafts of reports and "
                    "surveys of residents can be put back as well."
                )
            ),
            News(
                _(
                    "Your home says what others recorded and changed since your last visit; the home of an office says "
                    "what came in."
                )
            ),
            News(
                _(
                    "What waits on your device goes off without an open page too, where your browser can do "
                    "that."
                ),
                "activity:outbox",
                _("Outbox"),
            ),
            News(
                _(
                    "Numbers can be changed with the buttons − and +. When something takes longer, the "
                    "page says so, and a form is sent once, however often you press."
                )
            ),
            News(_("A time is followed by its time zone when that is not yours.")),
            News(
                _("You see when and how somebody signed in to your account, and what was changed of it."),
                "communities:sessions",
                _("Where you are signed in"),
            ),
            News(
                _(
                    "What is wrong with the rows of a spreadsheet is said in your language, whoever brought "
                    "it in."
                )
            ),
            News(_("On a phone tables are lists of cards, and a page is printed without its buttons.")),
        ),
    ),
    Release(
        "9",
        dt.date(2026, 11, 28),
        _("Help where you are"),
        (
            News(
                _(
                    "A short guide for each role, with pictures: your first evening, and your first "
                    "half-year."
                ),
                "help:guide",
                _("Guide"),
            ),
            News(
                _("A glossary with the words of every page. Words with a dotted line below lead there."),
                "help:glossary",
                _("Glossary"),
            ),
            News(
                _("A tour in five steps. You find it on your home page and in the guide."),
                "help:tour",
                _("Tour"),
            ),
            News(
                _("A sample town, made up and yours alone, to try everything in. One press removes it."),
                "demo:sample",
                _("Look at a sample town"),
            ),
            News(
                _(
                    "The page of an office says at its top what waits there, and what came in since you "
                    "were last there."
                )
            ),
            News(
                _(
                    "Logging a meeting begins with what is usual for your team, and keeps what you typed "
                    "on your phone until it is saved."
                ),
                "events:meeting-log",
                _("Log a meeting"),
            ),
            News(
                _(
                    "Without signal you can still record meetings, who came, calls and survey answers. They "
                    "wait on your device and go off by themselves."
                ),
                "activity:outbox",
                _("Outbox"),
            ),
            News(
                _("Look for anything that you may see, by a word of it: press / or the magnifying glass."),
                "activity:search",
                _("Search"),
            ),
            News(_("A community has a language of its own, in which invitations and letters are written.")),
        ),
    ),
    Release(
        "8",
        dt.date(2026, 11, 28),
        _("Safer, and hard to lose"),
        (
            News(_("Coordinators see who recorded, changed, read and took along what.")),
            News(
                _("You see where you are signed in, and can end it from anywhere."),
                "communities:sessions",
                _("Where you are signed in"),
            ),
            News(_("A deleted record can be put back for thirty days, and is gone for good after that.")),
        ),
    ),
    Release(
        "7",
        dt.date(2026, 11, 26),
        _("Reports and lists to take along"),
        (
            News(
                _(
                    "Reports are drafts until you publish them; a published one never changes, and a "
                    "correction is a new version."
                )
            ),
            News(
                _(
                    "Every list can be taken along as a spreadsheet, and your own spreadsheets come in "
                    "with a preview."
                )
            ),
            News(_("Everything that a community recorded fits into one file, and comes back from it.")),
        ),
    ),
)
