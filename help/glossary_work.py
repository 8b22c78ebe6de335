"""Words about what is done and written down."""

from django.utils.translation import gettext_lazy as _

from help.terms import Term, Terms

OF_WORK = Terms(
    _("What you do and write down"),
    (
        Term(
            "record",
            _("Record"),
            _("Whatever is written down here: a meeting, an event, a finding, a service."),
            ("receipt",),
        ),
        Term(
            "attendance",
            _("Attendance"),
            _("How many people came. Only members of the team are named; everybody else is a number."),
            ("unknown",),
        ),
        Term(
            "team-meeting",
            _("Team meeting"),
            _("Three or more members of the team sit together."),
            ("rhythm", "stakeholder-meeting"),
        ),
        Term(
            "stakeholder-meeting",
            _("Stakeholder meeting"),
            _(
                "An event at which two or more different sectors or constituencies were present. Two "
                "churches are one sector."
            ),
            ("sector", "constituency"),
        ),
        Term(
            "engagement-event",
            _("Engagement event"),
            _(
                "What reaches out to people: awareness, education, stakeholder training, workshop, "
                "listening group, campaign action."
            ),
        ),
        Term(
            "rhythm",
            _("Rhythm"),
            _(
                "How often your team means to meet. Each such stretch of time is a window, and it is "
                "met when a team meeting fell into it."
            ),
            ("team-meeting",),
        ),
        Term(
            "joint-event",
            _("Joint event"),
            _(
                "An event of several communities. Each records its own; in sums over communities it "
                "counts once."
            ),
        ),
        Term(
            "output",
            _("Output"),
            _(
                "What an event produced, in its own unit: flyers, broadcasts, contacts. Units are "
                "never added to each other."
            ),
        ),
        Term(
            "campaign",
            _("Campaign"),
            _("A kind of event, or several events that belong together."),
            ("output",),
        ),
        Term(
            "finding",
            _("Finding"),
            _(
                "What your research found out about what makes people vulnerable, with how severe it "
                "is and how sure you are, each from 1 to 5."
            ),
            ("focus", "checked"),
        ),
        Term(
            "checked",
            _("Checked with the community"),
            _("People who live there heard the findings and said whether they are right."),
            ("finding",),
        ),
        Term(
            "focus",
            _("Focus stakeholder"),
            _(
                "One or two sectors or organizations that you work with first. The findings suggest "
                "one; you accept it or reject it with a reason."
            ),
            ("finding", "influence"),
        ),
        Term(
            "influence",
            _("Influence"),
            _("How much a sector can change about a vulnerability, as your office weighs it."),
            ("focus",),
        ),
        Term(
            "strategy",
            _("Strategy"),
            _(
                "What an organization does about trafficking in its own place, such as a training "
                "for its staff."
            ),
            ("strategy-stages",),
        ),
        Term(
            "strategy-stages",
            _("Stages of a strategy"),
            _(
                "Pledged, planned, in practice, verified. After twelve months without fresh evidence "
                "it is unconfirmed, and stops counting."
            ),
            ("evidence",),
        ),
        Term(
            "evidence",
            _("Evidence"),
            _("What shows that something is so, with its day: a visit, a document, an event."),
            ("strategy-stages", "override"),
        ),
        Term(
            "contribution",
            _("Contribution"),
            _("Money, goods or hours that somebody gives to the community."),
        ),
        Term(
            "service",
            _("Service"),
            _("An offer of help in the directory: for which need, in which languages, and how to reach it."),
            ("need", "confirmation"),
        ),
        Term(
            "need",
            _("Need"),
            _("Physical (such as housing), psychological (such as counseling), spiritual or social."),
            ("service",),
        ),
        Term(
            "confirmation",
            _("Confirmation"),
            _("The provider of a service says by a link that all is still right. It counts for a half-year."),
            ("service",),
        ),
        Term(
            "pathway",
            _("Referral pathway"),
            _(
                "The written steps by which a person is brought to help, and the trained contact who "
                "knows them."
            ),
            ("readiness",),
        ),
        Term(
            "readiness",
            _("Readiness to refer"),
            _(
                "For a need and a language: a written pathway, a trained contact, and a call in this "
                "half-year that succeeded. It is checked, not claimed."
            ),
            ("pathway", "coverage"),
        ),
        Term(
            "tally",
            _("Tally"),
            _(
                "How often a kind of support was given in a half-year: a number, entered by "
                "coordinators, and nothing about anybody."
            ),
            ("survivor",),
        ),
        Term(
            "material",
            _("Material"),
            _("Something in the library that others may use or adapt: a curriculum, a poster, a technique."),
            ("story",),
        ),
        Term(
            "story",
            _("Story"),
            _("What a community did and what came of it, with its figures, so that another one can try it."),
            ("material",),
        ),
    ),
)
