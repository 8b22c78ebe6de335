from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView, TemplateView

from communities.access import open_view
from communities.views.pages import language_choose, theme_choose
from dashboards.views.component_gallery import gallery
from tfc.health import health, live
from tfc.metrics import metrics

# Below the public pages these show the quick exit and set no cookie.
handler400 = "support.views.errors.bad_request"
handler404 = "support.views.errors.not_found"
handler500 = "support.views.errors.server_error"

# Search engines may index the public pages and nothing else.
robots = require_safe(
    TemplateView.as_view(template_name="robots.txt", content_type="text/plain; charset=utf-8")
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", open_view(health), name="health"),
    path("health/live/", open_view(live), name="live"),
    path("metrics/", open_view(metrics), name="metrics"),
    path("robots.txt", open_view(robots), name="robots"),
    path("accounts/sessions/", RedirectView.as_view(pattern_name="communities:sessions")),
    path("accounts/", include("allauth.urls")),
    path("language/", language_choose, name="set_language"),
    path("theme/", theme_choose, name="theme"),
    path("", include("communities.urls")),
    path("", include("stakeholders.urls")),
    path("", include("events.urls")),
    path("", include("support.urls")),
    path("", include("library.urls")),
    path("", include("residents.urls")),
    path("", include("evaluation.urls")),
    path("", include("reports.urls")),
    path("", include("dashboards.urls")),
    path("", include("activity.urls")),
    path("", include("demo.urls")),  # before help, whose guides have one-word URLs
    path("", include("help.urls")),
]

if settings.DEMO:
    # For developers (docs/design.md).
    urlpatterns.append(path("gallery/", gallery, name="gallery"))
