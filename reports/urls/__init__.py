from reports.urls import archive, exports, reports

app_name = "reports"

urlpatterns = [*archive.urlpatterns, *exports.urlpatterns, *reports.urlpatterns]
