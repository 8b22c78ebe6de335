"""Import of campaigns from a spreadsheet (communities/imports/kinds.py): a row for each, with its present stage."""

from collections.abc import Hashable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.imports.kinds import ExistingRecord, Import, ImportedRecord, Values
from communities.models import Role
from events.actions.campaigns import add_campaign, check_stage, take_back_campaigns
from events.counts import MOST_OUTPUT
from events.models import Campaign, CampaignKind, OutputUnit, Stage
from tfc.spreadsheets.import_fields import Choosing, ImportField, count, day, text
from tfc.spreadsheets.normalize import normalize_text

KIND_WORDS = {
    CampaignKind.AWARENESS: ("awareness", "sensibilización", "宣传"),
    CampaignKind.PETITION: ("petition", "signatures", "firmas", "请愿"),
    CampaignKind.POLICY: ("policy", "law", "ordinance", "policy win", "ley", "ordenanza", "法律", "政策"),
    CampaignKind.BUSINESS: ("business", "company", "empresa", "企业"),
    CampaignKind.CERTIFICATION: ("certification", "fair trade town", "certificación", "认证"),
}
STAGE_WORDS = {
    Stage.ASKED: ("requested", "submitted"),
    Stage.PLEDGED: ("promised",),
    Stage.ADOPTED: ("passed", "won", "win"),
    Stage.IN_FORCE: ("in effect", "implemented"),
    Stage.NOT_ACHIEVED: ("failed", "lost", "ended"),
}
# The columns that belong to the stage, by the field of ``check_stage``.
STAGE_COLUMNS = {"stage": "stage", "on": "since", "evidence": "evidence", "lesson": "lesson"}


class CampaignImport(Import):
    """Matches campaigns by title and kind; one that exists is left as it is."""

    code = "campaigns"
    title = gettext_lazy("Campaigns")
    lead = gettext_lazy("petitions, policies and certifications")
    least = Role.LEADER
    icon = "flag"
    position = 6
    list_name = "events:campaign-list"
    title_fields = ("title",)
    fields = (
        ImportField(
            "title", gettext_lazy("Title"), text(160), required=True,
            names=("campaign", "name", "campaign name", "campaña", "nombre", "título", "标题", "名称"),
        ),
        ImportField(
            "kind", gettext_lazy("Kind"), Choosing(CampaignKind.choices, KIND_WORDS), required=True,
            names=("kind", "type", "campaign type", "tipo", "类型"),
        ),
        ImportField(
            "goal", pgettext_lazy("campaign", "Goal"), text(1000, lines=True),
            names=("goal", "aim", "objective", "objetivo", "目标"),
            help=gettext_lazy("What will be different. Describe no person who is or was at risk."),
        ),
        ImportField(
            "decider_name", gettext_lazy("Who decides"), text(160),
            names=("decision maker", "decider", "target organization", "quién decide", "决定者"),
        ),
        ImportField(
            "stage", gettext_lazy("Stage"), Choosing(Stage.choices, STAGE_WORDS), required=True,
            names=("stage", "status", "etapa", "estado", "阶段"),
        ),
        ImportField(
            "since", gettext_lazy("Since"), day, required=True, asks="order",
            names=("since", "date", "stage date", "desde", "fecha", "日期"),
        ),
        ImportField(
            "evidence", gettext_lazy("Evidence"), text(300),
            names=("evidence", "source", "prueba", "fuente", "凭证"),
            help=gettext_lazy("Needed for campaigns that were won."),
        ),
        ImportField(
            "lesson", gettext_lazy("What you learned"), text(1000, lines=True),
            names=("lesson", "lessons", "lección", "经验"),
        ),
        ImportField(
            "target", gettext_lazy("Target"), count, asks="thousands",
            names=("target", "target number", "meta", "目标数字"),
        ),
        ImportField(
            "target_unit", gettext_lazy("Unit of the target"), Choosing(OutputUnit.choices),
            names=("unit", "unidad", "单位"),
        ),
    )  # fmt: skip

    def key(self, values: Values) -> Hashable:
        return normalize_text(values["title"]), values["kind"]

    def problems(self, values: Values) -> list[tuple[str, str]]:
        problems = []
        if "stage" in values and "since" in values:
            try:
                check_stage(None, **_get_stage(values))
            except ValidationError as error:
                problems += [(STAGE_COLUMNS[code], message) for code, [message] in error.message_dict.items()]
        if values.get("since") and values["since"] > self.today:
            problems.append(("since", _("Enter a date that is not in the future.")))
        target = values["target"].value if "target" in values else None
        if target is not None and not 0 < target <= MOST_OUTPUT:
            problems.append(
                ("target", _("Enter a smaller number.") if target else _("Enter a number above zero."))
            )
        if (target is None) != ("target_unit" not in values):
            problems.append(("target_unit", _("Choose what the target counts.")))
        return problems

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        stored = Campaign.objects.not_deleted().values_list("title", "kind")
        keys = {(normalize_text(title), kind) for title, kind in stored}
        return {key: ExistingRecord() for key, _row in rows if key in keys}

    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        made = [
            add_campaign(
                by=self.by,
                first_stage=_get_stage(values),
                target=values["target"].value if "target" in values else None,
                **{
                    code: values.get(code, "")
                    for code in ("title", "kind", "goal", "decider_name", "target_unit")
                },
            )
            for values in rows
        ]
        return [ImportedRecord(campaign.pk, campaign.revision) for campaign in made]

    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        return take_back_campaigns(by=self.by, made={record.id: record.revision for record in made})


def _get_stage(values: Values) -> dict[str, Any]:
    return {name: values[code] for name, code in STAGE_COLUMNS.items() if code in values}
