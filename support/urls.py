from django.urls import URLPattern, URLResolver, include, path

from support.views import (
    approvals,
    confirmation,
    confirming,
    files,
    public,
    public_edit,
    public_events,
    readiness,
    services,
    tallies,
)

app_name = "support"

community_volunteer_inquiries_urls = [
    path("", public_edit.interest_list, name="inquiry-list"),
    path("set-aside/", public_edit.interest_set_aside, name="inquiry-set-aside"),
    path("<int:interest_id>/delete/", public_edit.interest_delete, name="inquiry-delete"),
]

community_services_urls = [
    path("<int:service_id>/pathway/", readiness.pathway_edit, name="pathway-edit"),
    path("<int:service_id>/referral-checks/new/", readiness.check_add, name="referral-check-add"),
    path(
        "<int:service_id>/referral-checks/<int:check_id>/", readiness.check_edit, name="referral-check-edit"
    ),
    path(
        "<int:service_id>/referral-checks/<int:check_id>/delete/",
        readiness.check_delete,
        name="referral-check-delete",
    ),
    path(
        "<int:service_id>/referral-checks/<int:check_id>/restore/",
        readiness.check_restore,
        name="referral-check-restore",
    ),
    path("", services.service_list, name="service-list"),
    path("new/", services.service_add, name="service-add"),
    path("new-hotline/", services.hotline_add, name="hotline-add"),
    path("approvals/", approvals.approval_list, name="approval-list"),
    path("trash/", services.service_trash, name="service-trash"),
    path("export/", files.directory_export, name="directory-export"),
    path("export/<slug:file_format>/", files.directory_file, name="directory-file"),
    path("import/", files.directory_import, name="directory-import"),
    path("imports/<int:import_id>/undo/", files.directory_import_undo, name="directory-import-undo"),
    path("<int:service_id>/", services.service_detail, name="service-detail"),
    path("<int:service_id>/address/", approvals.service_address, name="service-address"),
    path("<int:service_id>/approve/", approvals.service_approve, name="service-approve"),
    path("<int:service_id>/return/", approvals.service_return, name="service-return"),
    path("<int:service_id>/hide/<slug:what>/", approvals.service_hide, name="service-hide"),
    path("<int:service_id>/edit/", services.service_edit, name="service-edit"),
    path("<int:service_id>/delete/", services.service_delete, name="service-delete"),
    path("<int:service_id>/restore/", services.service_restore, name="service-restore"),
    path("<int:service_id>/ask/", confirming.service_ask, name="service-ask"),
    path("<int:service_id>/confirm/", confirming.service_confirm, name="service-confirm"),
    path(
        "<int:service_id>/replies/<int:confirmation_id>/",
        confirming.confirmation_settle,
        name="confirmation-settle",
    ),
]

community_urls: list[URLPattern | URLResolver] = [
    path("public-page/", public_edit.public_edit, name="public-edit"),
    path("public-page/preview/", public_edit.public_preview, name="public-preview"),
    path("volunteer-inquiries/", include(community_volunteer_inquiries_urls)),
    path("services/", include(community_services_urls)),
    path("support-counts/", tallies.tallies, name="support-counts"),
]

public_events_urls = [
    path("<int:event_id>/", public_events.public_event, name="public-event"),
    path("<int:event_id>/event.ics", public_events.public_event_ics, name="public-event-ics"),
    path("all.ics", public_events.public_events_ics, name="public-events-ics"),
]

public_urls: list[URLPattern | URLResolver] = [
    path("", public.public_home, name="public-home"),
    path("help/", public.find_help, name="find-help"),
    path("safety/", public.safety, name="safety"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("volunteer/", public.interest, name="volunteer"),
    path("events/", include(public_events_urls)),
    path("check-in/<str:check_in>/", public_events.check_in, name="check-in"),
    path("confirm/<str:token>/", confirmation.confirmation, name="confirmation"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/<slug:office>/support-counts/", tallies.support_totals, name="office-support-counts"),
    path("c/<slug:community>/", include(community_urls)),
    path("p/<slug:community>/", include(public_urls)),
]
