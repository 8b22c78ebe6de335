"""What database and disk contain of the writers' records, by the names of their ledgers."""

from hashlib import sha256

from tests.drill.installation import Installation

EVENTS = "SELECT place FROM events_event WHERE place LIKE %s AND deleted_at IS NULL"
HEADCOUNTS = (
    "SELECT e.place || ' #' || h.people FROM events_headcount h JOIN events_event e ON e.id = h.event_id "
    "WHERE e.place LIKE %s AND h.dimension = 'gender' AND h.group = 'female'"
)
ANSWERS = (
    "SELECT replace(a.client_id::text, '-', '') FROM residents_awarenessanswer a "
    "JOIN residents_awarenesswave w ON w.id = a.wave_id WHERE w.place = %s"
)
ORGANIZATIONS = "SELECT name FROM stakeholders_organization WHERE name LIKE %s AND deleted_at IS NULL"
# A report is complete with its two files, once each.
REPORTS = (
    "SELECT r.client_id::text FROM reports_report r JOIN reports_job j ON j.report_id = r.id "
    "WHERE j.state = 'done' AND r.failure = '' AND r.client_id = ANY(%s::uuid[]) "
    "AND 2 = (SELECT count(*) FROM reports_reportfile f WHERE f.report_id = r.id)"
)
VERSIONS = "SELECT note FROM library_materialversion WHERE note LIKE %s"
FILES = (
    "SELECT note, file_key, size, sha256 FROM library_materialversion WHERE note LIKE %s AND file_key <> ''"
)
OPEN_JOBS = (
    "SELECT 'reports.tasks.build_report', id FROM reports_job WHERE state IN ('queued', 'running') "
    "UNION ALL SELECT 'communities.tasks.work_on_import', id FROM communities_importjob WHERE NOT is_done"
)
RUNNING = (
    "SELECT count(*) FROM (SELECT id FROM reports_job WHERE state = 'running' UNION ALL "
    "SELECT id FROM communities_importjob WHERE NOT is_done AND lease_until > now()) working"
)
FAILED = (
    "SELECT (SELECT count(*) FROM reports_job WHERE state = 'failed') + "
    "(SELECT count(*) FROM communities_importbatch WHERE failure IS NOT NULL)"
)


def names(installation: Installation, question: str, value: object) -> list[str]:
    return [str(row[0]) for row in installation.ask(question, value)]


def open_jobs(installation: Installation) -> set[tuple[str, int]]:
    """Return task and id of each unfinished job."""
    return {(task, number) for task, number in installation.ask(OPEN_JOBS)}


def working(installation: Installation) -> int:
    return int(installation.ask(RUNNING)[0][0])


def failed(installation: Installation) -> int:
    return int(installation.ask(FAILED)[0][0])


def files_amiss(installation: Installation, run: str) -> list[str]:
    """Return versions whose file on disk differs from what was sent."""
    amiss = []
    for note, key, size, digest in installation.ask(FILES, run):
        path = installation.media / key[:2] / key
        if (
            not path.is_file()
            or path.stat().st_size != size
            or sha256(path.read_bytes()).hexdigest() != digest
        ):
            amiss.append(note)
    return amiss
