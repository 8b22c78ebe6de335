"""For the staff of an office, and of the international one."""

from django.utils.translation import gettext_lazy as _

from help.content import Chapter, Guide, Step

STAFF = Guide(
    code="staff",
    title=_("For office staff"),
    lead=_(
        "You start communities, open half-years, review surveys and report. You see figures, "
        "never the records of a town, "
        "and no small count of people."
    ),
    icon="office",
    chapters=(
        Chapter(
            "first-evening",
            _("Your first day"),
            _("What an office needs before its first half-year."),
            (
                Step(
                    _("Invite a colleague"),
                    _(
                        "Two people can score a new town independently, and reviews do not wait while one is "
                        ""
                        "away."
                    ),
                    "communities:office-team",
                    _("Team"),
                ),
                Step(
                    _("Add your communities"),
                    _(
                        "The name, the town and its time zone, and the e-mail address of the first "
                        "coordinator, who gets an "
                        "invitation at once. Each coordinator sees on the home page what to set up."
                    ),
                    "communities:office-communities",
                    _("Communities"),
                ),
                Step(
                    _("Look at the thresholds"),
                    _(
                        "They decide when a figure counts as met. A change holds from a half-year on and "
                        "never alters what was "
                        "accepted before."
                    ),
                    "evaluation:threshold-list",
                    _("Thresholds"),
                ),
                Step(
                    _("Open the first half-year"),
                    _(
                        "Every community that takes part then finds its survey filled in from its own "
                        "records."
                    ),
                    "evaluation:round-list",
                    _("Half-years"),
                ),
                Step(
                    _("See what the communities see"),
                    _(
                        "A sample town is made up, belongs to you alone, and touches no figure of your "
                        "office. Try everything in it, "
                        "then remove it with one press."
                    ),
                    "demo:sample",
                    _("Look at a sample town"),
                ),
            ),
        ),
        Chapter(
            "first-half-year",
            _("Your first half-year"),
            _("From the first word to a report that holds."),
            (
                Step(
                    _("Choose where to start next"),
                    _(
                        "Each candidate is scored from 0 to 4 on three criteria, with written reasons. You "
                        "see what a colleague gave only "
                        "after your own score. The decision freezes the scores, so that you can look back "
                        "later."
                    ),
                    "communities:formation-board",
                    _("Candidates"),
                ),
                Step(
                    _("Follow your targets"),
                    _(
                        "What you want by when, and where you stand against a straight plan: met, on track, "
                        ""
                        "behind, or honestly unknown."
                    ),
                    "dashboards:office-target-list",
                    _("Targets"),
                ),
                Step(
                    _("Offer trainings"),
                    _(
                        "Leaders sign up themselves. After the day you record who was there; that feeds the "
                        ""
                        "figure on leaders in "
                        "development."
                    ),
                    "events:office-training-list",
                    _("Trainings"),
                ),
                Step(
                    _("Review the surveys"),
                    _(
                        "Compare what was computed with what the coordinator says. The page lists, by kind, the "
                        "records that changed since the survey was submitted. After the half-year has ended, "
                        "accept it, which locks it, or send it back with a reason that helps. "
                        "You can reopen an accepted survey with a reason; the accepted version stays readable."
                    ),
                    "evaluation:submission-list",
                    _("Surveys"),
                    "review",
                ),
                Step(
                    _("Read the overview"),
                    _(
                        "All communities by indicator. A sum says for how many it is known; percentages are "
                        ""
                        "made of summed counts and "
                        "never averaged."
                    ),
                    "dashboards:office-home",
                    _("Overview"),
                    "office",
                ),
                Step(
                    _("Build a report"),
                    _(
                        "Choose what stands in it, add your text with figures as codes, and publish it. A "
                        "published report never "
                        "changes; a correction is a new version. Share it by a link that ends."
                    ),
                    "reports:office-report-list",
                    _("Reports"),
                    "report",
                ),
                Step(
                    _("Pass on what works"),
                    _(
                        "The library holds materials and stories. Share good ones with all your communities, "
                        ""
                        "and pair a young one with a mentor."
                    ),
                    "library:office-material-list",
                    _("Library"),
                ),
            ),
        ),
    ),
)
INTERNATIONAL = Guide(
    code="international",
    title=_("For the international office"),
    lead=_("You read the same figures over all offices, and change nothing in them."),
    icon="globe",
    chapters=(
        Chapter(
            "first-evening",
            _("Your first day"),
            _("Where things are."),
            (
                Step(
                    _("See all offices beside each other"),
                    _(
                        "One line an item, one column an office. The small numbers say for how many "
                        "communities a figure is known; "
                        "where half of them are unknown, ask before you compare."
                    ),
                    "dashboards:international-home",
                    _("All offices"),
                    "international",
                ),
                Step(
                    _("Open one office"),
                    _(
                        "You come as a guest: you read its overview, figures and published reports, and "
                        "cannot press anything that changes them."
                    ),
                    "dashboards:international-home",
                    _("All offices"),
                ),
                Step(
                    _("Look at the map"),
                    _(
                        "Where communities are, and in which stage. It never shows where something happened, "
                        ""
                        "nor where help is."
                    ),
                    "dashboards:international-map",
                    _("Map"),
                ),
            ),
        ),
        Chapter(
            "first-half-year",
            _("Your first half-year"),
            _("What only you can do."),
            (
                Step(
                    _("Say something to everybody"),
                    _(
                        "An announcement of yours reaches the offices and, if you choose so, their "
                        "communities. Keep it short."
                    ),
                    "library:office-announcement-list",
                    _("Announcements"),
                ),
                Step(
                    _("Build the report over all countries"),
                    _(
                        "It sums counts and never averages percentages, hides small numbers of people, and "
                        "lists surveys side by side that "
                        "were made in different ways."
                    ),
                    "reports:office-report-list",
                    _("Reports"),
                ),
                Step(
                    _("Ask what a figure means before you pass it on"),
                    _(
                        "Each has a receipt: its definition, its period, and the communities behind it. The "
                        ""
                        "glossary explains the words."
                    ),
                    "help:glossary",
                    _("Glossary"),
                ),
            ),
        ),
    ),
)
