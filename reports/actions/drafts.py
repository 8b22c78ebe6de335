"""What becomes of a draft: it is written, published, thrown away and put back; or begun anew as a correction."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import User
from reports import jobs
from reports.actions.reports import AlreadyPublishedError, BeingBuiltError
from reports.models import Job, Report, ReportText
from reports.narrative import UnknownFigureError, unknown_figures
from stakeholders.actions.saving import SavedMeanwhileError


class NotPublishedError(Exception):
    """Only what is published needs a correction; a draft can be changed."""


@transaction.atomic
def save_text(*, report: Report, section: str, body: str, revision: int, by: User) -> None:
    """``revision``: that of the text as it was read, 0 when there was none.

    SavedMeanwhileError when it is another one by now, BeingBuiltError while it is being published.
    """
    draft = _locked_draft(report)
    if draft.publish_asked_by_id:
        raise BeingBuiltError
    if revision:
        same = ReportText.objects.filter(report=draft, section=section, revision=revision)
        if not same.update(body=body, updated_by=by, updated_at=timezone.now()):
            raise SavedMeanwhileError
        return
    _text, is_new = ReportText.objects.get_or_create(
        office_id=draft.office_id,
        report=draft,
        section=section,
        defaults={"community_id": draft.community_id, "body": body, "updated_by": by},
    )
    if not is_new:
        raise SavedMeanwhileError


@transaction.atomic
def ask_to_publish(*, report: Report, by: User, what_changed: str = "") -> bool:
    """Let a worker count once more, freeze and publish. False when that was asked already, or has been done.

    ``what_changed`` since the version before, for a correction.

    BeingBuiltError while the draft is being built, UnknownFigureError when a text names a figure that it lacks.
    """
    draft = Report.objects.not_deleted().select_for_update().get(pk=report.pk)
    if draft.is_published or draft.publish_asked_by_id:
        return False
    texts = dict(draft.texts.values_list("section", "body"))
    if draft.snapshot is None:
        raise BeingBuiltError
    if unknown_figures(texts, draft.snapshot):
        raise UnknownFigureError
    if not jobs.requeue(Job.objects.get(report_id=draft.pk)):
        raise BeingBuiltError
    Report.objects.filter(pk=draft.pk).update(publish_asked_by=by, what_changed=what_changed, failure="")
    return True


@transaction.atomic
def discard_draft(*, report: Report, by: User) -> bool:
    """With its texts and files, and so that it can be put back; False where nothing was in it yet, and it is gone.

    A worker that is at it keeps nothing.

    AlreadyPublishedError of a published one, BeingBuiltError while it is being published.
    """
    draft = _locked_draft(report)
    if draft.publish_asked_by_id:
        raise BeingBuiltError
    if draft.snapshot is None:
        _erase(draft)
        return False
    jobs.stop(draft.pk)
    draft.deleted_at = timezone.now()
    draft.save(update_fields=["deleted_at"])
    return True


@transaction.atomic
def restore_draft(*, report: Report, by: User) -> None:
    """As it was when it was thrown away; twice is the same as once."""
    Report.objects.filter(pk=report.pk).update(deleted_at=None)


def _erase(draft: Report) -> None:
    Job.objects.filter(report_id=draft.pk).delete()
    draft.delete()


def begin_correction(*, report: Report, what_changed: str, by: User) -> Report:
    """The next version as a draft with the same texts; the one that is there, when somebody began it already.

    NotPublishedError of a draft. A correction of an older version is one of the newest.
    """
    newest = Report.objects.all_versions(report).select_related("community").defer("snapshot").first()
    if newest is None or not newest.is_published:
        if newest is not None and newest.version > 1:
            return newest
        raise NotPublishedError
    try:
        with transaction.atomic():
            return _next_version(newest, what_changed, by)
    except IntegrityError:
        return Report.objects.get(
            office_id=newest.office_id, thread=newest.thread, version=newest.version + 1
        )


def _next_version(published: Report, what_changed: str, by: User) -> Report:
    """One that was begun and thrown away gives its number to this one, and is gone."""
    number = published.version + 1
    same_thread = Report.objects.filter(office_id=published.office_id, thread=published.thread)
    for discarded_draft in same_thread.filter(version=number).exclude(deleted_at=None).select_for_update():
        _erase(discarded_draft)
    same = (
        "office_id",
        "community_id",
        "scope",
        "half_year",
        "round_id",
        "language",
        "title",
        "choice",
        "thread",
    )
    draft = Report.objects.create(
        **{name: getattr(published, name) for name in same},
        version=number,
        what_changed=what_changed,
        requested_by=by,
    )
    ReportText.objects.bulk_create(
        ReportText(
            office_id=draft.office_id,
            community_id=draft.community_id,
            report=draft,
            section=text.section,
            body=text.body,
            updated_by=text.updated_by,
        )
        for text in published.texts.all()
    )
    jobs.enqueue(draft.pk, office_id=draft.office_id, community_id=draft.community_id)
    return draft


def _locked_draft(report: Report) -> Report:
    draft = Report.objects.not_deleted().select_for_update().get(pk=report.pk)
    if draft.is_published:
        raise AlreadyPublishedError
    return draft
