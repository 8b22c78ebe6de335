"""The tour: five short steps through a community's pages, which anybody may leave for good."""

from django.utils.translation import gettext_lazy as _

from help.content import Step

STEPS: tuple[Step, ...] = (
    Step(
        _("Home says what to do next"),
        _(
            "One thing, for you, today: a meeting to log, a question to answer. If you only ever "
            "do that, your community does well."
        ),
        "dashboards:home",
        _("Home"),
        "home",
    ),
    Step(
        _("Events are logged as they happen"),
        _(
            "A meeting takes less than a minute. People are counted and never named, and what "
            "you do not know stays unknown."
        ),
        "events:event-list",
        _("Events"),
        "events",
    ),
    Step(
        _("Research and Network say whom to work with"),
        _(
            "What you find out about your town suggests which sector could change most, and "
            "shows who never sat at one table."
        ),
        "events:research",
        _("Research"),
        "research",
    ),
    Step(
        _("Help is a directory that stays true"),
        _(
            "Who helps, for which need, in which language. Residents read it without an account, "
            "and leave it in a second."
        ),
        "support:service-list",
        _("Help"),
        "services",
    ),
    Step(
        _("The survey fills itself in"),
        _(
            "Twice a year your records become figures. Press on any of them: its receipt shows "
            "what was counted."
        ),
        "evaluation:survey",
        _("Survey"),
        "survey",
    ),
)
