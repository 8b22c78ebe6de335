"""The records of events and trainings that are about a person."""

from django.utils.translation import gettext_lazy as _

from tfc.personal_data import OwnRecords, PersonalTexts, build_holder_condition

BY_MEMBERSHIP = build_holder_condition("membership__user")
OWN_RECORDS = (
    OwnRecords(
        "events.memberpresence",
        _("Events you attended"),
        (
            (_("Kind of event"), lambda record: record.event.get_kind_display()),
            (_("Date"), lambda record: record.event.local_day),
        ),
        BY_MEMBERSHIP,
        ("event",),
        is_known_to_team=True,
    ),
    OwnRecords(
        "events.trainingsignup",
        _("Trainings you signed up for"),
        (
            (_("Training"), lambda record: record.training.title),
            (_("Date"), lambda record: record.training.local_day),
            (_("Signed up on"), lambda record: record.signed_up_at),
            (_("Waiting list"), lambda record: record.waited),
            (_("Withdrawn on"), lambda record: record.withdrawn_at),
        ),
        BY_MEMBERSHIP,
        ("training",),
        is_known_to_team=True,
    ),
    OwnRecords(
        "events.trainingattendance",
        _("Trainings attended"),
        (
            (_("Training"), lambda record: record.sign_up.training.title),
            (_("Date"), lambda record: record.sign_up.training.local_day),
            (_("Attended"), lambda record: record.was_there),
        ),
        build_holder_condition("sign_up__membership__user"),
        ("sign_up__training",),
        is_known_to_team=True,
    ),
    OwnRecords(
        "events.leadergoal",
        _("Your next steps as a leader"),
        (
            (_("Step"), lambda record: record.text),
            (_("Due on"), lambda record: record.due_on),
            (_("Done on"), lambda record: record.done_on),
        ),
        BY_MEMBERSHIP,
    ),
    OwnRecords(
        "events.calendarlink",
        _("Your calendar link"),
        ((_("Made on"), lambda record: record.created_at),),
        BY_MEMBERSHIP,
    ),
)
NOT_OWN = {"events.eventchange": "counted as entries of the audit log, which hold the same changes"}
PERSONAL_TEXTS = (
    PersonalTexts("events.event", ("title", "place", "note", "cancel_reason")),
    PersonalTexts("events.output", ("what",)),
    PersonalTexts("events.campaign", ("title", "goal", "decider_name", "partner_names")),
    PersonalTexts("events.campaignoutput", ("what",)),
    PersonalTexts("events.campaignstage", ("evidence", "link", "lesson")),
    PersonalTexts("events.campaignshare", ("title", "goal", "decider_name", "stages")),
    PersonalTexts("events.jointshare", ("title", "place")),
    PersonalTexts("events.publicevent", ("title", "place"), _("the public page of an event")),
    PersonalTexts("events.leadergoal", ("text",)),
    PersonalTexts("events.eventchange", ("fields",), _("a change of an event")),
)
OTHER_TEXTS = {
    "events.campaign": ("target_unit",),
    "events.campaignoutput": ("unit",),
    "events.campaignshare": ("target_unit",),
    "events.event": ("time_zone",),
    "events.eventseries": ("rule",),
    "events.headcount": ("group",),
    "events.output": ("unit",),
    "events.publicevent": ("time_zone",),
    "events.jointshare": ("time_zone",),
    "events.calendarlink": ("token_hash",),
}
