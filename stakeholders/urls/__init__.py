from stakeholders.urls import (
    contributions,
    duplicates,
    findings,
    focus,
    partnerships,
    register,
    research,
    strategies,
    trust,
    weights,
)

app_name = "stakeholders"

urlpatterns = [
    *contributions.urlpatterns,
    *duplicates.urlpatterns,
    *findings.urlpatterns,
    *focus.urlpatterns,
    *partnerships.urlpatterns,
    *register.urlpatterns,
    *research.urlpatterns,
    *strategies.urlpatterns,
    *trust.urlpatterns,
    *weights.urlpatterns,
]
