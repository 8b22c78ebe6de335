"""Import of services from a spreadsheet (communities/imports/kinds.py).

Imported addresses are confidential until a person changes that.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.imports.kinds import ExistingRecord, ImportedRecord, Values
from communities.languages import LANGUAGES
from communities.models import Role
from stakeholders.duplicates import Entry
from stakeholders.imports import RegisterImport
from support.actions.approvals import get_value_authors
from support.actions.services import add_services, edit_service, undo_added_services
from support.models import Service, ServiceKind
from support.opening import Span
from tfc.form_fields import WEB_ADDRESS
from tfc.phones import as_written
from tfc.spreadsheets.import_fields import Choosing, ImportField, text, yes_no

KIND_WORDS = {
    ServiceKind.HOUSING: ("housing", "shelter", "vivienda", "refugio", "住房"),
    ServiceKind.FOOD: ("food", "clothing", "comida", "ropa", "食物"),
    ServiceKind.MEDICAL: ("medical", "health", "clinic", "salud", "médico", "医疗"),
    ServiceKind.SAFETY: ("safety", "protection", "protección"),
    ServiceKind.COUNSELING: ("counselling", "therapy", "consejería", "terapia", "咨询"),
    ServiceKind.CRISIS: ("crisis",),
    ServiceKind.HOTLINE: ("hotline", "helpline", "línea de ayuda", "热线"),
    ServiceKind.ADDICTION: ("addiction", "recovery", "adicciones"),
    ServiceKind.SPIRITUAL_CARE: ("spiritual", "chaplain", "espiritual"),
    ServiceKind.LEGAL: ("legal", "lawyer", "legal aid", "abogado", "asesoría legal", "法律"),
    ServiceKind.IMMIGRATION: ("immigration", "inmigración", "移民"),
    ServiceKind.LANGUAGE: ("interpreting", "esl", "language classes", "intérprete"),
    ServiceKind.WORK: ("work", "job training", "employment", "empleo", "trabajo"),
    ServiceKind.CASE_MANAGEMENT: ("case management", "gestión de casos"),
    ServiceKind.COMPANY: ("mentoring", "mentoría"),
}
TEXTS = (
    ("description", gettext_lazy("Description"), 1000, ("description", "descripción", "说明")),
    ("eligibility", gettext_lazy("Who it is for"), 600, ("for whom", "eligibility", "para quién", "对象")),
    ("ineligibility", gettext_lazy("Who it is not for"), 600, ("not for whom", "exclusions")),
    ("intake", gettext_lazy("How to get help there"), 600, ("intake", "how to get in", "cómo entrar")),
    ("coverage", gettext_lazy("Area it serves"), 200, ("area", "coverage", "zona", "área")),
    ("website", gettext_lazy("Website"), 300, ("web", "url", "sitio web", "网站")),
    ("email", gettext_lazy("Provider's email address"), 254, ("email", "e-mail", "correo", "邮箱")),
    ("address", gettext_lazy("Address"), 300, ("location", "dirección", "domicilio", "地址")),
)


class ServiceImport(RegisterImport):
    """Matches services by outside id, otherwise by name and provider."""

    code = "services"
    title = gettext_lazy("Services")
    lead = gettext_lazy("where people find help")
    least = Role.COORDINATOR
    icon = "help"
    position = 4
    list_name = "support:service-list"
    model = Service
    checks: ClassVar = {"website": WEB_ADDRESS, "email": validate_email}
    add_records = staticmethod(add_services)
    take_back = staticmethod(undo_added_services)
    title_fields = ("name", "provider")
    fields = (
        ImportField(
            "name", gettext_lazy("Name"), text(160), required=True,
            names=("service", "service name", "name", "program", "servicio", "nombre", "服务", "名称"),
        ),
        ImportField(
            "provider", gettext_lazy("Provider"), text(160), required=True,
            names=("provider", "organization", "agency", "proveedor", "organización", "机构"),
        ),
        ImportField(
            "kinds", gettext_lazy("Kinds of help"), Choosing(ServiceKind.choices, KIND_WORDS, several=True),
            names=("type", "types", "category", "kind", "tipo", "类别"),
        ),
        ImportField(
            "languages", gettext_lazy("Languages"), Choosing(LANGUAGES.items(), several=True),
            names=("languages", "language", "idiomas", "语言"),
        ),
        ImportField(
            "phone", gettext_lazy("Phone"), text(60),
            names=("telephone", "phone number", "teléfono", "电话"),
        ),
        ImportField(
            "always_open", gettext_lazy("Open 24 hours"), yes_no,
            names=("24/7", "24 hours", "24 horas"),
        ),
        *(ImportField(code, label, text(most, lines=True), names) for code, label, most, names in TEXTS),
        ImportField("outside_id", gettext_lazy("ID in another directory"), text(80), ("id",)),
    )  # fmt: skip

    def get_keys(self, values: Values) -> list[Hashable]:
        names = [values["name"], values["provider"]]
        name_key = tuple(Entry(0, name, "").name_key or name.casefold() for name in names)
        return [values["outside_id"], name_key] if values.get("outside_id") else [name_key]

    def get_ignored_fields(self, record: Service) -> Collection[str]:
        """Return also a confidential address: it is shown only on its own page and not replaced by the preview's."""
        is_confidential = record.address and not record.address_is_public
        return ("name", "provider", "outside_id", *(("address",) if is_confidential else ()))

    def problems(self, values: Values) -> list[tuple[str, str]]:
        problems = super().problems(values)
        if values.get("phone") and not 0 < len(self.stored(values)["phone"]) <= 40:
            message = _("Enter a valid phone number. Start with + for another country.")
            problems.insert(0, ("phone", message))
        return problems

    def stored(self, values: Values) -> dict[str, Any]:
        """Return the stored values; an impossible phone number becomes empty."""
        fields = super().stored(values)
        if "phone" in fields:
            fields["phone"] = as_written(fields["phone"], self.community.office.country) or ""
        return fields

    def change(self, existing_record: ExistingRecord, values: Values) -> ImportedRecord:
        """Change the service, and keep who entered the earlier values for the undo."""
        authors = get_value_authors(Service.objects.get(pk=existing_record.id), existing_record.differs)
        made = super().change(existing_record, values)
        return replace(made, before={"fields": {**(made.before or {})["fields"], "authors": authors}})

    def edit(self, record: Service, revision: int, fields: dict[str, Any]) -> None:
        """Edit the service and keep its opening hours."""
        hours = [Span(span.weekday, span.opens, span.closes) for span in record.hours.all()]
        edit_service(service=record, by=self.by, revision=revision, hours=hours, **fields)

    def remarks(self, facts: Mapping[str, int]) -> list[str]:
        return [_("New services are not public and not confirmed. Their addresses are confidential.")]
