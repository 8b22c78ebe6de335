from django.urls import path

from activity.views import data, lists, person_requests, search
from activity.views.feed import feed, office_feed
from activity.views.offline_queue import outbox
from activity.views.organizations import organization_detail

app_name = "activity"

TOWN = "c/<slug:community>/"
OFFICE = "office/<slug:office>/"

urlpatterns = [
    path(TOWN + "feed/", feed, name="feed"),
    path(OFFICE + "feed/", office_feed, name="office-feed"),
    path(TOWN + "outbox/", outbox, name="outbox"),
    path(TOWN + "organizations/<int:organization_id>/", organization_detail, name="organization-detail"),
    # Search
    path("shortcuts/", search.shortcuts, name="shortcuts"),
    path(TOWN + "search/", search.community_search, name="search"),
    path(OFFICE + "search/", search.office_search, name="office-search"),
    path("international/search/", search.international_search, name="international-search"),
    # Lists to take along, and the addresses at which programs read them
    path(TOWN + "lists/", lists.list_index, name="list-index"),
    path(TOWN + "lists/<slug:list_code>/", lists.list_detail, name="list-detail"),
    path(TOWN + "lists/<slug:list_code>.<slug:file_format>", lists.list_file, name="list-file"),
    path(OFFICE + "lists/", lists.office_list_index, name="office-list-index"),
    path(OFFICE + "lists/<slug:list_code>/", lists.office_list_detail, name="office-list-detail"),
    path(
        OFFICE + "lists/<slug:list_code>.<slug:file_format>",
        lists.office_list_file,
        name="office-list-file",
    ),
    path("data/<str:data_token>.<slug:file_format>", data.data_file, name="data-file"),
    # What a person asks for about their own data
    path(TOWN + "settings/requests/", person_requests.person_requests, name="person-requests"),
    path(TOWN + "settings/requests/export/", person_requests.person_export, name="person-export"),
    path(TOWN + "settings/requests/correct/", person_requests.person_correct, name="person-correct"),
    path(TOWN + "settings/requests/delete/", person_requests.person_delete, name="person-delete"),
]
