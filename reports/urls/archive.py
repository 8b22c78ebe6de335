from django.urls import URLPattern, path

from reports.views import archive

ARCHIVE = "c/<slug:community>/archive/"

urlpatterns: list[URLPattern] = [
    path(ARCHIVE, archive.archive, name="archive"),
    path(f"{ARCHIVE}<int:run_id>/", archive.archive_run, name="archive-run"),
    path(f"{ARCHIVE}<int:run_id>/file/", archive.archive_file, name="archive-file"),
]
