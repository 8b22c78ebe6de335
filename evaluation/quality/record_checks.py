"""The checks on all records except events. Each is a pure function over the facts."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from evaluation.instrument import part
from evaluation.quality.checks import BY_CODE, Flag
from evaluation.quality.facts import Facts, ServiceFact
from evaluation.wording import day_text
from events.models import Dimension
from support.confirming import get_confirmed_cutoff
from tfc.periods import HalfYear, half_year_text

# The dimensions that a census contains and item 1 compares.
DIMENSIONS = (Dimension.GENDER, Dimension.AGE_BAND, Dimension.RACE, Dimension.LANGUAGE)


def _build_flag(check: str, key: str = "it", note: str = "") -> Flag:
    """Return a flag that is fully described by its check's title."""
    return Flag(check, key, note or str(BY_CODE[check].title))


def no_cadence(facts: Facts) -> Iterator[Flag]:
    if facts.takes_part and not facts.has_cadence:
        yield _build_flag("no_cadence")


def no_profile(facts: Facts) -> Iterator[Flag]:
    for dimension in DIMENSIONS:
        if dimension not in facts.dimensions:
            yield _build_flag("no_profile", dimension.value, str(dimension.label))


def no_languages(facts: Facts) -> Iterator[Flag]:
    if facts.takes_part and not facts.has_languages:
        yield _build_flag("no_languages")


def roster_unconfirmed(facts: Facts) -> Iterator[Flag]:
    if facts.takes_part and not facts.roster_is_confirmed:
        yield _flag_half_year("roster_unconfirmed", facts)


def no_residents_survey(facts: Facts) -> Iterator[Flag]:
    if facts.takes_part and not facts.has_residents_survey:
        yield _flag_half_year("no_residents_survey", facts)


def _flag_half_year(check: str, facts: Facts) -> Flag:
    half_year = HalfYear.from_day(facts.today)
    return _build_flag(check, str(half_year), half_year_text(half_year))


def service_unconfirmed(facts: Facts) -> Iterator[Flag]:
    oldest = get_confirmed_cutoff(facts.today)
    for service in facts.services:
        if not service.is_doubted and (service.confirmed_on is None or service.confirmed_on < oldest):
            yield _flag_service("service_unconfirmed", service, service.confirmed_on)


def service_doubted(facts: Facts) -> Iterator[Flag]:
    for service in facts.services:
        if service.is_doubted:
            yield Flag("service_doubted", str(service.id), service.name, service.id)


def pathway_uncalled(facts: Facts) -> Iterator[Flag]:
    oldest = get_confirmed_cutoff(facts.today)
    for service in facts.services:
        if service.has_pathway and (service.called_on is None or service.called_on < oldest):
            yield _flag_service("pathway_uncalled", service, service.called_on)


def _flag_service(check: str, service: ServiceFact, last: dt.date | None) -> Flag:
    note = _("last on %(day)s") % {"day": day_text(last)} if last else _("never so far")
    return Flag(check, str(service.id), service.name, service.id, note)


def survey_late(facts: Facts) -> Iterator[Flag]:
    for survey in facts.surveys:
        if facts.takes_part and survey.due_on < facts.today and not survey.is_handed_in:
            description = half_year_text(HalfYear.parse(survey.half_year))
            note = _("was asked for by %(day)s") % {"day": day_text(survey.due_on)}
            yield Flag("survey_late", survey.half_year, description, note=note)


def meeting_late(facts: Facts) -> Iterator[Flag]:
    if not facts.takes_part or facts.meeting_is_planned or facts.gap_is_long_on is None:
        return
    if facts.gap_is_long_on <= facts.today:
        last = facts.last_meeting
        description = (
            _("The last one was on %(day)s") % {"day": day_text(last)} if last else _("There was none yet")
        )
        yield Flag("meeting_late", last.isoformat() if last else "none", description)


def declared_none(facts: Facts) -> Iterator[Flag]:
    for half_year, code in facts.contradicted:
        definition = part(code)
        description = f"{definition.label} {definition.title}"
        yield Flag(
            "declared_none",
            f"{half_year}:{code}",
            description,
            note=half_year_text(HalfYear.parse(half_year)),
        )


def given_in_future(facts: Facts) -> Iterator[Flag]:
    for contribution in facts.contributions:
        if contribution.on > facts.today:
            yield Flag(
                "given_in_future",
                str(contribution.id),
                contribution.title,
                contribution.about,
                day_text(contribution.on),
            )


def shown_in_future(facts: Facts) -> Iterator[Flag]:
    for evidence in facts.evidence:
        if evidence.on > facts.today:
            yield Flag(
                "shown_in_future", str(evidence.id), evidence.title, evidence.about, day_text(evidence.on)
            )


STANDING_CHECKS = (
    no_cadence, no_profile, no_languages, roster_unconfirmed, no_residents_survey, service_unconfirmed,
    service_doubted, pathway_uncalled, survey_late, meeting_late, declared_none, given_in_future,
    shown_in_future,
)  # fmt: skip
