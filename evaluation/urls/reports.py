from django.urls import URLPattern, path

from evaluation.views import reports

OF_COMMUNITY = "c/<slug:community>/reports/"
OF_OFFICE = "office/<slug:office>/reports/"

urlpatterns: list[URLPattern] = [
    path(OF_COMMUNITY, reports.report_list, name="report-list"),
    path(f"{OF_COMMUNITY}new/", reports.report_request, name="report-request"),
    path(f"{OF_COMMUNITY}<int:report_id>/", reports.report_detail, name="report-detail"),
    path(f"{OF_COMMUNITY}<int:report_id>/progress/", reports.report_progress, name="report-progress"),
    path(f"{OF_COMMUNITY}<int:report_id>/retry/", reports.report_retry, name="report-retry"),
    path(f"{OF_COMMUNITY}<int:report_id>/<str:kind>/", reports.report_file, name="report-file"),
    path(OF_OFFICE, reports.office_report_list, name="office-report-list"),
    path(f"{OF_OFFICE}new/", reports.office_report_request, name="office-report-request"),
    path(f"{OF_OFFICE}<int:report_id>/", reports.office_report_detail, name="office-report-detail"),
    path(
        f"{OF_OFFICE}<int:report_id>/progress/", reports.office_report_progress, name="office-report-progress"
    ),
    path(f"{OF_OFFICE}<int:report_id>/retry/", reports.office_report_retry, name="office-report-retry"),
    path(f"{OF_OFFICE}<int:report_id>/<str:kind>/", reports.office_report_file, name="office-report-file"),
]
