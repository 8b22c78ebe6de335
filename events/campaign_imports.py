"""Import of campaigns from a spreadsheet (communities/imports/kinds.py): a row for each stage, or output at a stage."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.imports.kinds import ExistingRecord, Import, ImportedRecord, Values
from communities.models import Community, Office, Role, User
from events.actions.campaigns import add_campaign, add_output, add_stage, check_stage, take_back_campaigns
from events.models import Campaign, CampaignKind, CampaignStage, Stage
from events.output_imports import WHAT, build_unit_field, check_quantity
from tfc.spreadsheets.import_fields import Choosing, ImportField, count, day, text
from tfc.spreadsheets.import_rows import BrokenRule
from tfc.spreadsheets.normalize import normalize_text
from tfc.spreadsheets.values import Count
from tfc.text.punctuation import sentences

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
    """Matches campaigns by title and kind. One that exists is left as it is, and gets further stages and outputs."""

    code = "campaigns"
    title = gettext_lazy("Campaigns")
    lead = gettext_lazy("petitions, policies and certifications")
    least = Role.LEADER
    icon = "flag"
    for_offices = True
    position = 6
    list_name = "events:campaign-list"
    title_fields = ("title",)
    fields: Sequence[ImportField] = (
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
            "reached", gettext_lazy("Reached"), count, asks="thousands",
            names=("reached", "output", "result", "collected", "alcanzado", "resultado", "已达到", "产出"),
            help=gettext_lazy("What it reached outside of its events, in the unit. “60+” means at least 60."),
        ),
        WHAT,
    )  # fmt: skip

    def __init__(self, place: Community | Office, by: User) -> None:
        super().__init__(place, by)
        unit = build_unit_field("target_unit", gettext_lazy("Unit"), required=False)
        self.fields = (*self.fields, unit)
        # The stages of each campaign, with those of the rows so far.
        self._stages: dict[Hashable, list[CampaignStage]] = {}

    def key(self, values: Values) -> Hashable:
        return _get_campaign_key(values), values["stage"], _get_output_key(values)

    def problems(self, values: Values) -> list[tuple[str, str]]:
        problems = []
        if "stage" in values and "since" in values:
            try:
                check_stage(None, **_get_stage(values))
            except ValidationError as error:
                problems += [(STAGE_COLUMNS[code], message) for code, [message] in error.message_dict.items()]
        if values.get("since") and values["since"] > self.today:
            problems.append(("since", _("Enter a date that is not in the future.")))
        problems += [
            (code, problem) for code in ("target", "reached") if (problem := check_quantity(values.get(code)))
        ]
        if ("target" in values or "reached" in values) and "target_unit" not in values:
            problems.append(("target_unit", _("Choose what the numbers count.")))
        return problems

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        here, matches = _find_campaigns(self.place), {}
        for key, values in rows:
            campaign = here.get(_get_campaign_key(values))
            stored = sorted(campaign.stages.all(), key=lambda stage: stage.pk) if campaign else []
            stages = self._stages.setdefault(_get_campaign_key(values), stored)
            if match := _match_row(campaign, stages, values):
                matches[key] = match
        return matches

    def describe_rule(self, facts: Mapping[str, Any], values: Values) -> str:
        """Return why the stage cannot follow the one of ``facts``."""
        newest = CampaignStage(stage=facts["stage"], on=dt.date.fromisoformat(facts["on"]))
        try:
            check_stage(newest, **_get_stage(values))
        except ValidationError as error:
            return sentences(error.messages)
        return ""

    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        here = _find_campaigns(self.place)
        return [self._add_row(here, values) for values in rows]

    def _add_row(self, here: dict[Hashable, Campaign], values: Values) -> ImportedRecord:
        """Add the campaign, or the stage, if it is not there yet, and the output."""
        campaign = here.get(_get_campaign_key(values))
        is_new = campaign is None
        if campaign is None:
            campaign = here[_get_campaign_key(values)] = self._add_campaign(values)
        stages = campaign.stages.filter(stage=values["stage"])
        has_stage = not is_new and stages.exists()
        if not is_new and not has_stage:
            add_stage(campaign=campaign, by=self.by, **_get_stage(values))
        output = (
            add_output(campaign=campaign, by=self.by, **_get_output(values)) if "reached" in values else None
        )
        added = {
            "is_new": is_new,
            "stages": [] if has_stage else [stage.pk for stage in stages.all()],
            "outputs": [output.pk] if output else [],
        }
        return ImportedRecord(campaign.pk, campaign.revision, added)

    def _add_campaign(self, values: Values) -> Campaign:
        names = ("title", "kind", "goal", "decider_name")
        return add_campaign(
            by=self.by,
            first_stage=_get_stage(values),
            target=values["target"].value if "target" in values else None,
            target_unit=values["target_unit"] if "target" in values else "",
            **{code: values.get(code, "") for code in names},
        )

    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        added: dict[str, set[int]] = {"new": set(), "stages": set(), "outputs": set()}
        for record in made:
            before = record.before or {}
            added["new"] |= {record.id} if before["is_new"] else set()
            added["stages"].update(before["stages"])
            added["outputs"].update(before["outputs"])
        return take_back_campaigns(by=self.by, made={record.id: record.revision for record in made}, **added)


def _get_campaign_key(values: Values) -> Hashable:
    return normalize_text(values["title"]), values["kind"]


def _get_output_key(values: Values) -> tuple[Any, ...]:
    if "reached" not in values:
        return ()
    return values["since"], values["target_unit"], normalize_text(values.get("what", ""))


def _get_stage(values: Values) -> dict[str, Any]:
    return {name: values[code] for name, code in STAGE_COLUMNS.items() if code in values}


def _get_output(values: Values) -> dict[str, Any]:
    reached: Count = values["reached"]
    return {
        "on": values["since"],
        "unit": values["target_unit"],
        "quantity": reached.value,
        "at_least": reached.at_least,
        "what": values.get("what", ""),
    }


def _find_campaigns(place: Community | Office) -> dict[Hashable, Campaign]:
    campaigns = Campaign.objects.owned_by(place).not_deleted().prefetch_related("stages", "outputs")
    return {
        (normalize_text(campaign.title), campaign.kind): campaign for campaign in campaigns.order_by("-pk")
    }


def _match_row(
    campaign: Campaign | None, stages: list[CampaignStage], values: Values
) -> ExistingRecord | None:
    """Return what is here already, or why the stage cannot follow; a new stage is added to ``stages``."""
    if values["stage"] in [stage.stage for stage in stages]:
        return _match_output(campaign, values)
    try:
        check_stage(stages[-1] if stages else None, **_get_stage(values))
    except ValidationError:
        return ExistingRecord(
            problem=BrokenRule({"stage": stages[-1].stage, "on": stages[-1].on.isoformat()})
        )
    stages.append(CampaignStage(stage=values["stage"], on=values["since"]))
    return None


def _match_output(campaign: Campaign | None, values: Values) -> ExistingRecord | None:
    if "reached" not in values:
        return ExistingRecord()
    for output in campaign.outputs.all() if campaign else ():
        if (output.on, output.unit, normalize_text(output.what)) == _get_output_key(values):
            quantity = Count(output.quantity, at_least=output.at_least)
            return ExistingRecord({} if quantity == values["reached"] else {"reached": quantity})
    return None
