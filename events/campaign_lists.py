"""Exported lists of campaigns, of their stages, and of their outputs."""

from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Office
from events.models import Campaign, CampaignKind, CampaignOutput, CampaignStage, Stage
from events.output_columns import OF_OUTPUT
from tfc.lists import ID, Field, Kind, ListExport, ListRequest, code_fields


def _campaigns(list_request: ListRequest) -> QuerySet[Campaign]:
    campaigns = Campaign.objects.owned_by(list_request.place).not_deleted().with_stage(list_request.today)
    # An office reads no organizations, and its own campaigns have none.
    is_office = isinstance(list_request.place, Office)
    return (campaigns if is_office else campaigns.select_related("decider")).newest_first()


CAMPAIGNS = ListExport(
    code="campaigns",
    title=_("Campaigns"),
    about=_("Every campaign with who decides, its stage and its target. No data link."),
    get_rows=_campaigns,
    fields=(
        replace(ID, tag="#activity+id"),
        Field("title", "#activity+name", _("Title"), Kind.TEXT),
        *code_fields("kind", "#activity+type", _("Kind"), CampaignKind.choices),
        Field("goal", "#description+goal", pgettext_lazy("campaign", "Goal"), Kind.TEXT),
        Field("decided_by", "#org+decides+name", _("Who decides"), Kind.TEXT),
        *code_fields("stage", "#status+stage", _("Stage"), Stage.choices),
        Field("stage_since", "#date+stage", _("Stage since"), Kind.DATE),
        Field("won_on", "#date+won", _("Won on"), Kind.DATE, meaning=_("Since when it is adopted or in force")),
        Field("target", "#output+target+num", _("Target"), Kind.COUNT),
        Field("target_unit", "#output+target+unit+code", _("Unit of the target"), Kind.CODE),
        Field("public", "#meta+public", _("On our public page"), Kind.YES_NO, "is_public"),
    ),
)  # fmt: skip


def _own(list_request: ListRequest) -> QuerySet[Campaign, int]:
    return Campaign.objects.owned_by(list_request.place).not_deleted().values_list("pk", flat=True)


def _campaign_stages(list_request: ListRequest) -> QuerySet[CampaignStage]:
    stages = CampaignStage.objects.filter(campaign__in=_own(list_request)).select_related("campaign")
    return stages.order_by("campaign_id", "on", "id")


# The first columns of the lists of what belongs to a campaign.
OF_CAMPAIGN = (
    Field("campaign_id", "#activity+id", _("Number of the campaign"), Kind.COUNT),
    Field("campaign", "#activity+name", _("Campaign"), Kind.TEXT),
)
CAMPAIGN_STAGES = ListExport(
    code="campaign_stages",
    title=_("Stages of campaigns"),
    about=_("One row for each stage of each campaign, with its evidence. No data link."),
    get_rows=_campaign_stages,
    fields=(
        *OF_CAMPAIGN,
        *code_fields("stage", "#status+stage", _("Stage"), Stage.choices),
        Field("since", "#date+stage", _("Since"), Kind.DATE, "on"),
        Field("evidence", "#description+evidence", _("Evidence"), Kind.TEXT),
        Field("link", "#meta+evidence+url", _("Link"), Kind.TEXT),
        Field("evidence_on", "#date+evidence", _("Date of the evidence"), Kind.DATE),
        Field("lesson", "#description+lesson", _("What you learned"), Kind.TEXT),
    ),
)  # fmt: skip


def _campaign_outputs(list_request: ListRequest) -> QuerySet[CampaignOutput]:
    outputs = CampaignOutput.objects.filter(campaign__in=_own(list_request)).select_related("campaign")
    return outputs.order_by("campaign_id", "on", "id")


CAMPAIGN_OUTPUTS = ListExport(
    code="campaign_outputs",
    title=_("Outputs of campaigns"),
    about=_("What campaigns reached outside of their events. No data link."),
    get_rows=_campaign_outputs,
    fields=(
        *OF_CAMPAIGN,
        Field("on", "#date+output", _("Date"), Kind.DATE),
        *OF_OUTPUT,
    ),
)
OFFICE_CAMPAIGNS = replace(
    CAMPAIGNS,
    code="office-campaigns",
    title=_("Our own campaigns"),
    about=_("Campaigns that the office runs itself, alone or with its communities."),
    fields=(
        *(field for field in CAMPAIGNS.fields if field.code != "public"),
        Field("partners", "#org+partner+name", _("Organizations that take part"), Kind.TEXT, "partner_names"),
    ),
)
OFFICE_CAMPAIGN_STAGES = replace(
    CAMPAIGN_STAGES, code="office-campaign-stages", title=_("Stages of our own campaigns")
)
OFFICE_CAMPAIGN_OUTPUTS = replace(
    CAMPAIGN_OUTPUTS, code="office-campaign-outputs", title=_("Outputs of our own campaigns")
)
