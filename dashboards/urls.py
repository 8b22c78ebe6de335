from django.urls import URLPattern, URLResolver, include, path

from dashboards.views import (
    achievements,
    alerts,
    attention,
    deliverables,
    figures,
    home,
    international,
    maps,
    office,
    office_calendar,
    professionals,
    stop_sent,
    targets,
)

app_name = "dashboards"

community_targets_urls = [
    path("", targets.target_list, name="target-list"),
    path("new/", targets.target_add, name="target-add"),
    path("<uuid:thread>/", targets.target_detail, name="target-detail"),
    path("<uuid:thread>/edit/", targets.target_edit, name="target-edit"),
    path("<uuid:thread>/close/", targets.target_close, name="target-close"),
]

community_urls: list[URLPattern | URLResolver] = [
    path("service-gaps/", home.service_gaps, name="service-gaps"),
    path("", home.home, name="home"),
    path("achievements/", achievements.community_achievements, name="achievements"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("figures/", figures.figures, name="figures"),
    path("professionals/", professionals.professionals, name="professionals"),
    path("professionals/workforce/", professionals.workforce_set, name="workforce-set"),
    path("targets/", include(community_targets_urls)),
]

office_targets_urls = [
    path("", targets.office_target_list, name="office-target-list"),
    path("new/", targets.office_target_add, name="office-target-add"),
    path("<uuid:thread>/", targets.office_target_detail, name="office-target-detail"),
    path("<uuid:thread>/edit/", targets.office_target_edit, name="office-target-edit"),
    path("<uuid:thread>/close/", targets.office_target_close, name="office-target-close"),
]

office_deliverables_urls = [
    path("new/", deliverables.deliverable_add, name="deliverable-add"),
    path("<int:deliverable_id>/", deliverables.deliverable_edit, name="deliverable-edit"),
    path("<int:deliverable_id>/delete/", deliverables.deliverable_delete, name="deliverable-delete"),
    path("<int:deliverable_id>/restore/", deliverables.deliverable_restore, name="deliverable-restore"),
]

office_urls: list[URLPattern | URLResolver] = [
    path("candidates/outcomes/", office.formation_outcome, name="candidate-outcomes"),
    path("", office.office_home, name="office-home"),
    path("achievements/", achievements.office_achievements, name="office-achievements"),
    path("alerts/", alerts.office_alerts, name="office-alerts"),
    path("attention/", attention.office_attention, name="office-attention"),
    path("attention/follow-ups/<int:follow_up_id>/", attention.follow_up_edit, name="follow-up-edit"),
    path("attention/rules/", attention.attention_rules, name="attention-rules"),
    path(
        "communities/<slug:community_slug>/follow-up/",
        attention.community_follow_up,
        name="community-follow-up",
    ),
    path("missing-records/", attention.missing_records, name="missing-records"),
    path("missing-records/<slug:check>/", attention.missing_record, name="missing-record"),
    path("trends/", office.office_trends, name="office-trends"),
    path("parts/<slug:part>/", office.office_part, name="office-part"),
    path("communities/<slug:community_slug>/figures/", office.office_community, name="office-community"),
    path("trainings/leaders/", office.office_leaders, name="office-leaders"),
    path("calendar/", office_calendar.office_calendar, name="office-calendar"),
    path("map/", maps.office_map, name="office-map"),
    path("figures/", figures.office_figures, name="office-figures"),
    path("professionals/", professionals.office_professionals, name="office-professionals"),
    path("targets/", include(office_targets_urls)),
    path("grants/<int:grant_id>/deliverables/", include(office_deliverables_urls)),
]

international_urls = [
    path("", international.international_home, name="international-home"),
    path("achievements/", achievements.international_achievements, name="international-achievements"),
    path("map/", maps.international_map, name="international-map"),
    path("offices/", international.international_offices, name="international-offices"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("stop/<str:token>/", stop_sent.stop_sent, name="stop-sent"),
    path("c/<slug:community>/", include(community_urls)),
    path("office/<slug:office>/", include(office_urls)),
    path("international/", include(international_urls)),
]
