"""Import of organizations from a spreadsheet (communities/imports/kinds.py)."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
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
from tfc.form_fields import WEB_ADDRESS
from tfc.spreadsheets.import_fields import Choosing, ImportField, day, text

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


class RegisterImport(Import):
    """Records with contact details, each edited by its action. The known ones are read once; later reads fetch only
    newer ones.
    """

    model: type[Any]
    checks: ClassVar[Mapping[str, Callable[[str], object]]]
    """How the forms of such a record check a field."""
    compared_by: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    """What decides if two spellings of a field are the same."""
    add_records: Callable[..., Sequence[Any]]
    take_back: Callable[..., set[int]]

    def __init__(self, community: Community, by: User) -> None:
        super().__init__(community, by)
        self.known: dict[Hashable, Any] = {}
        self.newest = 0

    @abstractmethod
    def get_keys(self, values: Values) -> list[Hashable]:
        """Return the keys of a row or record, of which one shared with another makes them the same."""

    @abstractmethod
    def edit(self, record: Any, revision: int, fields: dict[str, Any]) -> None:
        """Change a record; SavedMeanwhileError for a stale ``revision``."""

    def get_ignored_fields(self, record: Any) -> Collection[str]:
        """Return the fields that a row does not change."""
        return ()

    def key(self, values: Values) -> Hashable:
        return self.get_keys(values)[0]

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

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        self._learn()
        matches = {}
        for key, values in rows:
            records = [self.known[own_key] for own_key in self.get_keys(values) if own_key in self.known]
            if records:
                differs = self.get_differences(records[0], self.stored(values))
                matches[key] = ExistingRecord(differs, id=records[0].pk, revision=records[0].revision)
        return matches

    def _learn(self) -> None:
        newer = self.model.objects.not_deleted().filter(pk__gt=self.newest).order_by("pk")
        for record in newer.iterator(chunk_size=2000):
            for key in self.get_keys(vars(record)):
                self.known.setdefault(key, record)
            self.newest = record.pk

    def get_differences(self, record: Any, stored: Values) -> dict[str, Any]:
        """Return the record's values of the fields in which a row differs; an empty cell is no difference."""
        ignored = self.get_ignored_fields(record)
        differences = {}
        for code, value in stored.items():
            here, compare = getattr(record, code), self.compared_by.get(code, _in_order)
            if code not in ignored and ((value and not here) or compare(value) != compare(here)):
                differences[code] = here
        return differences

    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        made = self.add_records(by=self.by, rows=[self.stored(values) for values in rows])
        return [ImportedRecord(record.pk, record.revision) for record in made]

    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        return self.take_back(by=self.by, made={record.id: record.revision for record in made})

    def change(self, existing_record: ExistingRecord, values: Values) -> ImportedRecord:
        stored = self.stored(values)
        fields = {code: stored[code] for code in existing_record.differs}
        revision = self._edit(existing_record.id, existing_record.revision, fields)
        if revision is None:
            raise RefusedError(CHANGED_MEANWHILE)
        return ImportedRecord(existing_record.id, revision, {"fields": plain(existing_record.differs)})

    def change_back(self, made: ImportedRecord) -> int | None:
        return self._edit(made.id, made.revision, (made.before or {})["fields"])

    def _edit(self, record_id: int, revision: int, fields: dict[str, Any]) -> int | None:
        """Change a record and return its new revision; None if it was changed since ``revision``."""
        record = self.model.objects.get(pk=record_id)
        try:
            self.edit(record, revision, fields)
        except SavedMeanwhileError:
            return None
        return int(record.revision)


class OrganizationImport(RegisterImport):
    """Matches organizations by name, normalized as for duplicates: first those of the same sector."""

    code = "organizations"
    title = gettext_lazy("Organizations")
    lead = gettext_lazy("whom you know in your town")
    least = Role.LEADER
    icon = "network"
    position = 3
    list_name = "stakeholders:organization-list"
    identity_field = "sector"
    model = Organization
    checks: ClassVar = {"phone": PHONE, "website": WEB_ADDRESS}
    compared_by: ClassVar = {"phone": phone_key, "website": website_key}
    add_records = staticmethod(add_organizations)
    take_back = staticmethod(take_back_organizations)
    title_fields = ("name",)
    fields = (
        ImportField(
            "name", gettext_lazy("Name"), text(160), required=True,
            names=("organization", "organisation", "organization name", "name of organization", "agency", "partner",
                   "organización", "entidad", "nombre de la organización", "机构", "机构名称", "组织"),
        ),
        ImportField(
            "sector", gettext_lazy("Sector"), Choosing(Sector.choices, SECTOR_WORDS), required=True,
            names=("type", "category", "kind", "tipo", "categoría", "类别", "部门"),
            help=gettext_lazy("One of the eight sectors."),
        ),
        ImportField(
            "tie", gettext_lazy("Relationship"), Choosing(TieKind.choices, TIE_WORDS),
            names=("tie", "relationship", "existing or new", "vínculo", "relación", "关系"),
        ),
        ImportField(
            "met_on", gettext_lazy("Known since"), day, asks="order",
            names=("since", "known since", "met on", "date met", "desde", "认识日期"),
        ),
        ImportField(
            "languages", gettext_lazy("Languages"), Choosing(LANGUAGES.items(), several=True),
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
            help=gettext_lazy("Describe no person who is or was at risk."),
        ),
    )  # fmt: skip

    def get_keys(self, values: Values) -> list[Hashable]:
        name, sector = values["name"], values["sector"]
        name_key = Entry(0, name, sector).name_key or name.casefold()
        return [(name_key, sector), (name_key,)]

    def get_ignored_fields(self, record: Organization) -> Collection[str]:
        return ("name",)

    def problems(self, values: Values) -> list[tuple[str, str]]:
        problems = super().problems(values)
        if values.get("met_on") and values["met_on"] > self.today:
            problems.insert(0, ("met_on", _("Enter a date that is not in the future.")))
        return problems

    def edit(self, record: Organization, revision: int, fields: dict[str, Any]) -> None:
        edit_organization(organization=record, by=self.by, revision=revision, **fields)


def _in_order(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value
