"""For a member, who reads."""

from django.utils.translation import gettext_lazy as _

from communities.models import Role
from help.content import Chapter, Guide, Step

MEMBER = Guide(
    code="member",
    title=_("For members"),
    lead=_(
        "You read everything that your community records, and you come to its meetings. You "
        "cannot break anything."
    ),
    icon="user",
    role=Role.MEMBER,
    chapters=(
        Chapter(
            "first-evening",
            _("Your first evening"),
            _("Ten minutes are enough."),
            (
                Step(
                    _("Open the home of your community"),
                    _(
                        "At the top stands one thing: usually the next meeting, with its day and place. "
                        "Below it you see how "
                        "your community stands in this half-year."
                    ),
                    "dashboards:home",
                    _("Home"),
                    "home",
                ),
                Step(
                    _("Put the meetings into your own calendar"),
                    _(
                        "Your phone can show them beside your other dates, and follows when one is moved. "
                        "Open the calendar and choose “Add to my own calendar”."
                    ),
                    "events:event-calendar",
                    _("Calendar"),
                ),
                Step(
                    _("See who is in the team"),
                    _(
                        "Names stand here for the team alone. Ask a coordinator if you would like to record "
                        "as well: that is the "
                        "role of a leader, and one click for the coordinator."
                    ),
                    "communities:team",
                    _("Team"),
                ),
                Step(
                    _("Choose what you hear of"),
                    _(
                        "One e-mail a day or a week says that something waits, or none at all. You also "
                        "choose your language here "
                        "at the foot of every page."
                    ),
                    "communities:notice-settings",
                    _("What you hear of"),
                ),
            ),
        ),
        Chapter(
            "first-half-year",
            _("Your first half-year"),
            _("What to look at now and then."),
            (
                Step(
                    _("Read what your team found out"),
                    _(
                        "Findings say what makes people in your town vulnerable, how sure the team is, and "
                        "how it knows. Focus says "
                        "whom you work with first, and why."
                    ),
                    "stakeholders:finding-list",
                    _("Findings"),
                ),
                Step(
                    _("Think of whom you know"),
                    _(
                        "The network shows the eight sectors of your town and where the team knows nobody "
                        "yet. A neighbor of yours "
                        "may be the missing one. Tell a leader."
                    ),
                    "stakeholders:organization-list",
                    _("Network"),
                ),
                Step(
                    _("Know where help is"),
                    _(
                        "The directory lists who helps, for which need and in which language. Never write "
                        "down anything about a "
                        "person who needs help, here or anywhere else."
                    ),
                    "support:service-list",
                    _("Help"),
                ),
                Step(
                    _("See what came of it"),
                    _(
                        "Twice a year the records become figures. Each has a receipt: press on a figure, and "
                        "you see what it was "
                        "counted from. What nobody recorded is called unknown, and never zero."
                    ),
                    "dashboards:figures",
                    _("Figures"),
                ),
            ),
        ),
    ),
)
