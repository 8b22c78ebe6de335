from django.urls import URLPattern, path

from library.place_views import paths
from library.views.discussion import (
    comment_add,
    comment_delete,
    comment_edit,
    comment_hide,
    comment_report,
    comment_show,
    report_list,
    report_settle,
)

ONE = "comments/<int:comment_id>/"
OFFICE = "office/<slug:office>/library/"

urlpatterns: list[URLPattern] = [
    *paths("materials/<int:material_id>/comments/new/", comment_add, "material-comment"),
    *paths("stories/<int:story_id>/comments/new/", comment_add, "story-comment"),
    *paths(ONE + "edit/", comment_edit, "comment-edit"),
    *paths(ONE + "delete/", comment_delete, "comment-delete"),
    path(f"c/<slug:community>/library/{ONE}report/", comment_report, name="comment-report"),
    path(OFFICE + ONE + "hide/", comment_hide, name="office-comment-hide"),
    path(OFFICE + ONE + "show/", comment_show, name="office-comment-show"),
    path(OFFICE + ONE + "keep/", report_settle, name="office-report-settle"),
    path(OFFICE + "reported/", report_list, name="office-report-list"),
]
