"""For a coordinator, who runs the community and answers its survey."""

from django.utils.translation import gettext_lazy as _

from communities.models import Role
from help.content import Chapter, Guide, Step

COORDINATOR = Guide(
    code="coordinator",
    title=_("For coordinators"),
    lead=_(
        "You run the team, and twice a year you confirm what the records say. Leaders do the "
        "daily recording with you."
    ),
    icon="people",
    role=Role.COORDINATOR,
    chapters=(
        Chapter(
            "first-evening",
            _("Your first evening"),
            _(
                "First your own account. The home of a new community then has a list that ticks itself: team, "
                "rhythm, who lives in the town, organizations, research and the first meeting. In this order "
                "you begin; how to research comes below, with your first half-year."
            ),
            (
                Step(
                    _("Set up your second sign-in step"),
                    _(
                        "Your account can open what nobody else may see, so a password alone is not enough. "
                        "A passkey on your phone "
                        "is the easiest. Keep the recovery codes on paper."
                    ),
                    "mfa_index",
                    _("Second sign-in step"),
                ),
                Step(
                    _("Invite two people who lead with you"),
                    _(
                        "Give an e-mail address and a role. Leaders record, members read. Invite a second "
                        "coordinator soon, so that "
                        "nothing waits while you are away."
                    ),
                    "communities:team-invite",
                    _("Invite somebody"),
                    "team",
                ),
                Step(
                    _("Say how often your team meets"),
                    _(
                        "Every two weeks, every month: what you can keep. The figure is the share of these "
                        "times in which you met, so an "
                        "honest rhythm is better than a proud one."
                    ),
                    "communities:settings-cadence",
                    _("How often the team meets"),
                ),
                Step(
                    _("Say who lives in your town"),
                    _(
                        "Bring in the census's counts of the whole town by gender, age, and race or "
                        "ethnicity. With them the "
                        "survey can say which groups are missing at your meetings."
                    ),
                    "communities:settings-profile",
                    _("The town's population"),
                ),
                Step(
                    _("Declare the languages in which help must be found"),
                    _(
                        "Those that people in your town speak at home. For each of them the directory shows "
                        "where nobody helps yet."
                    ),
                    "communities:settings-languages",
                    _("Languages in which help must be found"),
                ),
                Step(
                    _("Bring in the lists that you have"),
                    _(
                        "A spreadsheet of partners or events comes in as it is: you say what its columns "
                        "are, see each row before "
                        "anything is stored, and can take it all back."
                    ),
                    "communities:import-list",
                    _("Bring in a spreadsheet"),
                ),
                Step(
                    _("Log your first meeting"),
                    _(
                        "Even if only three of you came: the day, the place and who was there. A minute on a phone."
                    ),
                    "events:meeting-log",
                    _("Log a meeting"),
                ),
            ),
        ),
        Chapter(
            "first-half-year",
            _("Your first half-year"),
            _("In this order it fits together."),
            (
                Step(
                    _("Research your town in five small steps"),
                    _(
                        "The page says what is done and what comes next, and how to ask people safely. Two "
                        "methods and a check with the "
                        "community make it hold."
                    ),
                    "events:research",
                    _("Research"),
                    "research",
                ),
                Step(
                    _("Choose one or two to work with first"),
                    _(
                        "The findings suggest a sector, with the arithmetic on the page. You accept the "
                        "suggestion or reject it with a "
                        "reason; both are fine."
                    ),
                    "stakeholders:focus",
                    _("Focus"),
                ),
                Step(
                    _("Open your public page"),
                    _(
                        "Residents find help and your coming events there, without an account and without a "
                        "trace on their phone. You "
                        "choose what it shows, and may take it down at once."
                    ),
                    "support:public-edit",
                    _("Public page"),
                    "public",
                ),
                Step(
                    _("Ask residents what they know"),
                    _(
                        "Residents answer by a code on a poster, a link or a paper form. From 30 answers on, "
                        "the survey gives a figure with its margin of error. Answers that come in a burst "
                        "are set aside. Include all of them or leave them out before you close the survey."
                    ),
                    "residents:wave-list",
                    _("Residents"),
                ),
                Step(
                    _("Call each provider once"),
                    _(
                        "A short agreed call: did it answer, would it help, for which needs, in which "
                        "languages? What you wrote down "
                        "counts for this half-year."
                    ),
                    "support:service-list",
                    _("Services"),
                    "services",
                ),
                Step(
                    _("Confirm your team's list"),
                    _(
                        "One press each half-year. Without it nobody can say how many of your leaders are in "
                        "development."
                    ),
                    "communities:team",
                    _("Team"),
                ),
                Step(
                    _("Answer the half-year survey"),
                    _(
                        "It is filled in already. Look at each figure, open the records behind it, and "
                        "confirm it; or give your own figure with a reason. Say “none” where there was "
                        "none, and leave unknown what you do not know. Then send it in."
                    ),
                    "evaluation:survey",
                    _("Survey"),
                    "survey",
                ),
                Step(
                    _("Share what came of it"),
                    _(
                        "A report for your council or a funder is built from the same figures. Tell a story "
                        "in the library about what worked: "
                        "another town can try it."
                    ),
                    "reports:report-list",
                    _("Reports"),
                ),
            ),
        ),
    ),
)
