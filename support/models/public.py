"""A community's public texts, and inquiries of people who want to help."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import TenantModel

INTEREST_DAYS = 30


class TownPicture(models.TextChoices):
    """Our own drawings, static/img/towns/<value>.svg. A photo could show where people meet, or who comes."""

    HILLS = "hills", _("Houses at the foot of hills")
    RIVER = "river", _("Houses and a bridge over a river")
    COAST = "coast", _("Houses by the sea, with a lighthouse")
    CITY = "city", _("City blocks, small houses and a park bench")


class PublicProfile(TenantModel):
    """The texts and the picture of the public pages. A community without a row has no public pages."""

    about_en = models.TextField(_("in English"), max_length=1500, blank=True)
    about_es = models.TextField(_("in Spanish"), max_length=1500, blank=True)
    about_zh = models.TextField(_("in Chinese"), max_length=1500, blank=True)
    picture = models.CharField(
        _("Picture"), max_length=10, choices=TownPicture.choices, default=TownPicture.HILLS
    )
    show_achievements = models.BooleanField(_("Show what we have done"), default=False)
    is_published = models.BooleanField(_("Public pages"), default=False)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community"], name="support_one_public_profile"),
        ]


class Interest(TenantModel):
    """An inquiry of a volunteer: deleted after thirty days, readable only by coordinators.

    ``is_set_aside``: it came in a burst and appears nowhere until a coordinator includes the whole burst.
    """

    name = models.CharField(_("Your name"), max_length=120)
    reach = models.CharField(_("Email address or phone number"), max_length=160)
    message = models.TextField(_("How you would like to help"), max_length=600, blank=True)
    on = models.DateField()
    client_id = models.UUIDField()
    is_set_aside = models.BooleanField(default=False, db_default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "client_id"], name="support_interest_sent_once"),
        ]
