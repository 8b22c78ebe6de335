from stakeholders.urls import (
    contributions,
    duplicates,
    findings,
    focus,
    register,
    research,
    strategies,
    weights,
)

app_name = "stakeholders"

urlpatterns = [
    *contributions.urlpatterns,
    *duplicates.urlpatterns,
    *findings.urlpatterns,
    *focus.urlpatterns,
    *register.urlpatterns,
    *research.urlpatterns,
    *strategies.urlpatterns,
    *weights.urlpatterns,
]
