"""Contacts of an organization in the register."""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version
from communities.models import Role
from communities.places import back_to
from stakeholders.actions import register as actions
from stakeholders.forms.register import ContactForm
from stakeholders.models import Contact, Organization
from stakeholders.views.changing import change_page
from tfc.auditing import note_reading


def _organization(organization_id: int) -> Organization:
    return get_object_or_404(Organization.objects.not_deleted(), pk=organization_id)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_add(request: CommunityRequest, organization_id: int) -> HttpResponse:
    organization = _organization(organization_id)
    form = ContactForm(request.POST or None)
    if form.is_bound and form.is_valid():
        contact = actions.add_contact(organization=organization, by=request.user, **form.cleaned_data)
        messages.success(request, _("“%(title)s” was added.") % {"title": contact.name})
        return redirect("stakeholders:organization-detail", request.community.slug, organization.pk)
    context = {"form": form, "organization": organization}
    return render(request, "stakeholders/contact_form.html", context, status=422 if form.is_bound else 200)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: CommunityRequest, organization_id: int, contact_id: int) -> HttpResponse:
    organization = _organization(organization_id)
    contacts = organization.contacts.filter(deleted_at=None)
    contact = get_object_or_404(contacts, pk=contact_id)
    response = change_page(
        request,
        ContactForm(request.POST or None, instance=get_requested_version(request, contact)),
        partial(actions.edit_contact, contact=contact),
        partial(get_object_or_404, contacts, pk=contact_id),
        template="stakeholders/contact_form.html",
        context={"organization": organization, "contact": contact},
        done_url=reverse("stakeholders:organization-detail", args=[request.community.slug, organization.pk]),
    )
    # The page shows the contact, also after a validation error, so it counts as a reading.
    if response.status_code != HTTPStatus.FOUND:
        note_reading("contacts", organization.pk)
    return response


@community_view(Role.LEADER)
@require_POST
def contact_delete(request: CommunityRequest, organization_id: int, contact_id: int) -> HttpResponse:
    organization = _organization(organization_id)
    contact = get_object_or_404(Contact, organization=organization, pk=contact_id)
    actions.delete_contact(contact=contact, by=request.user)
    undo = reverse("stakeholders:contact-restore", args=[request.community.slug, organization.pk, contact.pk])
    messages.success(request, _("“%(title)s” was deleted.") % {"title": contact.name}, extra_tags=undo)
    return redirect("stakeholders:organization-detail", request.community.slug, organization.pk)


@community_view(Role.LEADER)
@require_POST
def contact_restore(request: CommunityRequest, organization_id: int, contact_id: int) -> HttpResponse:
    organization = _organization(organization_id)
    contact = get_object_or_404(Contact, organization=organization, pk=contact_id)
    actions.restore_contact(contact=contact, by=request.user)
    messages.success(request, _("“%(title)s” was restored.") % {"title": contact.name})
    return back_to(
        request,
        reverse("stakeholders:organization-detail", args=[request.community.slug, organization.pk]),
    )
