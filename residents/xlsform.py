"""The survey as an XLSForm, for ODK, Kobo and other collectors that work offline.

It asks for no phone, place or time and stores no texts: the interviewer classifies spoken answers.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from residents.questionnaire import PROMPTED, REFUSED, UNPROMPTED, VERSION, Question, wording
from tfc.lists.xlsx import open_workbook

Cells = Sequence[str | int]
# Many collectors show a form as one long page: questions that name the hotline appear after the open ones are
# answered.
ASKED_OPENLY = " and ".join(f"${{{question.name}}} != ''" for question in UNPROMPTED)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def awareness_xlsform(title: str, form_id: str, hotline: str) -> bytes:
    """Return the XLSForm. ``form_id``: letters, digits and underscores; the same for every copy of a wave."""
    output = io.BytesIO()
    book = open_workbook(output)
    for name, rows in (
        ("survey", _survey(hotline)),
        ("choices", _choices()),
        ("settings", _settings(title, form_id)),
    ):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 20, 28)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return output.getvalue()


def _tag(code: str) -> str:
    """Return "Español (es)", the format's name of a language, with the code without script."""
    return f"{translation.get_language_info(code)['name_local'].capitalize()} ({code.partition('-')[0]})"


def _get_headings(name: str) -> list[str]:
    return [f"{name}::{_tag(code)}" for code in LANGUAGES]


def _survey(hotline: str) -> Iterator[Cells]:
    yield [
        "type",
        "name",
        *_get_headings("label"),
        *_get_headings("hint"),
        "required",
        "default",
        "relevant",
        "constraint",
        *_get_headings("constraint_message"),
    ]
    yield ["today", "day"]
    yield _row("select_one language", "language", _translate(lambda: _("Language of the interview")))
    for question in (*UNPROMPTED, *PROMPTED):
        yield _question(question, hotline, after=ASKED_OPENLY if question in PROMPTED else "")


def _question(question: Question, hotline: str, after: str) -> Cells:
    kind = "select_multiple" if question.several else "select_one"
    texts = _translate(lambda: wording(question, hotline))
    hints = [""] * len(LANGUAGES)
    if not question.options:
        hints = _translate(
            lambda: _("Let people speak. Do not read out the answers. Write down nothing else.")
        )
    rule, says = "", [""] * len(LANGUAGES)
    if question.several:
        rule = f"not(selected(., '{REFUSED}') and count-selected(.) > 1)"
        says = _translate(lambda: _("Choose “I would rather not say” alone."))
    return _row(f"{kind} {question.name}", question.name, texts, hints, after, rule, says)


def _row(
    kind: str,
    name: str,
    labels: list[str],
    hints: list[str] | None = None,
    after: str = "",
    rule: str = "",
    says: list[str] | None = None,
) -> Cells:
    empty = [""] * len(LANGUAGES)
    return [kind, name, *labels, *(hints or empty), "yes", "", after, rule, *(says or empty)]


def _choices() -> Iterator[Cells]:
    yield ["list_name", "name", *_get_headings("label")]
    for code in LANGUAGES:
        name = translation.get_language_info(code)["name_local"].capitalize()
        yield ["language", code, *[name] * len(LANGUAGES)]
    for question in (*UNPROMPTED, *PROMPTED):
        for code, label in question.choices():
            yield [question.name, code, *_translate(partial(str, label))]


def _settings(title: str, form_id: str) -> Iterator[Cells]:
    yield ["form_title", "form_id", "version", "default_language"]
    yield [title, form_id, str(VERSION), _tag(LANGUAGES[0])]


def _translate(text: Callable[[], str]) -> list[str]:
    """Return the function's text in each language."""
    texts = []
    for code in LANGUAGES:
        with translation.override(code):
            texts.append(text())
    return texts
