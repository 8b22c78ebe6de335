"""Words about the survey and its figures."""

from django.utils.translation import gettext_lazy as _

from help.terms import Term, Terms

OF_FIGURES = Terms(
    _("Survey and figures"),
    (
        Term(
            "half-year",
            _("Half-year"),
            _("January to June, or July to December, from midnight to midnight of the town."),
            ("round",),
        ),
        Term(
            "round",
            _("Round"),
            _("A half-year as the office opens and closes it for the surveys of its communities."),
            ("half-year", "survey"),
        ),
        Term(
            "survey",
            _("Half-year survey"),
            _(
                "Twelve questions that fill themselves in from the records. The coordinator confirms "
                "each figure and sends it in; the office accepts or returns it."
            ),
            ("item", "override"),
        ),
        Term(
            "residents-survey",
            _("Residents' survey"),
            _(
                "Six questions to residents about what they know, by a code on a poster, a link or paper. It "
                "asks for no name."
            ),
            ("interval", "baseline"),
        ),
        Term(
            "indicator",
            _("Indicator"),
            _("One of five parts of the answer to “Is it working?”. Each is made of several items."),
            ("item",),
        ),
        Term(
            "item",
            _("Item and part"),
            _("One of the twelve questions, and what is measured of it, such as 1a and 1b."),
            ("indicator", "rating"),
        ),
        Term(
            "figure",
            _("Figure"),
            _("A number that is computed from records, with the rule that it was computed by."),
            ("receipt", "states"),
        ),
        Term(
            "receipt",
            _("Receipt"),
            _(
                "What stands behind a figure: its definition, its period, its thresholds, and each "
                "record that was counted. Press on a figure to see it."
            ),
            ("figure", "record"),
        ),
        Term(
            "states",
            _("Four states of a figure"),
            _("A value; none, declared; unknown; does not apply. They look different everywhere."),
            ("unknown", "declared-zero"),
        ),
        Term(
            "unknown",
            _("Unknown"),
            _("Nobody recorded it. It is never counted as zero, and a sum says for how many it is known."),
            ("states", "declared-zero"),
        ),
        Term(
            "declared-zero",
            _("None, declared"),
            _("Somebody signed that there was none in this half-year. That is knowledge, unlike unknown."),
            ("unknown",),
        ),
        Term(
            "bounds",
            _("At least, at most"),
            _("Where part of it is not recorded yet, a figure has bounds: “6, at most 7”."),
            ("unknown",),
        ),
        Term(
            "override",
            _("Own figure"),
            _(
                "A coordinator may set another value beside the computed one, with a reason and "
                "evidence. Both stay visible."
            ),
            ("survey", "evidence"),
        ),
        Term(
            "rating",
            _("Rating"),
            _(
                "Met from 80 percent on, partly met from 40, else not met; your office may set other "
                "thresholds. A figure with bounds is rated at both ends: “partly met or met”."
            ),
            ("threshold", "inconclusive"),
        ),
        Term(
            "inconclusive",
            _("Inconclusive"),
            _("The value is known, but it could be anything from not met to met."),
            ("interval", "rating"),
        ),
        Term(
            "threshold",
            _("Threshold"),
            _("From which value on something counts as met. It belongs to the office and has a history."),
            ("rating",),
        ),
        Term(
            "target",
            _("Target"),
            _(
                "What an office or a community wants to reach by a day, with a plan that runs "
                "straight towards it."
            ),
            ("baseline",),
        ),
        Term(
            "baseline",
            _("Baseline"),
            _(
                "The value that later ones are compared with: the first value of a target, and the first "
                "residents' survey of its kind."
            ),
            ("target", "residents-survey"),
        ),
        Term(
            "interval",
            _("Interval"),
            _(
                "The range in which the true share of all residents lies in 95 of 100 such surveys. "
                "The more people answered, the narrower it is."
            ),
            ("residents-survey", "inconclusive"),
        ),
        Term(
            "coverage",
            _("Coverage"),
            _("The share of needs and languages for which the directory has a confirmed service."),
            ("need", "required-language"),
        ),
        Term(
            "known-for",
            _("Known for"),
            _("For how many communities a figure is known, of all that it applies to."),
            ("unknown",),
        ),
        Term(
            "diverse-participation",
            _("Diverse participation"),
            _(
                "A group is represented when its share of those who came is at least half its share "
                "of the town."
            ),
            ("population-profile", "attendance"),
        ),
        Term(
            "hidden",
            _("Hidden number"),
            _(
                "Small counts of people leave the community hidden, with others beside them, so that "
                "nobody can be found by subtracting."
            ),
            ("attendance",),
        ),
        Term(
            "median",
            _("Median of similar communities"),
            _("The middle one, when communities in a similar stage are put in order. It names none of them."),
        ),
        Term(
            "data-quality",
            _("Data quality"),
            _(
                "A list of what is missing, late, contradictory or unusual. Each line can be mended, "
                "or said to be right."
            ),
        ),
    ),
)
