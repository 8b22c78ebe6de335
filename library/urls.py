from django.urls import URLPattern, URLResolver, include, path

from library.views import announcements, boards, discussion, items, materials, stories, uses, versions

app_name = "library"

community_announcements_urls = [
    path("", announcements.announcement_list.community, name="announcement-list"),
    path("new/", announcements.announcement_add.community, name="announcement-add"),
    path("<int:announcement_id>/edit/", announcements.announcement_edit.community, name="announcement-edit"),
    path(
        "<int:announcement_id>/delete/",
        announcements.announcement_delete.community,
        name="announcement-delete",
    ),
    path(
        "<int:announcement_id>/restore/",
        announcements.announcement_restore.community,
        name="announcement-restore",
    ),
    path(
        "<int:announcement_id>/dismiss/",
        announcements.announcement_put_aside.community,
        name="announcement-dismiss",
    ),
    path(
        "<int:announcement_id>/show/",
        announcements.announcement_show_again.community,
        name="announcement-show-again",
    ),
]

community_discussions_urls = [
    path("", boards.board, name="discussions"),
    path("with/<slug:partner>/", boards.pair_board, name="pair-discussions"),
    path("posts/<int:post_id>/answer/", boards.post_answer, name="post-answer"),
    path("posts/<int:post_id>/edit/", boards.post_edit, name="post-edit"),
    path("posts/<int:post_id>/delete/", boards.post_take_back, name="post-delete"),
    path("posts/<int:post_id>/remove/", boards.post_remove, name="post-remove"),
]

community_library_urls = [
    path(
        "materials/<int:material_id>/comments/new/", discussion.comment_add.community, name="material-comment"
    ),
    path("stories/<int:story_id>/comments/new/", discussion.comment_add.community, name="story-comment"),
    path("comments/<int:comment_id>/edit/", discussion.comment_edit.community, name="comment-edit"),
    path("comments/<int:comment_id>/delete/", discussion.comment_delete.community, name="comment-delete"),
    path("comments/<int:comment_id>/report/", discussion.comment_report, name="comment-report"),
    path("", materials.material_list.community, name="material-list"),
    path("trash/", items.item_trash.community, name="item-trash"),
    path("materials/new/", materials.material_add.community, name="material-add"),
    path("materials/<int:material_id>/", materials.material_detail.community, name="material-detail"),
    path("materials/<int:material_id>/edit/", materials.material_edit.community, name="material-edit"),
    path("materials/<int:material_id>/share/", items.item_share.community, name="material-share"),
    path("materials/<int:material_id>/delete/", items.item_delete.community, name="material-delete"),
    path("materials/<int:material_id>/restore/", items.item_restore.community, name="material-restore"),
    path("materials/<int:material_id>/versions/new/", versions.version_add.community, name="version-add"),
    path(
        "materials/<int:material_id>/versions/<int:version_id>/file/",
        versions.version_file.community,
        name="version-file",
    ),
    path(
        "materials/<int:material_id>/versions/<int:version_id>/picture/",
        versions.version_picture.community,
        name="version-picture",
    ),
    path("stories/", stories.story_list.community, name="story-list"),
    path("stories/new/", stories.story_add.community, name="story-add"),
    path("stories/<int:story_id>/", stories.story_detail.community, name="story-detail"),
    path("stories/<int:story_id>/edit/", stories.story_edit.community, name="story-edit"),
    path("stories/<int:story_id>/share/", items.item_share.community, name="story-share"),
    path("stories/<int:story_id>/delete/", items.item_delete.community, name="story-delete"),
    path("stories/<int:story_id>/restore/", items.item_restore.community, name="story-restore"),
    path("stories/<int:story_id>/adopt/", stories.story_adopt, name="story-adopt"),
    path("materials/<int:material_id>/uses/new/", uses.use_add, name="use-add"),
    path("materials/<int:material_id>/uses/<int:use_id>/", uses.use_edit, name="use-edit"),
    path("materials/<int:material_id>/uses/<int:use_id>/delete/", uses.use_delete, name="use-delete"),
    path("materials/<int:material_id>/uses/<int:use_id>/restore/", uses.use_restore, name="use-restore"),
]

community_urls: list[URLPattern | URLResolver] = [
    path("announcements/", include(community_announcements_urls)),
    path("discussions/", include(community_discussions_urls)),
    path("library/", include(community_library_urls)),
]

office_announcements_urls = [
    path("", announcements.announcement_list.office, name="office-announcement-list"),
    path("new/", announcements.announcement_add.office, name="office-announcement-add"),
    path(
        "<int:announcement_id>/edit/", announcements.announcement_edit.office, name="office-announcement-edit"
    ),
    path(
        "<int:announcement_id>/delete/",
        announcements.announcement_delete.office,
        name="office-announcement-delete",
    ),
    path(
        "<int:announcement_id>/restore/",
        announcements.announcement_restore.office,
        name="office-announcement-restore",
    ),
    path(
        "<int:announcement_id>/dismiss/",
        announcements.announcement_put_aside.office,
        name="office-announcement-dismiss",
    ),
    path(
        "<int:announcement_id>/show/",
        announcements.announcement_show_again.office,
        name="office-announcement-show-again",
    ),
]

office_library_urls = [
    path(
        "materials/<int:material_id>/comments/new/",
        discussion.comment_add.office,
        name="office-material-comment",
    ),
    path("stories/<int:story_id>/comments/new/", discussion.comment_add.office, name="office-story-comment"),
    path("comments/<int:comment_id>/edit/", discussion.comment_edit.office, name="office-comment-edit"),
    path("comments/<int:comment_id>/delete/", discussion.comment_delete.office, name="office-comment-delete"),
    path("comments/<int:comment_id>/hide/", discussion.comment_hide, name="office-comment-hide"),
    path("comments/<int:comment_id>/show/", discussion.comment_show, name="office-comment-show"),
    path("comments/<int:comment_id>/keep/", discussion.report_settle, name="office-report-settle"),
    path("reported/", discussion.report_list, name="office-report-list"),
    path("", materials.material_list.office, name="office-material-list"),
    path("trash/", items.item_trash.office, name="office-item-trash"),
    path("materials/new/", materials.material_add.office, name="office-material-add"),
    path("materials/<int:material_id>/", materials.material_detail.office, name="office-material-detail"),
    path("materials/<int:material_id>/edit/", materials.material_edit.office, name="office-material-edit"),
    path("materials/<int:material_id>/share/", items.item_share.office, name="office-material-share"),
    path("materials/<int:material_id>/delete/", items.item_delete.office, name="office-material-delete"),
    path("materials/<int:material_id>/restore/", items.item_restore.office, name="office-material-restore"),
    path("materials/<int:material_id>/versions/new/", versions.version_add.office, name="office-version-add"),
    path(
        "materials/<int:material_id>/versions/<int:version_id>/file/",
        versions.version_file.office,
        name="office-version-file",
    ),
    path(
        "materials/<int:material_id>/versions/<int:version_id>/picture/",
        versions.version_picture.office,
        name="office-version-picture",
    ),
    path("stories/", stories.story_list.office, name="office-story-list"),
    path("stories/new/", stories.story_add.office, name="office-story-add"),
    path("stories/<int:story_id>/", stories.story_detail.office, name="office-story-detail"),
    path("stories/<int:story_id>/edit/", stories.story_edit.office, name="office-story-edit"),
    path("stories/<int:story_id>/share/", items.item_share.office, name="office-story-share"),
    path("stories/<int:story_id>/delete/", items.item_delete.office, name="office-story-delete"),
    path("stories/<int:story_id>/restore/", items.item_restore.office, name="office-story-restore"),
]

office_urls: list[URLPattern | URLResolver] = [
    path("announcements/", include(office_announcements_urls)),
    path("library/", include(office_library_urls)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:community>/", include(community_urls)),
    path("office/<slug:office>/", include(office_urls)),
]
