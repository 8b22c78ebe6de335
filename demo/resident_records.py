"""The waves of the demo's towns and what residents answered, stored in the community's scope."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from communities.models import Community, User
from demo.residents import WavePlan
from residents.actions.totals import close_ended_waves
from residents.models import AwarenessAnswer, AwarenessWave, TurnedAway
from residents.questionnaire import VERSION


def store_waves(plans: Iterable[WavePlan], community: Community, by: User, today: date) -> None:
    """With the results of those that are over."""
    for plan in plans:
        wave = AwarenessWave.objects.create(
            code=plan.code,
            version=VERSION,
            sampling=plan.sampling,
            place=plan.place,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            created_by=by,
        )
        AwarenessAnswer.objects.bulk_create(
            AwarenessAnswer(wave=wave, source=plan.source, **asdict(one) | {"risks": list(one.risks)})
            for one in plan.answers
        )
        TurnedAway.objects.bulk_create(
            TurnedAway(office_id=community.office_id, wave=wave, day=day, why=why, number=number)
            for day, why, number in plan.turned
        )
    close_ended_waves(today=today)
