from library.urls import discussion, materials, stories, uses

app_name = "library"

urlpatterns = [
    *discussion.urlpatterns,
    *materials.urlpatterns,
    *stories.urlpatterns,
    *uses.urlpatterns,
]
