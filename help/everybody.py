"""For whoever has no account: residents, and those who offer help."""

from django.utils.translation import gettext_lazy as _

from help.content import Chapter, Guide, Step

EVERYBODY = Guide(
    code="everybody",
    title=_("For residents and providers of help"),
    lead=_(
        "You need no account. Nothing that you look at here is kept on your device, and "
        "nobody asks who you are."
    ),
    icon="help",
    chapters=(
        Chapter(
            "residents",
            _("If you live in the town"),
            _("What the page of your community is for."),
            (
                Step(
                    _("Find help"),
                    _(
                        "Choose what you need and your language. Each entry says whom to call and when they "
                        "confirmed it last. “Exit this page” "
                        "takes you to a harmless one at once; so does pressing Shift three times."
                    ),
                    picture="public",
                ),
                Step(
                    _("Answer the two-minute survey"),
                    _(
                        "A poster or a neighbor gives you the link. Your answers are counted with those of "
                        "others, without your name, and nobody "
                        "can find out what you said."
                    ),
                ),
                Step(
                    _("Come to an event, or offer to help"),
                    _(
                        "“I plan to come” counts one more and asks for no name. “I want to help here” "
                        "reaches the team; what you wrote is deleted after thirty days."
                    ),
                ),
            ),
        ),
        Chapter(
            "providers",
            _("If you offer help"),
            _("A community lists your service and asks you twice a year whether all is right."),
            (
                Step(
                    _("Open the link in the e-mail"),
                    _(
                        "It shows what the directory says of you. It needs no password and ends after some "
                        "weeks."
                    ),
                ),
                Step(
                    _("Say whether it is right"),
                    _(
                        "One press confirms it. If something has changed or has ended, say so; the team "
                        "looks at it before anything is changed."
                    ),
                ),
                Step(
                    _("Your address stays confidential"),
                    _(
                        "Unless you agreed to show it, it leaves the community nowhere: no page, no file, no "
                        "map."
                    ),
                ),
            ),
        ),
    ),
)
