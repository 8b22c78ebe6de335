from django.urls import URLPattern, URLResolver, include, path

from activity.views import data, feed, lists, offline_queue, person_requests, search

app_name = "activity"

community_exports_urls = [
    path("", lists.list_index, name="export-list"),
    path("<slug:list_code>/", lists.list_detail, name="export-detail"),
    path("<slug:list_code>.<slug:file_format>", lists.list_file, name="export-file"),
]

community_settings_urls = [
    path("requests/", person_requests.person_requests, name="person-requests"),
    path("requests/export/", person_requests.person_export, name="person-export"),
    path("requests/correct/", person_requests.person_correct, name="person-correct"),
    path("requests/delete/", person_requests.person_delete, name="person-delete"),
]

community_urls: list[URLPattern | URLResolver] = [
    path("activity/", feed.feed, name="activity"),
    path("offline/", offline_queue.offline, name="offline"),
    path("search/", search.community_search, name="search"),
    path("exports/", include(community_exports_urls)),
    path("settings/", include(community_settings_urls)),
]

office_exports_urls = [
    path("", lists.office_list_index, name="office-export-list"),
    path("<slug:list_code>/", lists.office_list_detail, name="office-export-detail"),
    path("<slug:list_code>.<slug:file_format>", lists.office_list_file, name="office-export-file"),
]

office_urls: list[URLPattern | URLResolver] = [
    path("activity/", feed.office_feed, name="office-activity"),
    path("search/", search.office_search, name="office-search"),
    path("exports/", include(office_exports_urls)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("shortcuts/", search.shortcuts, name="shortcuts"),
    path("international/search/", search.international_search, name="international-search"),
    path("data/<str:data_token>.<slug:file_format>", data.data_file, name="data-file"),
    path("c/<slug:community>/", include(community_urls)),
    path("office/<slug:office>/", include(office_urls)),
]
