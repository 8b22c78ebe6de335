from django.urls import path

from activity.views.feed import feed, office_feed
from activity.views.offline_queue import outbox
from activity.views.organizations import organization_detail

app_name = "activity"

urlpatterns = [
    path("c/<slug:community>/feed/", feed, name="feed"),
    path("office/<slug:office>/feed/", office_feed, name="office-feed"),
    path("c/<slug:community>/outbox/", outbox, name="outbox"),
    path(
        "c/<slug:community>/organizations/<int:organization_id>/",
        organization_detail,
        name="organization-detail",
    ),
]
