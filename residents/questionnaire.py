"""Version 2 of the residents' awareness survey: the questions, what may be answered, and what is right.

Codes are stored, written into files and never reused; words may change as long as they mean the same. Another
question, another right answer or another order is another version, since only equal versions are compared. Version 2
reads own words with tolerance for spelling, recognizes negation, and leaves what is unclear to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text: TypeAlias = str | Promise

VERSION = 2

# What is kept of an answer to a question with one right answer.
RIGHT, WRONG, DONT_KNOW, REFUSED = "right", "wrong", "dont_know", "refused"
CODES = (RIGHT, WRONG, DONT_KNOW, REFUSED)
# Kept of an own answer that a person has to read.
UNCLEAR = "unclear"

DONT_KNOW_LABEL: Text = _("I don't know")
REFUSED_LABEL: Text = _("I would rather not say")
# Stand at the end of every question, in this order.
NO_ANSWER: Mapping[str, Text] = {DONT_KNOW: DONT_KNOW_LABEL, REFUSED: REFUSED_LABEL}


@dataclass(frozen=True)
class Option:
    code: str
    label: Text
    right: bool = False


@dataclass(frozen=True)
class Question:
    """``name`` is the column of the answer.

    Without ``options`` it is asked openly, nothing is suggested, and HEARD sorts what was said.
    """

    name: str
    text: Text
    hint: Text = ""
    options: tuple[Option, ...] = ()
    several: bool = False

    def choices(self) -> list[tuple[str, Text]]:
        """The options with their labels, and the two that need no knowledge."""
        return [
            *((option.code, option.label) for option in self.options or OPEN_ANSWER_OPTIONS[self.name]),
            *NO_ANSWER.items(),
        ]

    def grade_code(self, code: str) -> str:
        """What is kept of the option chosen: whether it was right, or that there was no answer.

        ValueError for a code that the question does not have.
        """
        if code in NO_ANSWER:
            return code
        chosen_option = next(
            (option for option in self.options or OPEN_ANSWER_OPTIONS[self.name] if option.code == code), None
        )
        if chosen_option is None:
            raise ValueError(f"“{code}” is no answer to {self.name}.")
        return RIGHT if chosen_option.right else WRONG


ROUTE_UNPROMPTED = Question(
    "route_unprompted",
    _("You learn that somebody is forced to work or to sell sex, and cannot leave. Whom would you turn to?"),
    _("A name, a place or a number; whatever comes to your mind."),
)
HOTLINE_UNPROMPTED = Question(
    "hotline_unprompted",
    _("Do you know a telephone number for exactly this? Which one?"),
    _("The number, or what it is called."),
)
HOTLINE_PROMPTED = Question(
    "hotline_prompted",
    _(
        "There is a hotline against human trafficking, day and night: {number}. Had you heard of it before today?"
    ),
    options=(
        Option("yes", _("Yes"), right=True),
        Option("no", _("No")),
    ),
)
# Where the office has no hotline of its own.
HOTLINE_UNNAMED: Text = _(
    "There is a hotline against human trafficking, day and night. Had you heard of it before today?"
)
ROUTE_PROMPTED = Question(
    "route_prompted",
    _("What would be a good first step to help somebody who is held like that?"),
    options=(
        Option("free_them", _("Go there and get the person out yourself")),
        Option("talk_employer", _("Talk it over with the one who holds them")),
        Option("call", _("Call the hotline or the police, and tell what you saw"), right=True),
        Option("post_online", _("Show pictures of it on the internet")),
    ),
)
DEFINITION = Question(
    "definition",
    _("What comes closest to human trafficking?"),
    options=(
        Option("smuggling", _("Bringing people over a border without papers")),
        Option("exploiting", _("Using force, lies or need to exploit somebody for work or sex"), right=True),
        Option("abducting", _("Strangers who carry off children to another country")),
        Option("paid_sex", _("All sex that is paid for, and nothing else")),
    ),
)
RISKS = Question(
    "risks",
    _("What makes it more likely that somebody is trafficked? Choose all that you think of."),
    options=(
        Option("debts", _("Debts, or no money to live on"), right=True),
        Option("sports_club", _("Being in a sports club")),
        Option("no_home", _("Having no safe home, or having run away"), right=True),
        Option("violence", _("Violence or abuse in the family"), right=True),
        Option("car_park", _("Parking in a large parking lot")),
        Option("online_offer", _("An offer of work or love from somebody known only online"), right=True),
        Option("contract", _("Work with a written contract")),
        Option("no_papers", _("Having no papers, or papers that somebody else keeps"), right=True),
        Option("addiction", _("Depending on drugs or alcohol"), right=True),
        Option("relatives", _("Living close to relatives and friends")),
    ),
    several=True,
)

UNPROMPTED = (ROUTE_UNPROMPTED, HOTLINE_UNPROMPTED)
PROMPTED = (DEFINITION, RISKS, HOTLINE_PROMPTED, ROUTE_PROMPTED)
# For whoever asks aloud or types in from paper: what was said openly, sorted by a person.
OPEN_ANSWER_OPTIONS: Mapping[str, tuple[Option, ...]] = {
    ROUTE_UNPROMPTED.name: (
        Option(RIGHT, _("Names police, emergency number, hotline, a service or an authority"), right=True),
        Option(WRONG, _("Names something else")),
    ),
    HOTLINE_UNPROMPTED.name: (
        Option(RIGHT, _("Names the hotline or its number"), right=True),
        Option(WRONG, _("Names something else")),
    ),
}

QUESTIONS = {question.name: question for question in (*UNPROMPTED, *PROMPTED)}
RIGHT_RISKS = frozenset(option.code for option in RISKS.options if option.right)
DISTRACTORS = frozenset(option.code for option in RISKS.options if not option.right)


def wording(question: Question, hotline: str) -> str:
    """The question in the language that is active, with the number of this country."""
    text = HOTLINE_UNNAMED if question is HOTLINE_PROMPTED and not hotline else question.text
    return str(text).replace("{number}", hotline)


def check_risks(codes: list[str]) -> list[str]:
    """The codes once each, in the instrument's order; "don't know" and a refusal stand alone.

    ValueError for an empty list or a code that is none. Whoever chose risks and "don't know" chose risks; a refusal
    is a refusal of everything.
    """
    valid_codes = [code for code, _label in RISKS.choices()]
    if not codes or set(codes) - set(valid_codes):
        raise ValueError("Not an answer to the question about risks.")
    if REFUSED in codes:
        return [REFUSED]
    chosen = [code for code in valid_codes if code in codes and code != DONT_KNOW]
    return chosen or [DONT_KNOW]
