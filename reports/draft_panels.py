"""The panel above a report for users with an account: texts of a draft, share links of a published report."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from reports.models import Report
from reports.narrative import NarrativeTexts, add_texts, get_section_title, get_sections, unknown_figures
from reports.place import Place
from reports.placeholders import fill_placeholders, get_placeholders
from reports.schema import Snapshot, read_snapshot
from tfc.text.punctuation import listed


def get_current_snapshot(report: Report, written: NarrativeTexts) -> Snapshot:
    """Return the snapshot; for a draft with its current texts and changes, and the figures of its last build."""
    snapshot = read_snapshot(report.snapshot)
    if report.is_published:
        return snapshot
    with translation.override(report.language):
        return add_texts(snapshot, written, published=False)


def build_panel(report: Report, texts: Mapping[str, str], place: Place) -> dict[str, Any]:
    """Return the panel's context; URLs that the user may not use are left out."""
    may_write = place.may_write and place.owns(report)
    versions = list(Report.objects.all_versions(report).defer("snapshot", "choice"))
    newest = versions[0]
    replaced_by = next(
        (version for version in versions if version.is_published and version.version > report.version), None
    )
    later = replaced_by or (newest if newest.pk != report.pk else None)
    acts = _acts(report, newest, place) if may_write else {}
    if place.may_write and report.is_published:
        # A corrected version cannot be shared any more, but its links can be revoked.
        acts["links" if replaced_by else "share"] = place.url("share", report.pk)
    return {
        "may_write": may_write,
        "acts": acts,
        "has_texts": any(texts.values()),
        "sections": _sections(report, texts, place) if may_write and not report.is_published else [],
        "files_are_older": not report.is_published and _has_newer_texts(report),
        "versions": [
            {"report": version, "url": place.url("detail", version.pk), "current": version.pk == report.pk}
            for version in versions
        ],
        "newer": {"report": later, "url": place.url("detail", later.pk)} if later else None,
        "seal": report.snapshot_hash if report.is_published else "",
    }


def _acts(report: Report, newest: Report, place: Place) -> dict[str, str]:
    if not report.is_published:
        return {
            "publish": place.url("act", report.pk, "publish"),
            "refresh": place.url("refresh", report.pk),
            "discard": place.url("act", report.pk, "discard"),
        }
    return {"correct": place.url("act", report.pk, "correct")} if newest.pk == report.pk else {}


def _sections(report: Report, texts: Mapping[str, str], place: Place) -> list[dict[str, Any]]:
    snapshot = read_snapshot(report.snapshot)
    lost = unknown_figures(texts, snapshot)
    sections = get_sections(snapshot, texts)
    # Quotations from the report are in its language, whatever the reader's language.
    with translation.override(report.language):
        placeholders = get_placeholders(snapshot)
        begins = {code: fill_placeholders(texts.get(code, ""), placeholders).strip() for code in sections}
    return [
        {
            "title": get_section_title(code),
            "url": place.url("text", report.pk, code),
            "begins": begins[code],
            "lost": listed(lost.get(code, [])),
        }
        for code in sections
    ]


def _has_newer_texts(report: Report) -> bool:
    """Return whether a text was changed after the files were built, so that the files are outdated."""
    return report.built_at is not None and report.texts.filter(updated_at__gt=report.built_at).exists()
