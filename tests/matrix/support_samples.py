"""Samples of services, referrals, tallies, public pages and the residents' survey: one of each."""

import uuid
from datetime import UTC, date, datetime, time
from typing import Any

from communities.models import Community, Membership, Role, User
from evaluation.measures import access_known, risks_known
from evaluation.models import PublicTable
from evaluation.public_tables import build_public_content
from residents.counting import SurveyTally
from residents.models import AwarenessAnswer, AwarenessWave, OwnWords, SetAsideAnswer, TurnedAway
from support.models import (
    DirectoryImport,
    Interest,
    OpeningHours,
    Pathway,
    PathwayCheck,
    PublicProfile,
    Service,
    ServiceConfirmation,
    SupportOffered,
    SupportTally,
    SupportTotal,
    TallyPurge,
)
from tests.base import within
from tests.matrix.json_samples import changed
from tfc.tokens import hash_token

DAY = date(2026, 3, 3)
CODE = "matrixwave"


def of_office() -> None:
    SupportTotal.objects.create(year=2026, half=1, need=1, people=40, communities=3)


def of_community(community: Community, by: User, token: str) -> dict[str, Any]:
    service = Service.objects.create(
        name="x", provider="x", kinds=["housing"], languages=["es"], confirmed_on=DAY, created_by=by
    )
    OpeningHours.objects.create(service=service, weekday=0, opens=time(9), closes=time(17))
    confirmation = ServiceConfirmation.objects.create(
        service=service, way="link", token_hash=hash_token(token), expires_at=datetime(2036, 1, 1, tzinfo=UTC)
    )
    Pathway.objects.create(service=service, steps="x", who_calls="x", created_by=by)
    member = Membership.objects.filter(community=community, role=Role.LEADER).first()
    check = PathwayCheck.objects.create(
        service=service, on=DAY, called_by=member, answered=True, created_by=by
    )
    read_in = DirectoryImport.objects.create(name="x", by=by, changed=changed(community.slug))
    TallyPurge.objects.create(year=2023, half=1, rows=3)
    PublicProfile.objects.create(about_en="x", is_published=True, updated_by=by)
    return {
        "what": "phone",
        "service_id": service.pk,
        "confirmation_id": confirmation.pk,
        "check_id": check.pk,
        "import_id": read_in.pk,
        "file_format": "json",
        **_awareness(community, by),
    }


def _awareness(community: Community, by: User) -> dict[str, Any]:
    wave = AwarenessWave.objects.create(
        code=CODE, version=1, sampling="street", place="x", starts_on=date(2026, 1, 1), ends_on=date(2036, 1, 1),
        created_by=by,
    )  # fmt: skip
    AwarenessAnswer.objects.create(
        wave=wave, client_id=uuid.uuid4(), day=DAY, language="en", source="phone", hotline_unprompted="right",
        route_unprompted="right", hotline_prompted="right", route_prompted="right", definition="right",
    )  # fmt: skip
    batch = uuid.uuid4()
    AwarenessAnswer.objects.create(
        wave=wave, client_id=uuid.uuid4(), day=DAY, language="en", source="file", batch=batch,
        hotline_unprompted="right", route_unprompted="right", hotline_prompted="right", route_prompted="right",
        definition="right",
    )  # fmt: skip
    SetAsideAnswer.objects.create(
        wave=wave, client_id=uuid.uuid4(), day=DAY, language="en", hotline_unprompted="right",
        route_unprompted="right", hotline_prompted="right", route_prompted="right", definition="right",
    )  # fmt: skip
    TurnedAway.objects.create(office_id=community.office_id, wave=wave, day=DAY, why="haste", number=2)
    return {"wave_id": wave.pk, "wave_code": CODE, "batch": batch}


def public_table(community: Community) -> None:
    """Written only in the office's scope and public: 7 of 47 residents."""
    counted = SurveyTally(7, 47, "1", "street")
    content = build_public_content(
        {"access_known": access_known(counted), "risks_known": risks_known(counted)}
    )
    PublicTable.objects.create(
        community=community, office_id=community.office_id, half_year="2025-H2", content=content, sha256="0" * 64,
        made_at=datetime(2026, 2, 19, tzinfo=UTC),
    )  # fmt: skip


def _closed_survey(community: Community, by: User) -> tuple[int, str]:
    """Return the survey's id and the canary of a text answer that waits for a coordinator."""
    wave = AwarenessWave.objects.create(
        code=f"{CODE}2", version=2, sampling="street", place="x", starts_on=date(2026, 1, 1), ends_on=DAY,
        closed_at=datetime(2026, 3, 4, tzinfo=UTC), created_by=by,
    )  # fmt: skip
    answer = AwarenessAnswer.objects.create(
        wave=wave, client_id=uuid.uuid4(), day=DAY, language="en", source="phone", hotline_unprompted="unclear",
        route_unprompted="right", hotline_prompted="right", route_prompted="right", definition="right", counted=True,
    )  # fmt: skip
    text = f"Canary-{community.slug}-ownwords-text"
    OwnWords.objects.create(wave=wave, client_id=answer.client_id, question="hotline_unprompted", text=text)
    return wave.pk, text


def for_coordinators(community: Community, by: User) -> tuple[dict[str, Any], set[str]]:
    """Written or read only in a coordinator's scope: tallies, volunteers, and residents' text answers."""
    slug = community.slug
    with within(community, coordinator=True):
        SupportTally.objects.create(year=2026, half=1, need=1, people=4, updated_by=by)
        SupportOffered.objects.create(year=2026, half=1, kind=1, sessions=3, places=12, updated_by=by)
        interest = Interest.objects.create(
            name=f"Canary-{slug}-interest-name", reach=f"Canary-{slug}-interest-reach",
            message=f"Canary-{slug}-interest-message", on=date.today(), client_id=uuid.uuid4(),  # noqa: DTZ011
        )  # fmt: skip
        closed_wave_id, text = _closed_survey(community, by)
    canaries = {f"Canary-{slug}-interest-{name}" for name in ("name", "reach", "message")}
    return {"interest_id": interest.pk, "closed_wave_id": closed_wave_id}, {*canaries, text}
