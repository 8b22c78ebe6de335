from django.urls import URLPattern, path

from events.views.joint import (
    event_leave,
    event_share,
    joint_answer,
    joint_decline,
    joint_reconsider,
    share_withdraw,
)

EVENT = "c/<slug:community>/events/<int:event_id>/"
# What another community said to this one.
ASKED = "c/<slug:community>/events/together/<int:asked_id>/"

urlpatterns: list[URLPattern] = [
    path(EVENT + "together/", event_share, name="event-share"),
    path(EVENT + "together/leave/", event_leave, name="event-leave"),
    path(
        "c/<slug:community>/events/together/said/<int:joint_id>/withdraw/",
        share_withdraw,
        name="share-withdraw",
    ),
    path(ASKED, joint_answer, name="joint-answer"),
    path(ASKED + "decline/", joint_decline, name="joint-decline"),
    path(ASKED + "reconsider/", joint_reconsider, name="joint-reconsider"),
]
