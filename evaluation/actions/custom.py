"""An office's custom questions: add, change, retire and resume them, and save a community's answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from communities.models import Office, User
from evaluation.actions.submissions import lock_for_answers
from evaluation.models import CustomAnswer, CustomItem, CustomItemVersion, CustomKind, Submission
from evaluation.models.custom import FIRST_LANGUAGE
from tfc.periods import HalfYear

# More questions would amount to a second questionnaire next to the instrument.
MOST_ITEMS = 30


@dataclass(frozen=True)
class CustomAnswerInput:
    """An answer to one question; ``state`` None withdraws it. ``revision`` is that of the answer shown in the form, 0
    without one.
    """

    item: CustomItem
    version: CustomItemVersion
    revision: int
    state: str | None
    number: Decimal | None = None
    whole: Decimal | None = None
    option: int | None = None
    text: str = ""

    @property
    def content(self) -> dict[str, Any]:
        names = ("state", "number", "whole", "option", "text")
        return {name: getattr(self, name) for name in names}


class AnsweredMeanwhileError(Exception):
    """Another person answered since the form was shown; ``items`` are the questions. Nothing was saved."""

    def __init__(self, items: Iterable[CustomItem]) -> None:
        super().__init__("answered meanwhile")
        self.items = list(items)


@transaction.atomic
def add_item(
    *,
    office: Office,
    kind: CustomKind,
    texts: dict[str, Any],
    counts_people: bool,
    half_year: HalfYear,
    by: User,
) -> CustomItem:
    """Add a question that is asked from this half-year on; ValidationError when there are too many.

    The same question sent twice in a row by one person, as by a double click, is stored once.
    """
    Office.objects.select_for_update().get(pk=office.pk)
    items = CustomItem.objects.filter(office=office)
    newest = items.filter(kind=kind, created_by=by, retired_from="").order_by("-number").first()
    version_fields = {"texts": texts, "counts_people": counts_people, "from_half_year": str(half_year)}
    if newest and newest.versions.filter(number=1, **version_fields).exists():
        return newest
    if items.filter(retired_from="").count() >= MOST_ITEMS:
        message = _("You already ask %(most)s custom questions. End one before you add another.")
        raise ValidationError(message % {"most": MOST_ITEMS})
    last = items.aggregate(last=Max("number"))["last"] or 0
    item = CustomItem.objects.create(number=last + 1, kind=kind, created_by=by)
    _add_version(item, 1, texts, counts_people, half_year, by)
    return item


@transaction.atomic
def change_item(
    *,
    item: CustomItem,
    seen_version: int,
    texts: dict[str, Any],
    counts_people: bool,
    half_year: HalfYear,
    by: User,
) -> CustomItemVersion:
    """Add a new version of a question from this half-year on; earlier half-years keep their version.

    ValidationError when the question was changed since ``seen_version``, when the new version would begin before the
    one it follows, or when an option is missing: answers refer to an option by its position.
    """
    locked = CustomItem.objects.select_for_update().get(pk=item.pk)
    newest = locked.versions.order_by("-number")[0]
    if newest.number != seen_version:
        raise ValidationError(_("Another person changed this. Check it, then save again."))
    if str(half_year) < newest.from_half_year:
        raise ValidationError({"half_year": _("Choose the half-year of the present version, or later.")})
    before = len(newest.texts[FIRST_LANGUAGE]["options"])
    if len(texts[FIRST_LANGUAGE]["options"]) < before:
        message = _("Keep all %(number)s answers in order. You can reword them and add more at the end.")
        raise ValidationError({"options_en": message % {"number": before}})
    return _add_version(locked, newest.number + 1, texts, counts_people, half_year, by)


def _add_version(
    item: CustomItem, number: int, texts: dict[str, Any], counts_people: bool, half_year: HalfYear, by: User
) -> CustomItemVersion:
    return CustomItemVersion.objects.create(
        item=item,
        number=number,
        from_half_year=str(half_year),
        texts=texts,
        counts_people=counts_people,
        by=by,
    )


def retire_item(*, item: CustomItem, half_year: HalfYear, by: User) -> None:
    """Stop asking a question from this half-year on; existing answers stay readable."""
    CustomItem.objects.filter(pk=item.pk, retired_from="").update(retired_from=str(half_year))


def resume_item(*, item: CustomItem, by: User) -> None:
    """Ask a retired question again, including in the half-years in between."""
    CustomItem.objects.filter(pk=item.pk).update(retired_from="")


@transaction.atomic
def save_custom_answers(
    *, submission: Submission, answer_inputs: Iterable[CustomAnswerInput], by: User
) -> None:
    """Save all answers or none, in the community's scope.

    Raises AnsweredMeanwhileError, or the errors of a survey that is not open.
    """
    locked = lock_for_answers(submission)
    stored = {answer.item_id: answer for answer in CustomAnswer.objects.filter(submission=locked)}
    overtaken = []
    for answer_input in answer_inputs:
        there = stored.get(answer_input.item.pk)
        if _is_same(there, answer_input):
            continue
        if (there.revision if there else 0) != answer_input.revision:
            overtaken.append(answer_input.item)
            continue
        _save(locked, there, answer_input, by)
    if overtaken:
        raise AnsweredMeanwhileError(overtaken)


def _is_same(there: CustomAnswer | None, answer_input: CustomAnswerInput) -> bool:
    if there is None:
        return answer_input.state is None
    return all(getattr(there, name) == value for name, value in answer_input.content.items())


def _save(
    submission: Submission, there: CustomAnswer | None, answer_input: CustomAnswerInput, by: User
) -> None:
    if answer_input.state is None:
        if there is not None:
            there.delete()
        return
    answer = there or CustomAnswer(
        submission=submission, office_id=submission.office_id, item=answer_input.item
    )
    for name, value in answer_input.content.items():
        setattr(answer, name, value)
    answer.version, answer.by = answer_input.version, by
    answer.save()
