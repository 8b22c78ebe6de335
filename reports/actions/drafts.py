"""Edit, publish, discard and restore report drafts, and start corrections of published reports."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import User
from reports import jobs
from reports.actions.reports import AlreadyPublishedError, BeingBuiltError
from reports.models import Job, Report, ReportText
from reports.narrative import UnknownFigureError, unknown_figures
from reports.schema import read_snapshot
from stakeholders.actions.saving import SavedMeanwhileError


class NotPublishedError(Exception):
    """Raised when a correction of an unpublished report is started; a draft can be edited instead."""


@transaction.atomic
def save_text(*, report: Report, section: str, body: str, revision: int, by: User) -> None:
    """Save one section of a draft.

    ``revision`` is the revision of the text as it was read, 0 if there was none. Raises SavedMeanwhileError if the
    stored revision differs, BeingBuiltError while the draft is being published.
    """
    draft = _lock_draft(report)
    if draft.publish_requested_by_id:
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
    """Queue the job that recomputes, freezes and publishes a draft; return False if it is already queued or published.

    ``what_changed`` describes a correction's changes since the previous version. Raises BeingBuiltError while the
    draft is being built, UnknownFigureError if a text names a figure that the report does not have.
    """
    draft = Report.objects.not_deleted().select_for_update().get(pk=report.pk)
    if draft.is_published or draft.publish_requested_by_id:
        return False
    texts = dict(draft.texts.values_list("section", "body"))
    if draft.snapshot is None:
        raise BeingBuiltError
    if unknown_figures(texts, read_snapshot(draft.snapshot)):
        raise UnknownFigureError
    if not jobs.requeue(Job.objects.get(report_id=draft.pk)):
        raise BeingBuiltError
    Report.objects.filter(pk=draft.pk).update(publish_requested_by=by, what_changed=what_changed, failure="")
    return True


@transaction.atomic
def discard_draft(*, report: Report, by: User) -> bool:
    """Move a draft with its texts and files to the trash; delete it and return False if it was never built, or is gone.

    A worker that is building it stores nothing. Raises AlreadyPublishedError for a published report, BeingBuiltError
    while it is being published.
    """
    try:
        draft = _lock_draft(report)
    except Report.DoesNotExist:
        return False
    if draft.publish_requested_by_id:
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
    """Restore a discarded draft unchanged; repeated calls have no effect."""
    Report.objects.filter(pk=report.pk).update(deleted_at=None)


def _erase(draft: Report) -> None:
    Job.objects.filter(report_id=draft.pk).delete()
    draft.delete()


def begin_correction(*, report: Report, what_changed: str, by: User) -> Report:
    """Return a draft of the next version with the same texts, or the existing draft of it.

    A correction of an older version corrects the newest one. Raises NotPublishedError for a draft.
    """
    newest = Report.objects.all_versions(report).select_related("community").defer("snapshot").first()
    if newest is None or not newest.is_published:
        if newest is not None and newest.version > 1:
            return newest
        raise NotPublishedError
    try:
        with transaction.atomic():
            return _create_next_version(newest, what_changed, by)
    except IntegrityError:
        return Report.objects.get(
            office_id=newest.office_id, thread=newest.thread, version=newest.version + 1
        )


def _create_next_version(published: Report, what_changed: str, by: User) -> Report:
    """Create the next version; a discarded draft with the same version number is deleted."""
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


def _lock_draft(report: Report) -> Report:
    draft = Report.objects.not_deleted().select_for_update().get(pk=report.pk)
    if draft.is_published:
        raise AlreadyPublishedError
    return draft
