from library.urls import boards, discussion, materials, stories, uses

app_name = "library"

urlpatterns = [
    *boards.urlpatterns,
    *discussion.urlpatterns,
    *materials.urlpatterns,
    *stories.urlpatterns,
    *uses.urlpatterns,
]
