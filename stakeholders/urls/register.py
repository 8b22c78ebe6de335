from django.urls import URLPattern, path

from stakeholders.views.contacts import contact_add, contact_delete, contact_edit, contact_restore
from stakeholders.views.organizations import (
    organization_add,
    organization_delete,
    organization_edit,
    organization_list,
    organization_restore,
    organization_trash,
)

REGISTER = "c/<slug:community>/organizations/"
ONE = REGISTER + "<int:organization_id>/"
CONTACT = ONE + "contacts/<int:contact_id>/"

urlpatterns: list[URLPattern] = [
    path(REGISTER, organization_list, name="organization-list"),
    path(REGISTER + "new/", organization_add, name="organization-add"),
    path(REGISTER + "deleted/", organization_trash, name="organization-bin"),
    path(ONE + "edit/", organization_edit, name="organization-edit"),
    path(ONE + "delete/", organization_delete, name="organization-delete"),
    path(ONE + "restore/", organization_restore, name="organization-restore"),
    path(ONE + "contacts/new/", contact_add, name="contact-add"),
    path(CONTACT + "edit/", contact_edit, name="contact-edit"),
    path(CONTACT + "delete/", contact_delete, name="contact-delete"),
    path(CONTACT + "restore/", contact_restore, name="contact-restore"),
]
