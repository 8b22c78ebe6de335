from django.urls import URLPattern, path

from library.place_views import paths
from library.views.items import item_delete, item_restore, item_share
from library.views.stories import story_add, story_adopt, story_detail, story_edit, story_list

ONE = "stories/<int:story_id>/"

urlpatterns: list[URLPattern] = [
    *paths("stories/", story_list, "story-list"),
    *paths("stories/new/", story_add, "story-add"),
    *paths(ONE, story_detail, "story-detail"),
    *paths(ONE + "edit/", story_edit, "story-edit"),
    *paths(ONE + "share/", item_share, "story-share"),
    *paths(ONE + "delete/", item_delete, "story-delete"),
    *paths(ONE + "restore/", item_restore, "story-restore"),
    path(f"c/<slug:community>/library/{ONE}try/", story_adopt, name="story-adopt"),
]
