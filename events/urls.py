from django.urls import URLPattern, URLResolver, include, path

from communities.place_views import build_place_urls
from events.views import (
    calendar,
    campaigns,
    certificates,
    check_in,
    details,
    endings,
    evidence,
    joint,
    joint_campaigns,
    leader_path,
    lists,
    matrix,
    meetings,
    office_events,
    office_trainings,
    office_units,
    planning,
    recording,
    research,
    trainings,
)

app_name = "events"

community_team_urls = [
    path(
        "trainings/certificates/<int:attendance_id>.pdf",
        certificates.training_certificate,
        name="training-certificate",
    ),
    path("trainings/", trainings.training_list, name="training-list"),
    path("trainings/<int:training_id>/", trainings.training_detail, name="training-detail"),
    path("trainings/<int:training_id>/join/", trainings.training_join, name="training-join"),
    path("trainings/<int:training_id>/team/", trainings.training_team, name="training-team"),
    path(
        "trainings/<int:training_id>/sign-ups/<int:sign_up_id>/withdraw/",
        trainings.training_withdraw,
        name="training-withdraw",
    ),
    path("development-plans/", leader_path.leader_path_list, name="development-plan-list"),
    path("members/<int:membership_id>/development-plan/", leader_path.leader_path, name="development-plan"),
    path(
        "members/<int:membership_id>/development-plan/goals/<int:goal_id>/done/",
        leader_path.goal_done,
        name="goal-done",
    ),
    path(
        "members/<int:membership_id>/development-plan/goals/<int:goal_id>/delete/",
        leader_path.goal_delete,
        name="goal-delete",
    ),
    path(
        "members/<int:membership_id>/development-plan/goals/<int:goal_id>/restore/",
        leader_path.goal_restore,
        name="goal-restore",
    ),
]

community_events_urls = [
    path("", lists.event_list, name="event-list"),
    path("log/", meetings.meeting_log, name="meeting-log"),
    path("plan/", planning.event_plan, name="event-plan"),
    path("trash/", lists.event_trash, name="event-trash"),
    path("calendar/", calendar.event_calendar, name="event-calendar"),
    path("calendar/link/", calendar.calendar_link, name="calendar-link"),
    path("calendar/link/end/", calendar.calendar_link_revoke, name="calendar-link-revoke"),
    path("<int:event_id>/event.ics", calendar.event_ics, name="event-ics"),
    path("<int:event_id>/check-in/", check_in.event_check_in, name="event-check-in"),
    path("<int:event_id>/check-in/code.svg", check_in.event_check_in_code, name="event-check-in-code"),
    path("<int:event_id>/guests/", check_in.event_guests, name="event-guests"),
    path("<int:event_id>/", details.event_detail, name="event-detail"),
    path("<int:event_id>/edit/", planning.event_edit, name="event-edit"),
    path("<int:event_id>/record/", recording.event_record, name="event-record"),
    path("<int:event_id>/cancel/", endings.event_cancel, name="event-cancel"),
    path("<int:event_id>/reopen/", endings.event_reopen, name="event-reopen"),
    path("<int:event_id>/delete/", endings.event_delete, name="event-delete"),
    path("<int:event_id>/restore/", endings.event_restore, name="event-restore"),
    path("<int:event_id>/joint/", joint.event_share, name="event-share"),
    path("<int:event_id>/joint/leave/", joint.event_leave, name="event-leave"),
    path("joint/sent/<int:joint_id>/withdraw/", joint.share_withdraw, name="share-withdraw"),
    path("joint/<int:asked_id>/", joint.joint_answer, name="joint-answer"),
    path("joint/<int:asked_id>/decline/", joint.joint_decline, name="joint-decline"),
    path("joint/<int:asked_id>/reconsider/", joint.joint_reconsider, name="joint-reconsider"),
]

community_campaigns_urls, office_campaigns_urls = build_place_urls(
    [
        ("", campaigns.campaign_list, "campaign-list"),
        ("new/", campaigns.campaign_add, "campaign-add"),
        ("<int:campaign_id>/", campaigns.campaign_detail, "campaign-detail"),
        ("<int:campaign_id>/edit/", campaigns.campaign_edit, "campaign-edit"),
        ("<int:campaign_id>/stage/", campaigns.campaign_stage, "campaign-stage"),
        (
            "<int:campaign_id>/stages/<int:stage_id>/remove/",
            campaigns.campaign_stage_remove,
            "campaign-stage-remove",
        ),
        ("<int:campaign_id>/outputs/new/", campaigns.campaign_output_add, "campaign-output-add"),
        (
            "<int:campaign_id>/outputs/<int:output_id>/remove/",
            campaigns.campaign_output_remove,
            "campaign-output-remove",
        ),
        ("<int:campaign_id>/joint/", joint_campaigns.campaign_share, "campaign-share"),
        ("<int:campaign_id>/joint/leave/", joint_campaigns.campaign_leave, "campaign-leave"),
        ("<int:campaign_id>/joint/total/", joint_campaigns.campaign_total, "campaign-total"),
        ("joint/<int:campaign_share_id>/", joint_campaigns.campaign_answer, "campaign-answer"),
        ("joint/<int:campaign_share_id>/decline/", joint_campaigns.campaign_decline, "campaign-decline"),
        ("<int:campaign_id>/delete/", campaigns.campaign_delete, "campaign-delete"),
        ("<int:campaign_id>/restore/", campaigns.campaign_restore, "campaign-restore"),
    ]
)
community_campaigns_urls += [
    path("<int:campaign_id>/events/new/", campaigns.campaign_event_add.community, name="campaign-event-add"),
    path(
        "<int:campaign_id>/events/<int:event_id>/remove/",
        campaigns.campaign_event_remove.community,
        name="campaign-event-remove",
    ),
]

community_research_urls = [
    path(
        "<int:research_id>/methods/<int:method_id>/events/", research.research_events, name="research-events"
    ),
    path(
        "<int:research_id>/methods/<int:method_id>/events/<int:event_id>/link/",
        research.research_event_link,
        name="research-event-link",
    ),
    path(
        "<int:research_id>/methods/<int:method_id>/events/<int:event_id>/unlink/",
        research.research_event_unlink,
        name="research-event-unlink",
    ),
]

community_strategies_urls = [
    path("<int:strategy_id>/evidence/event/", evidence.evidence_event_add, name="evidence-event-add"),
]

community_urls: list[URLPattern | URLResolver] = [
    path("team/", include(community_team_urls)),
    path("connections/", matrix.meeting_matrix, name="connections"),
    path("connections/<slug:first>/<slug:second>/", matrix.matrix_pair, name="connection"),
    path("events/campaigns/", include(community_campaigns_urls)),
    path("events/", include(community_events_urls)),
    path("research/", include(community_research_urls)),
    path("strategies/", include(community_strategies_urls)),
]

office_unit_urls = [
    path("", office_units.unit_list, name="unit-list"),
    path("new/", office_units.unit_add, name="unit-add"),
    path("<int:unit_id>/", office_units.unit_edit, name="unit-edit"),
    path("<int:unit_id>/retire/", office_units.unit_retire, name="unit-retire"),
    path("<int:unit_id>/restore/", office_units.unit_restore, name="unit-restore"),
]

office_urls = [
    path("certificates/<int:attendance_id>.pdf", certificates.office_certificate, name="office-certificate"),
    path("", office_trainings.office_training_list, name="office-training-list"),
    path("new/", office_trainings.office_training_add, name="office-training-add"),
    path("<int:training_id>/", office_trainings.office_training_detail, name="office-training-detail"),
    path("<int:training_id>/edit/", office_trainings.office_training_edit, name="office-training-edit"),
    path("<int:training_id>/cancel/", office_trainings.office_training_cancel, name="office-training-cancel"),
    path("<int:training_id>/record/", office_trainings.office_training_record, name="office-training-record"),
]

office_events_urls = [
    path("", office_events.office_event_list, name="office-event-list"),
    path("new/", office_events.office_event_add, name="office-event-add"),
    path("<int:office_event_id>/", office_events.office_event_detail, name="office-event-detail"),
    path("<int:office_event_id>/edit/", office_events.office_event_edit, name="office-event-edit"),
    path("<int:office_event_id>/delete/", office_events.office_event_delete, name="office-event-delete"),
    path("<int:office_event_id>/restore/", office_events.office_event_restore, name="office-event-restore"),
]

public_urls = [
    path("certificates/<str:code>/", certificates.certificate_check, name="certificate-check"),
    path("calendar/<str:token>/events.ics", calendar.calendar_feed, name="calendar-feed"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:community>/", include(community_urls)),
    path("office/<slug:office>/trainings/", include(office_urls)),
    path("office/<slug:office>/units/", include(office_unit_urls)),
    path("office/<slug:office>/events/", include(office_events_urls)),
    path("office/<slug:office>/campaigns/", include(office_campaigns_urls)),
    path("p/<slug:community>/", include(public_urls)),
]
