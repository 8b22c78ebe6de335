"""Writes of an office about its candidates; its scope is open."""

import hashlib
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions.places import create_community
from communities.models import (
    Candidate,
    CandidateMove,
    CandidateStage,
    Community,
    FormationDecision,
    Office,
    SiteAssessment,
    StaffMembership,
    Stage,
    User,
    Verdict,
)
from communities.models.formation import ENOUGH

# The fields of a candidate that people type.
KNOWN = (
    "name", "region", "country", "latitude", "longitude", "proposed_by", "routes", "notes", "contact_name",
    "contact_role", "contact_email",
)  # fmt: skip
FROZEN = _("The office has decided.")


@transaction.atomic
def propose_candidate(
    *, office: Office, fields: dict[str, Any], by: User, on: date | None = None
) -> Candidate:
    """Add a candidate to the board. ValidationError if it is there already and undecided."""
    # Two simultaneous clicks run one after the other.
    Office.objects.select_for_update().get(pk=office.pk)
    _check_new(fields, Candidate.objects.filter(office=office))
    candidate = Candidate.objects.create(office=office, created_by=by, **fields)
    _log(candidate, CandidateStage.PROPOSED, on or timezone.localdate(), "", by)
    return candidate


class CandidateChangedError(Exception):
    """Another person saved since the candidate was read; nothing was written."""


class CandidateDecidedError(Exception):
    """Another person decided since the candidate was read; nothing was written."""


def get_fingerprint(candidate: Candidate) -> str:
    """Return a fingerprint of the typed fields, which changes when any of them changes."""
    values = [getattr(candidate, name) for name in KNOWN]
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:16]


@transaction.atomic
def edit_candidate(
    *, candidate: Candidate, fields: dict[str, Any], by: User, shown_fingerprint: str = ""
) -> Candidate:
    """Correct the typed fields of a candidate. Who moved and scored it stays in the log.

    ``shown_fingerprint``: that of the version read, see `get_fingerprint`; CandidateChangedError if it differs, unless
    the stored values equal the requested ones (the same form sent twice).
    """
    locked = _lock_candidate(candidate)
    if shown_fingerprint not in ("", get_fingerprint(locked)) and any(
        getattr(locked, name) != fields[name] for name in fields
    ):
        raise CandidateChangedError
    others = Candidate.objects.filter(office=locked.office_id).exclude(pk=locked.pk)
    if not locked.is_decided:
        _check_new(fields, others)
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(fields))
    return locked


def _check_new(fields: dict[str, Any], others: Any) -> None:
    same = others.filter(name__iexact=fields["name"], region__iexact=fields["region"])
    if same.exclude(stage=CandidateStage.DECIDED).exists():
        raise ValidationError({"name": _("Use this place's existing candidate.")})


@transaction.atomic
def move_candidate(
    *, candidate: Candidate, stage: CandidateStage, on: date, note: str = "", by: User
) -> CandidateMove:
    """Record that a candidate reached a stage on a day; for decisions see `decide_candidate`."""
    locked = _lock_candidate(candidate)
    if locked.is_decided or stage == CandidateStage.DECIDED:
        raise ValidationError({"stage": _("A decided candidate cannot change its stage.")})
    if locked.stage == stage:
        raise ValidationError({"stage": _("Choose a different stage.")})
    _check_day(locked, on, "on")
    return _move(locked, stage, on, note, by)


@transaction.atomic
def score_candidate(
    *, candidate: Candidate, answers: dict[str, Any], by: User, at: datetime | None = None
) -> SiteAssessment:
    """Store the person's own scores, new or changed, given now or ``at``. ValidationError after the office has
    decided, and PermissionDenied if the person may not score here, see `may_score`.
    """
    locked = _lock_candidate(candidate)
    if locked.is_decided:
        raise ValidationError(FROZEN)
    if not may_score(locked.office, by):
        raise PermissionDenied
    mine = SiteAssessment.objects.filter(candidate=locked, assessor=by).first()
    if mine is None:
        mine = SiteAssessment(office_id=locked.office_id, candidate=locked, assessor=by)
        mine.submitted_at = at or timezone.now()
    elif all(getattr(mine, name) == value for name, value in answers.items()):
        return mine
    elif SiteAssessment.objects.filter(candidate=locked).exclude(assessor=by).exists():
        mine.changed_at = timezone.now()
    for name, value in answers.items():
        setattr(mine, name, value)
    mine.save()
    if locked.stage != CandidateStage.SCORING:
        _move(locked, CandidateStage.SCORING, timezone.localdate(mine.submitted_at), "", by)
    return mine


def may_score(office: Office, by: User) -> bool:
    """Return True if this person works in the office, or in the international office while this one has too few people
    for two scores.
    """
    staff = StaffMembership.objects.current()
    if staff.filter(office=office, user=by).exists():
        return True
    return wants_international_score(office) and staff.filter(office__is_international=True, user=by).exists()


def wants_international_score(office: Office) -> bool:
    return StaffMembership.objects.current().filter(office=office).count() < ENOUGH


@transaction.atomic
def decide_candidate(
    *,
    candidate: Candidate,
    verdict: Verdict,
    reason: str,
    on: date,
    by: User,
    place: dict[str, Any] | None = None,
    shown_decision_id: int | None = None,
) -> FormationDecision:
    """Freeze the scores and store the decision; "start" creates the community from ``place``.

    If declined, the contact's name, role and address are deleted.

    ``place``: the arguments of `create_community`. ``shown_decision_id``: the latest decision that the person had
    read, 0 for none, None to decide in any case; CandidateDecidedError if there is a later one. Deciding again adds a
    row; a person who sends the same decision twice adds none. ValidationError with too few scores, from a person who
    did not score, or if its community was started.
    """
    locked = _lock_candidate(candidate)
    last = FormationDecision.objects.filter(candidate=locked).last()
    if last and _is_resent(last, (verdict, reason, on, by), place):
        return last
    if shown_decision_id is not None and shown_decision_id != (last.pk if last else 0):
        raise CandidateDecidedError
    _check_decision(locked, on, by)
    if verdict == Verdict.START:
        _start(locked, on, by, place or {})
    if verdict == Verdict.DECLINED:
        locked.contact_name = locked.contact_role = locked.contact_email = ""
        locked.save(update_fields=["contact_name", "contact_role", "contact_email"])
    decision = FormationDecision.objects.create(
        office_id=locked.office_id, candidate=locked, verdict=verdict, reason=reason, decided_on=on, by=by
    )
    _move(locked, CandidateStage.DECIDED, on, "", by)
    return decision


def _is_resent(
    last: FormationDecision, sent: tuple[Verdict, str, date, User], place: dict[str, Any] | None
) -> bool:
    if (last.verdict, last.reason, last.decided_on, last.by) != sent:
        return False
    community = last.candidate.community
    return community is None or (place or {}).get("slug") == community.slug


def _check_decision(candidate: Candidate, on: date, by: User) -> None:
    if candidate.community_id is not None:
        raise ValidationError(_("Its community was started. If it stops, change its stage to dormant."))
    if not candidate.is_decided:
        scored = SiteAssessment.objects.filter(candidate=candidate)
        if scored.count() < ENOUGH:
            raise ValidationError(_("Two people must score it first."))
        if not scored.filter(assessor=by).exists():
            raise ValidationError(_("Score it yourself first."))
    _check_day(candidate, on, "decided_on")


def _start(candidate: Candidate, on: date, by: User, place: dict[str, Any]) -> None:
    community = create_community(
        office=candidate.office,
        name=place["name"],
        slug=place["slug"],
        time_zone=place["time_zone"],
        city=place.get("city", ""),
        region=place.get("region", ""),
        latitude=_decimal(place.get("latitude")),
        longitude=_decimal(place.get("longitude")),
        stage=Stage(place.get("stage", Stage.CANDIDATE)),
        since=on,
        by=by,
    )
    _check_only_one(community)
    candidate.community = community
    candidate.save(update_fields=["community"])


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _check_only_one(community: Community) -> None:
    if Candidate.objects.filter(community=community).exists():
        raise ValidationError({"slug": _("Another community has this web address. Choose a different one.")})


def _check_day(candidate: Candidate, on: date, at: str) -> None:
    # An office has no time zone: the day may already have begun there.
    if on > timezone.localdate() + timedelta(days=1):
        raise ValidationError({at: _("Enter a date that is not in the future.")})
    last = CandidateMove.objects.filter(candidate=candidate).last()
    if last and on < last.on:
        message = _("The current stage began on %(day)s. Enter that date or a later one.")
        raise ValidationError({at: ValidationError(message, params={"day": last.on.isoformat()})})


def _lock_candidate(candidate: Candidate) -> Candidate:
    """Return the current row, locked, so that scores and decisions run one after the other."""
    return Candidate.objects.select_for_update(of=("self",)).select_related("office").get(pk=candidate.pk)


def _move(candidate: Candidate, stage: CandidateStage, on: date, note: str, by: User) -> CandidateMove:
    last = CandidateMove.objects.filter(candidate=candidate).last()
    candidate.stage = stage
    candidate.save(update_fields=["stage"])
    return _log(candidate, stage, max(on, last.on) if last else on, note, by)


def _log(candidate: Candidate, stage: CandidateStage, on: date, note: str, by: User) -> CandidateMove:
    return CandidateMove.objects.create(
        office_id=candidate.office_id, candidate=candidate, stage=stage, on=on, note=note, by=by
    )
