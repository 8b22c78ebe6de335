"""The register of organizations: list, details, add, edit, trash."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version
from communities.models import Role
from communities.places import back_to
from communities.trash import (
    TRASH_PAGE_SIZE,
    DeletedRecord,
    TrashTexts,
    add_deleted_message,
    render_trash_page,
)
from stakeholders.actions import register as actions
from stakeholders.forms.register import OrganizationForm, SearchForm
from stakeholders.merged import get_merge_targets
from stakeholders.models import Contact, ContactQuerySet, Organization, Sector
from stakeholders.register import annotate_for_list, get_first_page, register_page, unknown_sectors
from stakeholders.register_duplicates import PossibleDuplicate, find_possible_duplicates
from stakeholders.views.changing import change_page
from tfc.text.punctuation import listed, sentences

# What the button "Save and add another" sends as ``then``.
ANOTHER = "another"

WHY: dict[str, str | Promise] = {
    Sector.SCHOOLS: gettext_lazy("They see young people every day, and often see the first signs."),
    Sector.LOCAL_BUSINESS: gettext_lazy(
        "They decide whom they hire, what they buy and what happens on their premises."
    ),
    Sector.CONSUMERS: gettext_lazy("What people ask for when they buy changes what is made and how."),
    Sector.MEDIA: gettext_lazy("They reach people no meeting reaches, in the languages of the town."),
    Sector.FAITH_NGOS: gettext_lazy("People trust them, and many already give food, shelter and counsel."),
    Sector.FIRST_RESPONDERS: gettext_lazy(
        "Fire, ambulance, emergency medicine and dispatch meet victims before others do."
    ),
    Sector.LAW_ENFORCEMENT: gettext_lazy("Police and prosecutors can end a crime and keep a witness safe."),
    Sector.LOCAL_LEGISLATURES: gettext_lazy("They can change rules and budgets, so that good work lasts."),
}


def visible_contacts(request: CommunityRequest) -> ContactQuerySet:
    """Return the contacts that the user may see: members those who agreed to be listed, leaders all."""
    contacts = Contact.objects.not_deleted()
    return contacts if request.role >= Role.LEADER else contacts.listed()


@community_view(Role.MEMBER)
@require_safe
def organization_list(request: CommunityRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    valid = form.is_valid()
    text, sector = (form.cleaned_data["text"], form.cleaned_data["sector"]) if valid else ("", "")
    if request.GET:
        organizations = Organization.objects.not_deleted().matching(text, visible_contacts(request))
        organizations = annotate_for_list(
            organizations.filter(sector=sector) if sector else organizations, request.role
        )
        page = register_page(
            organizations if valid else organizations.none(),
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
    else:
        page = get_first_page(request.role)
    counts = dict(Organization.objects.not_deleted().by_sector())
    here = request.path
    active_filters = {name: value for name, value in (("text", text), ("sector", sector)) if value}
    context = {
        "form": form,
        "page": page,
        "sectors": page.get_rows_by_sector(request.community),
        "total": sum(counts.values()),
        "known_sectors": len(counts),
        "missing": [(missing_sector, WHY[missing_sector]) for missing_sector in unknown_sectors(counts)],
        "filtered": bool(active_filters) or not valid,
        "previous_url": f"{here}?{urlencode(active_filters | {'before': page.before})}"
        if page.before
        else "",
        "next_url": f"{here}?{urlencode(active_filters | {'after': page.after})}" if page.after else "",
        "may_record": request.role >= Role.LEADER,
    }
    return render(request, "stakeholders/organization_list.html", context, status=200 if valid else 422)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def organization_add(request: CommunityRequest) -> HttpResponse:
    sector = request.GET.get("sector", "")
    form = OrganizationForm(
        request.POST or None, initial={"sector": sector} if sector in Sector.values else None
    )
    alike: list[PossibleDuplicate] = []
    if form.is_bound and form.is_valid():
        alike = _alike(request, form)
        if not alike:
            organization = actions.add_organization(by=request.user, **form.cleaned_data)
            return _redirect_after_adding(request, organization)
    context = {"form": form, "sectors": WHY, "alike": alike, "is_new": True}
    return render(request, "stakeholders/organization_form.html", context, status=422 if form.errors else 200)


def _redirect_after_adding(request: CommunityRequest, organization: Organization) -> HttpResponse:
    """Open the organization, or a new form that says which sectors are still missing."""
    added = _("“%(title)s” was added.") % {"title": organization.name}
    if request.POST.get("then") != ANOTHER:
        messages.success(request, added)
        return redirect("stakeholders:organization-detail", request.community.slug, organization.pk)
    missing = unknown_sectors(dict(Organization.objects.not_deleted().by_sector()))
    names = listed(sector.label for sector in missing)
    sectors = _("Sectors still without an organization: %(sectors)s.") % {"sectors": names}
    messages.success(
        request, sentences((added, sectors if missing else _("Every sector has an organization.")))
    )
    again = reverse("stakeholders:organization-add", args=[request.community.slug])
    # From the message, one Tab leads into the next form.
    return redirect(f"{again}#messages")


def _alike(request: CommunityRequest, form: OrganizationForm) -> list[PossibleDuplicate]:
    """Return the possible duplicates; none after the user has reviewed them once."""
    if request.POST.get("looked"):
        return []
    return find_possible_duplicates(form.cleaned_data, client_id=form.cleaned_data["client_id"])


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def organization_edit(request: CommunityRequest, organization_id: int) -> HttpResponse:
    organizations = Organization.objects.not_deleted()
    organization = get_object_or_404(organizations, pk=organization_id)

    return change_page(
        request,
        OrganizationForm(request.POST or None, instance=get_requested_version(request, organization)),
        partial(actions.edit_organization, organization=organization),
        partial(get_object_or_404, organizations, pk=organization_id),
        template="stakeholders/organization_form.html",
        context={"organization": organization},
        done_url=reverse("stakeholders:organization-detail", args=[request.community.slug, organization.pk]),
    )


@community_view(Role.LEADER)
@require_POST
def organization_delete(request: CommunityRequest, organization_id: int) -> HttpResponse:
    organization = get_object_or_404(Organization, pk=organization_id)
    actions.delete_organization(organization=organization, by=request.user)
    undo = reverse("stakeholders:organization-restore", args=[request.community.slug, organization.pk])
    add_deleted_message(request, _("“%(title)s” was deleted.") % {"title": organization.name}, undo)
    return redirect("stakeholders:organization-list", request.community.slug)


@community_view(Role.LEADER)
@require_POST
def organization_restore(request: CommunityRequest, organization_id: int) -> HttpResponse:
    organization = get_object_or_404(Organization, pk=organization_id)
    place = reverse("stakeholders:organization-detail", args=[request.community.slug, organization.pk])
    try:
        actions.restore_organization(organization=organization, by=request.user)
    except actions.JoinedError:
        return redirect(place)
    messages.success(request, _("“%(title)s” was restored.") % {"title": organization.name})
    return back_to(request, place)


@community_view(Role.LEADER)
@require_safe
def organization_trash(request: CommunityRequest) -> HttpResponse:
    """List the deleted organizations; merged ones are not shown."""
    deleted = (
        Organization.objects.in_trash().exclude(pk__in=get_merge_targets()).order_by("-deleted_at", "-id")
    )
    place = request.community.slug
    rows = [
        DeletedRecord(
            title=organization.name,
            meta=organization.get_sector_display(),
            record=organization,
            restore_url=reverse("stakeholders:organization-restore", args=[place, organization.pk]),
        )
        for organization in deleted[:TRASH_PAGE_SIZE]
    ]
    texts = TrashTexts(
        heading=_("Deleted organizations"),
        none=_("What you delete stays here, in case it was a mistake."),
    )
    return render_trash_page(request, rows, texts)
