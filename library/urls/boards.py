from django.urls import URLPattern, path

from library.place_views import PlaceViews
from library.views import announcements as views
from library.views.boards import board, pair_board, post_answer, post_edit, post_remove, post_take_back

BOARD = "c/<slug:community>/board/"
POST = BOARD + "posts/<int:post_id>/"
ONE = "<int:announcement_id>/"


def _paths(route: str, place_views: PlaceViews, name: str) -> list[URLPattern]:
    """The two addresses of a view, of a community and of an office."""
    return [
        path(f"c/<slug:community>/announcements/{route}", place_views.community, name=name),
        path(f"office/<slug:office>/announcements/{route}", place_views.office, name=f"office-{name}"),
    ]


urlpatterns: list[URLPattern] = [
    *_paths("", views.announcement_list, "announcement-list"),
    *_paths("new/", views.announcement_add, "announcement-add"),
    *_paths(ONE + "edit/", views.announcement_edit, "announcement-edit"),
    *_paths(ONE + "delete/", views.announcement_delete, "announcement-delete"),
    *_paths(ONE + "restore/", views.announcement_restore, "announcement-restore"),
    *_paths(ONE + "aside/", views.announcement_put_aside, "announcement-aside"),
    *_paths(ONE + "show/", views.announcement_show_again, "announcement-show-again"),
    path(BOARD, board, name="board"),
    path(BOARD + "with/<slug:partner>/", pair_board, name="pair-board"),
    path(POST + "answer/", post_answer, name="post-answer"),
    path(POST + "edit/", post_edit, name="post-edit"),
    path(POST + "delete/", post_take_back, name="post-delete"),
    path(POST + "remove/", post_remove, name="post-remove"),
]
