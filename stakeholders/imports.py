"""Import of organizations from a spreadsheet (communities/imports/kinds.py)."""

from abc import abstractmethod
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.imports.kinds import (
    CHANGED_MEANWHILE,
    ExistingRecord,
    Import,
    ImportedRecord,
    RefusedError,
    Values,
    plain,
)
from communities.languages import LANGUAGES
from communities.models import Community, Role, User
from stakeholders.actions.register import add_organizations, edit_organization, take_back_organizations
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.duplicates import Entry, phone_key, website_key
from stakeholders.forms.register import PHONE
from stakeholders.models import Organization, Sector, TieKind
from tfc.spreadsheets.import_fields import ImportField, choice, day, named, several, text

# Other words for the eight sectors, found in lists made elsewhere.
SECTOR_WORDS = {
    Sector.SCHOOLS: ("school", "education", "escuela", "escuelas", "educación", "学校", "教育"),
    Sector.LOCAL_BUSINESS: (
        "business", "businesses", "local business", "empresa", "empresas", "comercio", "企业", "商家",
    ),
    Sector.CONSUMERS: ("consumer", "consumidores", "消费者"),
    Sector.MEDIA: ("press", "news", "medios", "prensa", "媒体"),
    Sector.FAITH_NGOS: (
        "faith", "church", "churches", "ngo", "ngos", "nonprofit", "nonprofits", "charity", "faith community",
        "faith and ngos", "faith/ngo", "iglesia", "iglesias", "ong", "ongs", "教会", "非政府组织",
    ),
    Sector.FIRST_RESPONDERS: ("first responder", "fire", "ambulance", "bomberos", "急救", "消防"),
    Sector.LAW_ENFORCEMENT: ("police", "sheriff", "policía", "policia", "警察", "执法"),
    Sector.LOCAL_LEGISLATURES: (
        "local legislature", "legislature", "city council", "council", "government", "local government",
        "gobierno local", "ayuntamiento", "议会", "地方政府",
    ),
}  # fmt: skip
TIE_WORDS = {
    TieKind.EXISTING: ("existing", "known", "existente", "已有"),
    TieKind.NEW: ("new", "new tie", "nuevo", "nueva", "新"),
}
WEBSITE = URLValidator(schemes=["http", "https"])
OUR_FIELDS = ("name", "sector", "tie", "met_on", "languages", "phone", "website", "note")


class RegisterImport(Import):
    """Records with contact details. The known ones are read once; later reads fetch only newer ones."""

    checks: ClassVar[Mapping[str, Callable[[str], object]]]
    """How the forms of such a record check a field."""

    def __init__(self, community: Community, by: User) -> None:
        self.known: dict[Hashable, Any] = {}
        self.newest = 0
        super().__init__(community, by)

    @abstractmethod
    def edit(self, record_id: int, revision: int, fields: dict[str, Any]) -> int:
        """Change a record and return the new revision; SavedMeanwhileError for a stale ``revision``."""

    def stored(self, values: Values) -> dict[str, Any]:
        """Return the values to store; a website without a scheme gets https."""
        fields = dict(values)
        if (site := fields.get("website")) and "://" not in site:
            fields["website"] = f"https://{site}"
        return fields

    def problems(self, values: Values) -> list[tuple[str, str]]:
        stored = self.stored(values)
        problems = []
        for code, check in self.checks.items():
            try:
                if stored.get(code):
                    check(stored[code])
            except ValidationError as error:
                problems.append((code, error.messages[0]))
        return problems

    def change(self, existing_record: ExistingRecord, values: Values) -> ImportedRecord:
        stored = self.stored(values)
        try:
            revision = self.edit(
                existing_record.id,
                existing_record.revision,
                {code: stored[code] for code in existing_record.differs},
            )
        except SavedMeanwhileError:
            raise RefusedError(CHANGED_MEANWHILE) from None
        return ImportedRecord(existing_record.id, revision, {"fields": plain(existing_record.differs)})

    def change_back(self, made: ImportedRecord) -> int | None:
        try:
            return self.edit(made.id, made.revision, (made.before or {})["fields"])
        except SavedMeanwhileError:
            return None


class OrganizationImport(RegisterImport):
    """Matches organizations by name, normalized as for duplicates, and sector. The known ones are read once; later
    reads fetch only newer ones.
    """

    code = "organizations"
    title = gettext_lazy("Organizations")
    lead = gettext_lazy("whom you know in your town")
    least = Role.LEADER
    icon = "network"
    position = 3
    list_name = "stakeholders:organization-list"
    checks: ClassVar = {"phone": PHONE, "website": WEBSITE}

    def make_fields(self) -> list[ImportField]:
        name = (
            "organization",
            "organisation",
            "organization name",
            "name of organization",
            "agency",
            "partner",
        )
        return [
            ImportField(
                "name", gettext_lazy("Name"), text(160), required=True,
                names=(*name, "organización", "entidad", "nombre de la organización", "机构", "机构名称", "组织"),
            ),
            ImportField(
                "sector", gettext_lazy("Sector"), choice(named(Sector.choices, SECTOR_WORDS)), required=True,
                names=("type", "category", "kind", "tipo", "categoría", "类别", "部门"),
                help=gettext_lazy("One of the eight sectors."), choices=Sector.choices,
            ),
            ImportField(
                "tie", gettext_lazy("How did the tie begin?"), choice(named(TieKind.choices, TIE_WORDS)),
                names=("tie", "relationship", "existing or new", "vínculo", "relación", "关系"),
            ),
            ImportField(
                "met_on", gettext_lazy("Since when do you know them?"), day, asks="order",
                names=("since", "known since", "met on", "date met", "desde", "认识日期"),
            ),
            ImportField(
                "languages", gettext_lazy("Languages they work in"), several(named(LANGUAGES.items())),
                names=("languages", "language", "idiomas", "lenguas", "语言"),
            ),
            ImportField(
                "phone", gettext_lazy("Phone"), text(40),
                names=("telephone", "phone number", "tel", "teléfono", "电话"),
            ),
            ImportField(
                "website", gettext_lazy("Website"), text(300),
                names=("web", "url", "web site", "sitio web", "página web", "网站", "网址"),
            ),
            ImportField(
                "note", gettext_lazy("Note"), text(2000, lines=True),
                names=("note", "notes", "comment", "comments", "remarks", "notas", "observaciones", "备注"),
                help=gettext_lazy("What the team should know. Never write about a survivor here."),
            ),
        ]  # fmt: skip

    def row_title(self, values: Values) -> str:
        return str(values.get("name", ""))

    def key(self, values: Values) -> Hashable:
        return _key(values["name"], values["sector"])

    def problems(self, values: Values) -> list[tuple[str, str]]:
        problems = super().problems(values)
        if values.get("met_on") and values["met_on"] > self.today:
            problems.insert(0, ("met_on", _("This day is still to come. Enter a day up to today.")))
        return problems

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        self._learn()
        return {
            key: ExistingRecord(
                _differences(record, self.stored(values)), id=record["pk"], revision=record["revision"]
            )
            for key, values in rows
            if (record := self.known.get(key))
        }

    def _learn(self) -> None:
        newer = Organization.objects.not_deleted().filter(pk__gt=self.newest).order_by("pk")
        for row in newer.values("pk", "revision", *OUR_FIELDS).iterator(chunk_size=2000):
            self.known.setdefault(_key(row["name"], row["sector"]), row)
            self.newest = row["pk"]

    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        made = add_organizations(by=self.by, rows=[self.stored(values) for values in rows])
        return [ImportedRecord(organization.pk, organization.revision) for organization in made]

    def edit(self, record_id: int, revision: int, fields: dict[str, Any]) -> int:
        organization = Organization.objects.get(pk=record_id)
        edit_organization(organization=organization, by=self.by, revision=revision, **fields)
        return organization.revision

    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        return take_back_organizations(by=self.by, made={record.id: record.revision for record in made})


def _key(name: str, sector: str) -> Hashable:
    return Entry(0, name, sector).name_key or name.casefold(), sector


def _differences(stored: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Return the stored values of the columns in which the row differs; an empty cell is no difference."""
    same: dict[str, Callable[[Any], Any]] = {
        "phone": phone_key, "website": website_key, "name": lambda _name: "", "languages": sorted,
    }  # fmt: skip
    return {
        code: stored[code]
        for code, value in values.items()
        if not stored[code] or (read := same.get(code, lambda item: item))(value) != read(stored[code])
    }
