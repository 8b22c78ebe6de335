"""Words about people and places."""

from django.utils.translation import gettext_lazy as _

from help.terms import Term, Terms

OF_PEOPLE = Terms(
    _("People and places"),
    (
        Term(
            "community",
            _("Community"),
            _(
                "A local group of citizens that works against human trafficking in its town. Its "
                "records are its own."
            ),
            ("office", "stage"),
        ),
        Term(
            "office",
            _("Office"),
            _(
                "Oasis in one country. Its staff see the figures of their communities, and never the "
                "records behind them."
            ),
            ("figure",),
        ),
        Term(
            "member",
            _("Member"),
            _("Somebody of the team who reads what the community records."),
            ("leader", "coordinator"),
        ),
        Term(
            "leader",
            _("Leader"),
            _("Somebody of the team who also records: meetings, events, organizations, findings."),
            ("coordinator",),
        ),
        Term(
            "coordinator",
            _("Coordinator"),
            _(
                "Runs the community: invites people, keeps its settings, confirms the half-year "
                "survey and sends it in."
            ),
            ("survey",),
        ),
        Term(
            "stage",
            _("Stage"),
            _(
                "Where a community is on its way: candidate, awareness, leadership team, discovering "
                "the community, planning, acting, "
                "sharing; or dormant. From the leadership team on it answers the half-year survey."
            ),
            ("survey",),
        ),
        Term(
            "dormant",
            _("Dormant"),
            _(
                "A community that rests. Its records stay, and it is asked for no survey until its "
                "office says that it goes on."
            ),
            ("stage",),
        ),
        Term(
            "candidate",
            _("Candidate"),
            _(
                "A town where a community could start. The office scores it from 0 to 4 on three "
                "criteria, with reasons."
            ),
            ("stage",),
        ),
        Term(
            "sector",
            _("Sector"),
            _(
                "One of eight parts of a town: schools, local businesses, consumers, media, faith "
                "communities and NGOs, first responders, "
                "law enforcement, local legislatures."
            ),
            ("organization", "first-responders"),
        ),
        Term(
            "first-responders",
            _("First responders"),
            _("Fire, ambulance, emergency medicine and dispatch. The police count as law enforcement."),
            ("sector",),
        ),
        Term(
            "organization",
            _("Organization"),
            _("A body in a sector: one school, one shop, one church."),
            ("sector", "stakeholder"),
        ),
        Term(
            "contact",
            _("Contact"),
            _("A person in an organization, as they can be reached at work. Never a private address."),
            ("organization",),
        ),
        Term(
            "constituency",
            _("Constituency"),
            _(
                "A group of people that came to an event without belonging to an organization: "
                "youth, parents, teachers, consumers."
            ),
            ("stakeholder",),
        ),
        Term(
            "stakeholder",
            _("Stakeholder"),
            _("Whoever has a part in it: a sector, an organization or a constituency."),
            ("focus",),
        ),
        Term(
            "population-profile",
            _("Population profile"),
            _(
                "How many people of each gender, age, and race or ethnicity live in your town, by the "
                "census. Attendance is held against it."
            ),
            ("diverse-participation",),
        ),
        Term(
            "required-language",
            _("Required language"),
            _(
                "A language in which help must be found in your town: those that you declared, and "
                "those that many people speak there."
            ),
            ("coverage",),
        ),
        Term(
            "survivor",
            _("Survivor"),
            _(
                "A person who was trafficked. Nothing about any survivor is ever recorded here: no "
                "name, no case, no story."
            ),
        ),
    ),
)
