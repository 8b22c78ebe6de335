"""The meaning of each number from 1 to 5, so that two people who saw the same give the same number."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEVERITY: dict[int, str | Promise] = {
    1: _("It makes life harder but rarely leads to exploitation."),
    2: _("A few people could be exploited because of it; we know of no case."),
    3: _("Many people could be exploited, or it happens now and then."),
    4: _("It often leads to exploitation, and those harmed find little help."),
    5: _("People are being exploited now, or children are in danger."),
}

CONFIDENCE: dict[int, str | Promise] = {
    1: _("A guess or rumor: nobody with first-hand knowledge told us."),
    2: _("One person or one source told us."),
    3: _("Several people told us independently."),
    4: _("Two or more methods show the same."),
    5: _("Two or more methods show it, and people who live with it agree."),
}
