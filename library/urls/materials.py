from django.urls import URLPattern

from library.place_views import paths
from library.views.items import item_delete, item_restore, item_share, item_trash
from library.views.materials import material_add, material_detail, material_edit, material_list
from library.views.versions import version_add, version_file, version_picture

ONE = "materials/<int:material_id>/"
VERSION = ONE + "versions/<int:version_id>/"

urlpatterns: list[URLPattern] = [
    *paths("", material_list, "material-list"),
    *paths("deleted/", item_trash, "item-bin"),
    *paths("materials/new/", material_add, "material-add"),
    *paths(ONE, material_detail, "material-detail"),
    *paths(ONE + "edit/", material_edit, "material-edit"),
    *paths(ONE + "share/", item_share, "material-share"),
    *paths(ONE + "delete/", item_delete, "material-delete"),
    *paths(ONE + "restore/", item_restore, "material-restore"),
    *paths(ONE + "versions/new/", version_add, "version-add"),
    *paths(VERSION + "file/", version_file, "version-file"),
    *paths(VERSION + "picture/", version_picture, "version-picture"),
]
