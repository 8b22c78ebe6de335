from library.urls import materials

app_name = "library"

urlpatterns = [
    *materials.urlpatterns,
]
