from django.urls import URLPattern, path

from stakeholders.views import briefing_shares, briefings

BRIEFINGS = "c/<slug:community>/briefings/"
ONE = BRIEFINGS + "<int:briefing_id>/"
SHARE = ONE + "shares/<int:share_id>/"

urlpatterns: list[URLPattern] = [
    path(BRIEFINGS, briefings.briefing_list, name="briefing-list"),
    path(BRIEFINGS + "new/", briefings.briefing_add, name="briefing-add"),
    path(ONE, briefings.briefing_detail, name="briefing-detail"),
    path(ONE + "edit/", briefings.briefing_edit, name="briefing-edit"),
    path(ONE + "make/", briefings.briefing_make, name="briefing-make"),
    path(ONE + "file/", briefings.briefing_file, name="briefing-file"),
    path(ONE + "delete/", briefings.briefing_delete, name="briefing-delete"),
    path(ONE + "restore/", briefings.briefing_restore, name="briefing-restore"),
    path(ONE + "shares/new/", briefing_shares.share_add, name="briefing-share-add"),
    path(SHARE, briefing_shares.share_edit, name="briefing-share-edit"),
    path(SHARE + "delete/", briefing_shares.share_delete, name="briefing-share-delete"),
    path(SHARE + "restore/", briefing_shares.share_restore, name="briefing-share-restore"),
]
