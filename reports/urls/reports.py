from django.urls import URLPattern, path

from reports.views import drafts, reports, shares

OF_COMMUNITY = "c/<slug:community>/reports/"
OF_OFFICE = "office/<slug:office>/reports/"
ONE = f"{OF_COMMUNITY}<int:report_id>/"
ONE_OF_OFFICE = f"{OF_OFFICE}<int:report_id>/"

urlpatterns: list[URLPattern] = [
    path(OF_COMMUNITY, reports.report_list, name="report-list"),
    path(f"{OF_COMMUNITY}new/", reports.report_request, name="report-request"),
    path(ONE, reports.report_detail, name="report-detail"),
    path(f"{ONE}progress/", reports.report_progress, name="report-progress"),
    path(f"{ONE}refresh/", reports.report_refresh, name="report-refresh"),
    path(f"{ONE}share/", shares.report_share, name="report-share"),
    path(f"{ONE}text/<slug:section>/", drafts.report_text, name="report-text"),
    path(f"{ONE}act/<slug:act>/", drafts.report_act, name="report-act"),
    path(f"{ONE}<slug:kind>/", reports.report_file, name="report-file"),
    path(OF_OFFICE, reports.office_report_list, name="office-report-list"),
    path(f"{OF_OFFICE}new/", reports.office_report_request, name="office-report-request"),
    path(ONE_OF_OFFICE, reports.office_report_detail, name="office-report-detail"),
    path(f"{ONE_OF_OFFICE}progress/", reports.office_report_progress, name="office-report-progress"),
    path(f"{ONE_OF_OFFICE}refresh/", reports.office_report_refresh, name="office-report-refresh"),
    path(f"{ONE_OF_OFFICE}share/", shares.office_report_share, name="office-report-share"),
    path(f"{ONE_OF_OFFICE}text/<slug:section>/", drafts.office_report_text, name="office-report-text"),
    path(f"{ONE_OF_OFFICE}act/<slug:act>/", drafts.office_report_act, name="office-report-act"),
    path(f"{ONE_OF_OFFICE}<slug:kind>/", reports.office_report_file, name="office-report-file"),
    # Without an account: the token is the key.
    path("r/<str:token>/", shares.report_shared, name="report-shared"),
]
