from stakeholders.urls import (
    briefings,
    contributions,
    duplicates,
    findings,
    focus,
    merging,
    partnerships,
    register,
    research,
    strategies,
    trust,
    weights,
)

app_name = "stakeholders"

urlpatterns = [
    *briefings.urlpatterns,
    *contributions.urlpatterns,
    *duplicates.urlpatterns,
    *findings.urlpatterns,
    *focus.urlpatterns,
    *merging.urlpatterns,
    *partnerships.urlpatterns,
    *register.urlpatterns,
    *research.urlpatterns,
    *strategies.urlpatterns,
    *trust.urlpatterns,
    *weights.urlpatterns,
]
