from library.urls import boards, discussion, materials, stories, uses
from tfc.routes import grouped

app_name = "library"

urlpatterns = grouped(
    [
        *boards.urlpatterns,
        *discussion.urlpatterns,
        *materials.urlpatterns,
        *stories.urlpatterns,
        *uses.urlpatterns,
    ]
)
