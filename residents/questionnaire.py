"""Version 2 of the residents' awareness survey: questions, possible answers, and correct ones.

Codes are stored, exported and never reused; wording may change if the meaning stays. Another question, correct answer
or order is another version, since only equal versions are compared. Version 2 reads open answers with tolerance for
spelling, recognizes negation, and leaves unclear ones to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text: TypeAlias = str | Promise

VERSION = 2

# Stored codes of a question with one correct answer.
RIGHT, WRONG, DONT_KNOW, REFUSED = "right", "wrong", "dont_know", "refused"
CODES = (RIGHT, WRONG, DONT_KNOW, REFUSED)
# Stored for an open answer that a person has to judge.
UNCLEAR = "unclear"

DONT_KNOW_LABEL: Text = _("I don't know")
REFUSED_LABEL: Text = _("I would rather not say")
# Last choices of every question, in this order.
NO_ANSWER: Mapping[str, Text] = {DONT_KNOW: DONT_KNOW_LABEL, REFUSED: REFUSED_LABEL}


@dataclass(frozen=True)
class Option:
    code: str
    label: Text
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question. ``name`` is the column of the answer.

    Without ``options`` it is an open question, without suggestions, and OPEN_ANSWER_OPTIONS classify the answer.
    """

    name: str
    text: Text
    hint: Text = ""
    options: tuple[Option, ...] = ()
    several: bool = False

    def choices(self) -> list[tuple[str, Text]]:
        """Return the options with their labels, and the two that need no knowledge."""
        return [
            *((option.code, option.label) for option in self.options or OPEN_ANSWER_OPTIONS[self.name]),
            *NO_ANSWER.items(),
        ]

    def grade_code(self, code: str) -> str:
        """Return the code to store for the chosen option: right, wrong, or no answer.

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
    _("You learn that someone is forced to work or to sell sex, and cannot leave. Who would you turn to?"),
    _("A name, a place or a number: anything that comes to mind."),
)
HOTLINE_UNPROMPTED = Question(
    "hotline_unprompted",
    _("Do you know a phone number for exactly this? Which one?"),
    _("The number, or what it is called."),
)
HOTLINE_PROMPTED = Question(
    "hotline_prompted",
    _(
        "There is a hotline against human trafficking, day and night: {number}. Had you heard of it before "
        "today?"
    ),
    options=(
        Option("yes", _("Yes"), right=True),
        Option("no", _("No")),
    ),
)
# If the office has no hotline of its own.
HOTLINE_UNNAMED: Text = _(
    "There is a hotline against human trafficking, day and night. Had you heard of it before today?"
)
ROUTE_PROMPTED = Question(
    "route_prompted",
    _("What would be a good first step to help someone who is held like that?"),
    options=(
        Option("free_them", _("Go there and get the person out yourself")),
        Option("talk_employer", _("Talk to the person who holds them")),
        Option("call", _("Call the hotline or the police and report what you saw"), right=True),
        Option("post_online", _("Show pictures of it on the internet")),
    ),
)
DEFINITION = Question(
    "definition",
    _("What comes closest to human trafficking?"),
    options=(
        Option("smuggling", _("Bringing people over a border without papers")),
        Option("exploiting", _("Using force, lies or need to exploit someone for work or sex"), right=True),
        Option("abducting", _("Strangers who carry off children to another country")),
        Option("paid_sex", _("All sex that is paid for, and nothing else")),
    ),
)
RISKS = Question(
    "risks",
    _("What makes it more likely that someone is trafficked? Choose all that you think of."),
    options=(
        Option("debts", _("Debts, or no money to live on"), right=True),
        Option("sports_club", _("Being in a sports club")),
        Option("no_home", _("Having no safe home, or having run away"), right=True),
        Option("violence", _("Violence or abuse in the family"), right=True),
        Option("car_park", _("Parking in a large parking lot")),
        Option("online_offer", _("An offer of work or love from someone known only online"), right=True),
        Option("contract", _("Work with a written contract")),
        Option("no_papers", _("Having no papers, or papers that someone else keeps"), right=True),
        Option("addiction", _("Depending on drugs or alcohol"), right=True),
        Option("relatives", _("Living close to relatives and friends")),
    ),
    several=True,
)

UNPROMPTED = (ROUTE_UNPROMPTED, HOTLINE_UNPROMPTED)
PROMPTED = (DEFINITION, RISKS, HOTLINE_PROMPTED, ROUTE_PROMPTED)
# For interviewers and data entry from paper: a person classifies the spoken answer.
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
    """Return the question in the active language, with the office's hotline number."""
    text = HOTLINE_UNNAMED if question is HOTLINE_PROMPTED and not hotline else question.text
    return str(text).replace("{number}", hotline)


def check_risks(codes: list[str]) -> list[str]:
    """Return each code one time, in questionnaire order; "don't know" and a refusal are exclusive.

    ValueError for an empty list or an unknown code. Risks together with "don't know" count as risks; a refusal
    overrides everything.
    """
    valid_codes = [code for code, _label in RISKS.choices()]
    if not codes or set(codes) - set(valid_codes):
        raise ValueError("Not an answer to the question about risks.")
    if REFUSED in codes:
        return [REFUSED]
    chosen = [code for code in valid_codes if code in codes and code != DONT_KNOW]
    return chosen or [DONT_KNOW]
