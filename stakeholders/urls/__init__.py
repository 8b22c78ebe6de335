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
from tfc.routes import grouped

app_name = "stakeholders"

urlpatterns = grouped(
    [
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
)
