from django.urls import URLPattern, URLResolver, include, path

from reports.views import archive, drafts, exports, public_tables, reports, shares

app_name = "reports"

community_archive_urls = [
    path("", archive.archive, name="archive"),
    path("<int:run_id>/", archive.archive_run, name="archive-run"),
    path("<int:run_id>/file/", archive.archive_file, name="archive-file"),
]

community_reports_urls = [
    path("", reports.report_list, name="report-list"),
    path("new/", reports.report_request, name="report-request"),
    path("<int:report_id>/", reports.report_detail, name="report-detail"),
    path("<int:report_id>/progress/", reports.report_progress, name="report-progress"),
    path("<int:report_id>/refresh/", reports.report_refresh, name="report-refresh"),
    path("<int:report_id>/share/", shares.report_share, name="report-share"),
    path("<int:report_id>/text/<slug:section>/", drafts.report_text, name="report-text"),
    path("<int:report_id>/act/<slug:act>/", drafts.report_act, name="report-act"),
    path("<int:report_id>/<slug:kind>/", reports.report_file, name="report-file"),
]

community_urls: list[URLPattern | URLResolver] = [
    path("public-page/figures/", public_tables.public_figures_preview, name="public-figures-preview"),
    path("archive/", include(community_archive_urls)),
    path(
        "figures/<slug:half_year>.<slug:file_format>",
        exports.community_figures,
        name="community-figures-file",
    ),
    path("reports/", include(community_reports_urls)),
]

office_reports_urls = [
    path("", reports.office_report_list, name="office-report-list"),
    path("new/", reports.office_report_request, name="office-report-request"),
    path("<int:report_id>/", reports.office_report_detail, name="office-report-detail"),
    path("<int:report_id>/progress/", reports.office_report_progress, name="office-report-progress"),
    path("<int:report_id>/refresh/", reports.office_report_refresh, name="office-report-refresh"),
    path("<int:report_id>/share/", shares.office_report_share, name="office-report-share"),
    path("<int:report_id>/text/<slug:section>/", drafts.office_report_text, name="office-report-text"),
    path("<int:report_id>/act/<slug:act>/", drafts.office_report_act, name="office-report-act"),
    path("<int:report_id>/<slug:kind>/", reports.office_report_file, name="office-report-file"),
]

office_urls: list[URLPattern | URLResolver] = [
    path("figures/<slug:half_year>.<slug:file_format>", exports.office_figures, name="office-figures-file"),
    path("reports/", include(office_reports_urls)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("p/<slug:community>/figures/", public_tables.public_figures, name="public-figures"),
    path(
        "international/figures/<slug:half_year>.<slug:file_format>",
        exports.international_figures,
        name="international-figures-file",
    ),
    path(
        "international/achievements.csv",
        exports.international_achievements,
        name="international-achievements-file",
    ),
    path("r/<str:token>/", shares.report_shared, name="report-shared"),
    path("c/<slug:community>/", include(community_urls)),
    path("office/<slug:office>/", include(office_urls)),
]
