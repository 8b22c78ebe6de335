from django.urls import URLPattern, URLResolver, include, path

from communities.place_views import build_place_urls
from library.views import announcements, boards, discussion, items, materials, stories, uses, versions

app_name = "library"

community_announcements_urls, office_announcements_urls = build_place_urls(
    [
        ("", announcements.announcement_list, "announcement-list"),
        ("new/", announcements.announcement_add, "announcement-add"),
        ("<int:announcement_id>/edit/", announcements.announcement_edit, "announcement-edit"),
        ("<int:announcement_id>/delete/", announcements.announcement_delete, "announcement-delete"),
        ("<int:announcement_id>/restore/", announcements.announcement_restore, "announcement-restore"),
        ("<int:announcement_id>/dismiss/", announcements.announcement_put_aside, "announcement-dismiss"),
        ("<int:announcement_id>/show/", announcements.announcement_show_again, "announcement-show-again"),
    ]
)

community_discussions_urls = [
    path("", boards.board, name="discussions"),
    path("with/<slug:partner>/", boards.pair_board, name="pair-discussions"),
    path("posts/<int:post_id>/answer/", boards.post_answer, name="post-answer"),
    path("posts/<int:post_id>/edit/", boards.post_edit, name="post-edit"),
    path("posts/<int:post_id>/delete/", boards.post_take_back, name="post-delete"),
    path("posts/<int:post_id>/remove/", boards.post_remove, name="post-remove"),
]

community_library_urls, office_library_urls = build_place_urls(
    [
        ("materials/<int:material_id>/comments/new/", discussion.comment_add, "material-comment"),
        ("stories/<int:story_id>/comments/new/", discussion.comment_add, "story-comment"),
        ("comments/<int:comment_id>/edit/", discussion.comment_edit, "comment-edit"),
        ("comments/<int:comment_id>/delete/", discussion.comment_delete, "comment-delete"),
        ("", materials.material_list, "material-list"),
        ("trash/", items.item_trash, "item-trash"),
        ("materials/new/", materials.material_add, "material-add"),
        ("materials/<int:material_id>/", materials.material_detail, "material-detail"),
        ("materials/<int:material_id>/edit/", materials.material_edit, "material-edit"),
        ("materials/<int:material_id>/share/", items.item_share, "material-share"),
        ("materials/<int:material_id>/delete/", items.item_delete, "material-delete"),
        ("materials/<int:material_id>/restore/", items.item_restore, "material-restore"),
        ("materials/<int:material_id>/versions/new/", versions.version_add, "version-add"),
        (
            "materials/<int:material_id>/versions/<int:version_id>/file/",
            versions.version_file,
            "version-file",
        ),
        (
            "materials/<int:material_id>/versions/<int:version_id>/picture/",
            versions.version_picture,
            "version-picture",
        ),
        ("stories/", stories.story_list, "story-list"),
        ("stories/new/", stories.story_add, "story-add"),
        ("stories/<int:story_id>/", stories.story_detail, "story-detail"),
        ("stories/<int:story_id>/edit/", stories.story_edit, "story-edit"),
        ("stories/<int:story_id>/share/", items.item_share, "story-share"),
        ("stories/<int:story_id>/delete/", items.item_delete, "story-delete"),
        ("stories/<int:story_id>/restore/", items.item_restore, "story-restore"),
    ]
)
community_library_urls += [
    path("comments/<int:comment_id>/report/", discussion.comment_report, name="comment-report"),
    path("stories/<int:story_id>/adopt/", stories.story_adopt, name="story-adopt"),
    path("materials/<int:material_id>/uses/new/", uses.use_add, name="use-add"),
    path("materials/<int:material_id>/uses/<int:use_id>/", uses.use_edit, name="use-edit"),
    path("materials/<int:material_id>/uses/<int:use_id>/delete/", uses.use_delete, name="use-delete"),
    path("materials/<int:material_id>/uses/<int:use_id>/restore/", uses.use_restore, name="use-restore"),
]
office_library_urls += [
    path("comments/<int:comment_id>/hide/", discussion.comment_hide, name="office-comment-hide"),
    path("comments/<int:comment_id>/show/", discussion.comment_show, name="office-comment-show"),
    path("comments/<int:comment_id>/keep/", discussion.report_settle, name="office-report-settle"),
    path("reported/", discussion.report_list, name="office-report-list"),
]

community_urls: list[URLPattern | URLResolver] = [
    path("announcements/", include(community_announcements_urls)),
    path("discussions/", include(community_discussions_urls)),
    path("library/", include(community_library_urls)),
]

office_urls: list[URLPattern | URLResolver] = [
    path("announcements/", include(office_announcements_urls)),
    path("library/", include(office_library_urls)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:community>/", include(community_urls)),
    path("office/<slug:office>/", include(office_urls)),
]
