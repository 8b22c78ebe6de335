"""What stands above a report for those who have an account: of a draft its texts, of a published one its links."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from reports.models import Report
from reports.narrative import Written, sections_of, title_of, unknown_figures, with_texts
from reports.placeholders import catalogue, filled
from reports.report_lists import Room
from tfc.text.punctuation import listed


def shown(report: Report, written: Written) -> dict[str, Any]:
    """The snapshot; of a draft with its texts as they are now, what they changed, and the figures of its last count."""
    snapshot: dict[str, Any] = report.snapshot or {}
    if report.is_published:
        return snapshot
    with translation.override(report.language):
        return with_texts(snapshot, written, published=False)


def panel_of(report: Report, texts: Mapping[str, str], room: Room) -> dict[str, Any]:
    """Addresses are left out that somebody may not use."""
    may_write = room.may_write and room.owns(report)
    versions = list(Report.objects.versions_of(report).defer("snapshot", "choice"))
    newest = versions[0]
    replaced_by = next((one for one in versions if one.is_published and one.version > report.version), None)
    later = replaced_by or (newest if newest.pk != report.pk else None)
    acts = _acts(report, newest, room) if may_write else {}
    if room.may_write and report.is_published:
        # Of a version that was corrected nothing is handed on any more, but its links can be taken back.
        acts["links" if replaced_by else "share"] = room.url("share", report.pk)
    return {
        "may_write": may_write,
        "acts": acts,
        "sections": _sections(report, texts, room) if may_write and not report.is_published else [],
        "files_are_older": not report.is_published and _written_since(report),
        "versions": [
            {"report": one, "url": room.url("detail", one.pk), "current": one.pk == report.pk}
            for one in versions
        ],
        "newer": {"report": later, "url": room.url("detail", later.pk)} if later else None,
        "seal": report.snapshot_hash if report.is_published else "",
    }


def _acts(report: Report, newest: Report, room: Room) -> dict[str, str]:
    if not report.is_published:
        return {
            "publish": room.url("act", report.pk, "publish"),
            "refresh": room.url("refresh", report.pk),
            "discard": room.url("act", report.pk, "discard"),
        }
    return {"correct": room.url("act", report.pk, "correct")} if newest.pk == report.pk else {}


def _sections(report: Report, texts: Mapping[str, str], room: Room) -> list[dict[str, Any]]:
    snapshot = report.snapshot or {}
    lost = unknown_figures(texts, snapshot)
    sections = sections_of(snapshot, texts)
    # What is quoted of the report is in its language, whoever reads.
    with translation.override(report.language):
        known = catalogue(snapshot)
        begins = {code: filled(texts.get(code, ""), known).strip() for code in sections}
    return [
        {
            "title": title_of(code),
            "url": room.url("text", report.pk, code),
            "begins": begins[code],
            "lost": listed(lost.get(code, [])),
        }
        for code in sections
    ]


def _written_since(report: Report) -> bool:
    """Whether a text is newer than the files, which then still show the older one."""
    return report.built_at is not None and report.texts.filter(updated_at__gt=report.built_at).exists()
