"""The steps of building a report as percentages, and as words for the waiting user."""

from django.utils.translation import gettext as _

from reports.models import Job, JobState

COUNTING, READING, DRAWING_PDF, DRAWING_XLSX, KEEPING = 5, 25, 45, 75, 90


def step_text(job: Job) -> str:
    """Return the current step in words for the user who requested the report."""
    if job.state == JobState.QUEUED:
        return _("Waiting for its turn")
    if job.state == JobState.DONE:
        return _("Ready")
    if job.state == JobState.FAILED:
        return _("Could not be built")
    steps = {
        KEEPING: _("Putting the files away"),
        DRAWING_XLSX: _("Filling the spreadsheet"),
        DRAWING_PDF: _("Drawing the PDF"),
        READING: _("Gathering the figures"),
        COUNTING: _("Counting the records afresh"),
    }
    return next((text for begins, text in steps.items() if job.progress >= begins), _("Starting"))
