"""What an office asked beside the twelve items, in its reports: apart from them, and in no rating."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community, Office
from evaluation.custom.results import Results, all_results
from evaluation.custom.round_questions import Answered, Asked, answered_in
from evaluation.measures import Measured, State
from evaluation.measures.measured import plain
from evaluation.models import CustomKind, Round, Submission, SubmissionState
from evaluation.wording import fraction_text, value_text
from reports.formats import state_text
from reports.schema import OwnQuestion
from tfc.disclosure import Reader
from tfc.number_text import number_text
from tfc.text.punctuation import phrases, titled


def own_questions(office: Office, community: Community | None, round_: Round) -> list[OwnQuestion]:
    """Of a community its answers, as the network may read them; of an office sums over its communities.

    A survey that is not handed in has said nothing yet.
    """
    if community is None:
        return [_summed(asked, found) for asked, found in all_results(office, round_)]
    surveys = Submission.objects.filter(community=community, round=round_)
    said = surveys.exclude(state=SubmissionState.DRAFT).first()
    return [_answered(one) for one in answered_in(round_.period, office.pk, said, Reader.NETWORK)]


def _answered(one: Answered) -> OwnQuestion:
    if (measured := one.measured) is not None:
        return _of_figure(one.asked, measured, "")
    state = State.UNKNOWN
    if one.answer is not None and one.answer.state != "unknown":
        state = State.VALUE if one.answer.state == "answered" else State.NOT_APPLICABLE
    return _of_words(one.asked, state, one.words, "")


def _summed(asked: Asked, found: Results) -> OwnQuestion:
    if found.sum is not None:
        known = {"known": number_text(found.sum.known), "applicable": number_text(found.sum.applicable)}
        return _of_figure(
            asked, found.sum.measured, _("known for %(known)s of %(applicable)s communities") % known
        )
    answered = ngettext("answered by %(count)s community", "answered by %(count)s communities", found.known)
    known_text = answered % {"count": number_text(found.known)}
    state = State.VALUE if found.known else State.UNKNOWN
    if asked.item.kind == CustomKind.TEXT:
        return _of_words(asked, state, known_text, "")
    counted = phrases(titled(words, number_text(number)) for words, number in found.options)
    return _of_words(asked, state, counted if found.known else state_text(State.UNKNOWN.value), known_text)


def _of_figure(asked: Asked, measured: Measured, known_text: str) -> OwnQuestion:
    return OwnQuestion(
        label=asked.label,
        title=asked.version.title,
        version=asked.version.number,
        state=measured.state.value,
        state_text=state_text(measured.state.value),
        value=plain(measured.value),
        numerator=plain(measured.numerator),
        denominator=plain(measured.denominator),
        unit=measured.unit.value,
        value_text=value_text(measured),
        detail_text=" · ".join(
            filter(None, (fraction_text(measured), str(measured.reason_text), known_text))
        ),
    )


def _of_words(asked: Asked, state: State, words: str, known_text: str) -> OwnQuestion:
    return OwnQuestion(
        label=asked.label,
        title=asked.version.title,
        version=asked.version.number,
        state=state.value,
        state_text=state_text(state.value),
        value=None,
        numerator=None,
        denominator=None,
        unit="",
        value_text=words,
        detail_text=known_text,
    )
