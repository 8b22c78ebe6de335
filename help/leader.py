"""For a leader, who records."""

from django.utils.translation import gettext_lazy as _

from communities.models import Role
from help.content import Chapter, Guide, Step

LEADER = Guide(
    code="leader",
    title=_("For leaders"),
    lead=_("You write down what your team does, as it happens. The half-year survey then fills itself in."),
    icon="check",
    role=Role.LEADER,
    chapters=(
        Chapter(
            "first-evening",
            _("Your first evening"),
            _("One record is enough for today."),
            (
                Step(
                    _("Log your last team meeting"),
                    _(
                        "When was it, where, who of the team was there, how many people in all: that takes "
                        "less than a minute on a "
                        "phone. The next time “Same as last time” fills in most of it."
                    ),
                    "events:meeting-log",
                    _("Log a meeting"),
                    "log-meeting",
                ),
                Step(
                    _("Plan the next one"),
                    _(
                        "A planned meeting stands on everybody's home and in everybody's calendar. After its "
                        "day this application "
                        "asks you whether it took place."
                    ),
                    "events:event-plan",
                    _("Plan an event"),
                ),
                Step(
                    _("Add three organizations that you know"),
                    _(
                        "A school, a shop, a church: the name and the sector are enough. A contact is a "
                        "person in their work; a "
                        "private address or phone number does not belong here."
                    ),
                    "stakeholders:organization-add",
                    _("Add an organization"),
                ),
                Step(
                    _("Put the application on your home screen"),
                    _(
                        "Open the menu of your browser and choose “Add to home screen”. The home of your "
                        "community then opens with "
                        "one tap, and says what to do next."
                    ),
                    "dashboards:home",
                    _("Home"),
                    "home",
                ),
            ),
        ),
        Chapter(
            "first-half-year",
            _("Your first half-year"),
            _("A little each week, instead of an evening of remembering in July."),
            (
                Step(
                    _("Record each event on its day"),
                    _(
                        "Count people, never name them: how many came, and if you know it, how many young "
                        "people, how many police "
                        "officers. What you do not know, leave empty; it then counts as unknown and not as "
                        "zero."
                    ),
                    "events:event-list",
                    _("Events"),
                    "events",
                ),
                Step(
                    _("Say which organizations were there"),
                    _(
                        "When two sectors sat at one table it is a stakeholder meeting, and “Who has met” "
                        "shows which sectors never did. "
                        "Invite one of those next."
                    ),
                    "events:meeting-matrix",
                    _("Who has met"),
                ),
                Step(
                    _("Write down what you learn about your town"),
                    _(
                        "A finding says what makes people vulnerable, how severe it is from 1 to 5, and how "
                        "sure you are. Talk about "
                        "places and groups, never about one person."
                    ),
                    "stakeholders:finding-list",
                    _("Findings"),
                ),
                Step(
                    _("Follow what others promised"),
                    _(
                        "A strategy is what a school or a shop does about it. It goes from pledged to "
                        "verified with dated evidence, and "
                        "needs a fresh look after twelve months."
                    ),
                    "events:strategy-list",
                    _("Strategies"),
                ),
                Step(
                    _("Keep the directory of help true"),
                    _(
                        "Ask each provider twice a year by e-mail; they answer with one press on a link. "
                        "What nobody confirmed in this "
                        "half-year does not count."
                    ),
                    "support:service-list",
                    _("Services"),
                    "services",
                ),
                Step(
                    _("Grow yourself"),
                    _(
                        "Sign up for a training of your office and set your own next steps. Your path shows "
                        "what you did, and a "
                        "training gives you a certificate."
                    ),
                    "events:path-list",
                    _("Paths"),
                ),
                Step(
                    _("Mend what looks odd"),
                    _(
                        "Data quality lists what is missing, late or contradictory, each with a way to mend "
                        "it or to say that it is "
                        "right. What is deleted can be put back for thirty days."
                    ),
                    "evaluation:quality",
                    _("Data quality"),
                ),
            ),
        ),
    ),
)
