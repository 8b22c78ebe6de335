"""Import of services from a spreadsheet (communities/imports/kinds.py).

Imported addresses are confidential until a person changes that.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar

from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.imports.kinds import ExistingRecord, ImportedRecord, Values
from communities.languages import LANGUAGES
from communities.models import Role
from stakeholders.duplicates import Entry
from stakeholders.imports import WEBSITE, RegisterImport
from support.actions.services import add_services, edit_service, undo_added_services
from support.models import Service, ServiceKind
from support.opening import Span
from support.phones import as_written
from tfc.spreadsheets.import_fields import ImportField, named, several, text, yes_no

KIND_WORDS = {
    ServiceKind.HOUSING: ("housing", "shelter", "vivienda", "refugio", "住房"),
    ServiceKind.FOOD: ("food", "clothing", "comida", "ropa", "食物"),
    ServiceKind.MEDICAL: ("medical", "health", "clinic", "salud", "médico", "医疗"),
    ServiceKind.SAFETY: ("safety", "protection", "protección"),
    ServiceKind.COUNSELING: ("counselling", "therapy", "consejería", "terapia", "咨询"),
    ServiceKind.CRISIS: ("crisis", "hotline", "línea de ayuda"),
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
    ("description", gettext_lazy("In a few words"), 1000, ("description", "descripción", "说明")),
    ("eligibility", gettext_lazy("For whom?"), 600, ("for whom", "eligibility", "para quién", "对象")),
    ("ineligibility", gettext_lazy("Not for whom?"), 600, ("not for whom", "exclusions")),
    ("intake", gettext_lazy("How does one get in?"), 600, ("intake", "how to get in", "cómo entrar")),
    ("coverage", gettext_lazy("Area that it serves"), 200, ("area", "coverage", "zona", "área")),
    ("website", gettext_lazy("Website"), 300, ("web", "url", "sitio web", "网站")),
    ("email", gettext_lazy("E-mail address of the provider"), 254, ("email", "e-mail", "correo", "邮箱")),
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
    checks: ClassVar = {"website": WEBSITE, "email": validate_email}

    def make_fields(self) -> list[ImportField]:
        first = [
            ImportField(
                "name", gettext_lazy("Name of the service"), text(160), required=True,
                names=("service", "service name", "name", "program", "servicio", "nombre", "服务", "名称"),
            ),
            ImportField(
                "provider", gettext_lazy("Who provides it?"), text(160), required=True,
                names=("provider", "organization", "agency", "proveedor", "organización", "机构"),
            ),
            ImportField(
                "kinds", gettext_lazy("What does it do?"), several(named(ServiceKind.choices, KIND_WORDS)),
                names=("type", "types", "category", "kind", "tipo", "类别"),
            ),
            ImportField(
                "languages", gettext_lazy("In which languages?"), several(named(LANGUAGES.items())),
                names=("languages", "language", "idiomas", "语言"),
            ),
            ImportField(
                "phone", gettext_lazy("Phone"), text(60),
                names=("telephone", "phone number", "teléfono", "电话"),
            ),
            ImportField(
                "always_open", gettext_lazy("Open day and night, every day"), yes_no,
                names=("24/7", "24 hours", "24 horas"),
            ),
        ]  # fmt: skip
        more = [ImportField(code, label, text(most, lines=True), names) for code, label, most, names in TEXTS]
        ident = ImportField("outside_id", gettext_lazy("Number in another directory"), text(80), ("id",))
        return [*first, *more, ident]

    def row_title(self, values: Values) -> str:
        return " · ".join(str(values[code]) for code in ("name", "provider") if code in values)

    def key(self, values: Values) -> Hashable:
        return values.get("outside_id") or _name_key(values["name"], values["provider"])

    def problems(self, values: Values) -> list[tuple[str, str]]:
        problems = super().problems(values)
        if values.get("phone") and not 0 < len(self.stored(values)["phone"]) <= 40:
            message = _(
                "Nobody can have this number. Check it; begin with + for a number of another country."
            )
            problems.insert(0, ("phone", message))
        return problems

    def stored(self, values: Values) -> dict[str, Any]:
        """Return the stored values; an impossible phone number becomes empty."""
        fields = super().stored(values)
        if "phone" in fields:
            fields["phone"] = as_written(fields["phone"], self.community.office.country) or ""
        return fields

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        self._learn()
        matches = {}
        for key, values in rows:
            service = self.known.get(key) or self.known.get(_name_key(values["name"], values["provider"]))
            if service:
                differs = get_differences(service, self.stored(values))
                matches[key] = ExistingRecord(differs, id=service.pk, revision=service.revision)
        return matches

    def _learn(self) -> None:
        for service in (
            Service.objects.not_deleted().filter(pk__gt=self.newest).order_by("pk").iterator(chunk_size=2000)
        ):
            self.known.setdefault(_name_key(service.name, service.provider), service)
            if service.outside_id:
                self.known.setdefault(service.outside_id, service)
            self.newest = service.pk

    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        made = add_services(by=self.by, rows=[self.stored(values) for values in rows])
        return [ImportedRecord(service.pk, service.revision) for service in made]

    def edit(self, record_id: int, revision: int, fields: dict[str, Any]) -> int:
        """Edit the service and keep its opening hours."""
        service = Service.objects.get(pk=record_id)
        hours = [Span(span.weekday, span.opens, span.closes) for span in service.hours.all()]
        edit_service(service=service, by=self.by, revision=revision, hours=hours, **fields)
        return service.revision

    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        return undo_added_services(by=self.by, made={record.id: record.revision for record in made})

    def remarks(self, facts: Mapping[str, int]) -> list[str]:
        return [
            _(
                "New services are not on your public pages, and their addresses are confidential, until one of you says"
                " otherwise."
            ),
            _("New services count as not confirmed: a file does not replace what the provider tells you."),
        ]


def _name_key(name: str, provider: str) -> Hashable:
    return tuple(Entry(0, part, "").name_key or part.casefold() for part in (name, provider))


def get_differences(service: Service, values: dict[str, Any]) -> dict[str, Any]:
    """Return the stored values that differ from the row; empty cells and spelling of names do not count."""
    left_out: tuple[str, ...] = ("name", "provider", "outside_id")
    if service.address and not service.address_is_public:
        # The preview shows stored values; a confidential address is shown only on its own page and is not replaced.
        left_out += ("address",)
    compared = {code: value for code, value in values.items() if code not in left_out}
    here = {code: getattr(service, code) for code in compared}
    return {code: here[code] for code, value in compared.items() if _plain(value) != _plain(here[code])}


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value
