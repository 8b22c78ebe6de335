"""The sections of a community, an office and the international office, with their pages."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, eq=False)
class Entry:
    """A page of a section; its tab has this label.

    Entries are compared by identity: comparing labels would translate them on each page.
    """

    name: str
    label: Any
    icon: str


@dataclass(frozen=True, eq=False)
class Section:
    """Pages with one item in a menu, which opens the first of them that the reader's role admits.

    ``second_level``: pages without a tab, which one of ``pages`` links to next to its heading. ``more``: further
    addresses below that of the place whose pages belong to the section. ``is_home``: only the page itself belongs to
    it, since all addresses are below its own.
    """

    label: Any
    icon: str
    pages: tuple[Entry, ...]
    second_level: tuple[Entry, ...] = ()
    more: tuple[str, ...] = ()
    is_home: bool = False


@dataclass(frozen=True, eq=False)
class Menus:
    """``main``: the sections in the navigation. ``place``: those in the menu of the place's name."""

    main: tuple[Section, ...]
    place: tuple[Section, ...]


COMMUNITY = Menus(
    main=(
        Section(_("Home"), "home", (Entry("dashboards:home", _("Home"), "home"),), is_home=True),
        Section(
            _("Events"),
            "calendar",
            (
                Entry("events:event-list", _("Events"), "people"),
                Entry("events:event-calendar", _("Calendar"), "calendar"),
                Entry("events:campaign-list", _("Campaigns"), "flag"),
                Entry("dashboards:achievements", _("Achievements"), "check"),
            ),
        ),
        Section(
            _("Network"),
            "network",
            (
                Entry("stakeholders:organization-list", _("Organizations"), "network"),
                Entry("stakeholders:strategy-list", _("Strategies"), "check"),
                Entry("events:connections", _("Connections"), "people"),
                Entry("stakeholders:contribution-list", _("Contributions"), "seed"),
                Entry("stakeholders:partnership-list", _("Partnerships"), "office"),
                Entry("stakeholders:partner-survey", _("Partner survey"), "link"),
                Entry("stakeholders:duplicate-list", _("Duplicates"), "copy"),
            ),
        ),
        Section(
            _("Research"),
            "research",
            (
                Entry("stakeholders:research", _("Research"), "research"),
                Entry("stakeholders:finding-list", _("Findings"), "eye"),
                Entry("stakeholders:focus", _("Focus stakeholders"), "target"),
                Entry("stakeholders:briefing-list", _("Briefings"), "file"),
            ),
        ),
        Section(
            _("Evaluation"),
            "survey",
            (
                Entry("evaluation:survey", _("Half-year survey"), "survey"),
                Entry("residents:wave-list", _("Residents' survey"), "people"),
                Entry("dashboards:figures", _("Trends"), "chart"),
                Entry("dashboards:target-list", _("Targets"), "target"),
                Entry("dashboards:professionals", _("Professionals"), "shield"),
                Entry("evaluation:data-quality", _("Data quality"), "eye"),
                Entry("reports:report-list", _("Reports"), "report"),
            ),
        ),
        Section(
            _("Local services"),
            "help",
            (
                Entry("support:service-list", _("Services"), "help"),
                Entry("dashboards:service-gaps", _("Service gaps"), "globe"),
                Entry("support:support-counts", _("Support counts"), "seed"),
                Entry("support:public-edit", _("Public page"), "eye"),
                Entry("support:inquiry-list", _("Volunteer inquiries"), "mail"),
            ),
        ),
    ),
    place=(
        Section(
            _("Team"),
            "people",
            (
                Entry("communities:team", _("Team"), "people"),
                Entry("events:training-list", _("Trainings"), "book"),
                Entry("events:development-plan-list", _("Development plans"), "seed"),
            ),
        ),
        Section(
            _("Library"),
            "book",
            (
                Entry("library:material-list", _("Materials"), "book"),
                Entry("library:story-list", _("Stories"), "people"),
            ),
        ),
        Section(
            _("Discussions"),
            "mail",
            (
                Entry("library:discussions", _("Discussions"), "mail"),
                Entry("library:announcement-list", _("Announcements"), "flag"),
            ),
        ),
        Section(
            _("Import and export"),
            "sheet",
            (
                Entry("communities:import-list", _("Import"), "sheet"),
                Entry("activity:export-list", _("Export"), "download"),
                Entry("reports:archive", _("Community archive"), "file"),
            ),
        ),
        Section(
            _("Settings"),
            "settings",
            (Entry("communities:community-settings", _("Settings"), "settings"),),
        ),
        Section(
            _("Audit log"),
            "history",
            (
                Entry("communities:audit", _("Audit log"), "history"),
                Entry("activity:activity", _("Activity"), "clock"),
            ),
        ),
        Section(
            _("Trash"),
            "trash",
            (
                Entry("events:event-trash", _("Events"), "calendar"),
                Entry("stakeholders:organization-trash", _("Organizations"), "network"),
                Entry("stakeholders:finding-trash", _("Findings"), "eye"),
                Entry("support:service-trash", _("Services"), "help"),
                Entry("library:item-trash", _("Library"), "book"),
            ),
        ),
    ),
)
# The international office is an office too. Without communities it has no surveys, trainings or thresholds.
OFFICE_LIBRARY = Section(
    _("Library"),
    "book",
    (
        Entry("library:office-material-list", _("Materials"), "book"),
        Entry("library:office-story-list", _("Stories"), "people"),
        Entry("library:office-announcement-list", _("Announcements"), "flag"),
        Entry("library:office-report-list", _("Reported"), "flag"),
    ),
)
OFFICE_PRIVACY = (
    Entry("communities:office-retention", _("Data retention"), "history"),
    Entry("communities:privacy-edit", _("Privacy notice"), "shield"),
)
OFFICE_TRASH = Section(_("Trash"), "trash", (Entry("library:office-item-trash", _("Trash"), "trash"),))
OFFICE_WORK = Section(
    _("Our work"),
    "calendar",
    (
        Entry("events:office-event-list", _("Events"), "calendar"),
        Entry("events:office-campaign-list", _("Campaigns"), "flag"),
        Entry("stakeholders:office-partnership-list", _("Partnerships"), "link"),
        Entry("stakeholders:grant-list", _("Grants"), "receipt"),
    ),
)
OFFICE_STAFF = Section(_("Staff"), "people", (Entry("communities:office-team", _("Staff"), "people"),))
OFFICE_EXPORT = Section(
    _("Import and export"),
    "sheet",
    (
        Entry("communities:office-import-list", _("Import"), "sheet"),
        Entry("activity:office-export-list", _("Export"), "download"),
    ),
)
OFFICE_AUDIT_LOG = Section(
    _("Audit log"),
    "history",
    (
        Entry("communities:office-audit", _("Audit log"), "history"),
        Entry("activity:office-activity", _("Activity"), "clock"),
    ),
)
OFFICE = Menus(
    main=(
        Section(_("Home"), "home", (Entry("dashboards:office-home", _("Home"), "home"),), is_home=True),
        Section(
            _("Communities"),
            "community",
            (
                Entry("communities:office-communities", _("Communities"), "community"),
                Entry("dashboards:office-attention", _("Needs attention"), "flag"),
                Entry("communities:candidate-list", _("Candidates"), "seed"),
                Entry("dashboards:office-calendar", _("Calendar"), "calendar"),
                Entry("dashboards:office-map", _("Map"), "globe"),
                Entry("stakeholders:shared-evidence-list", _("Evidence"), "eye"),
                Entry("stakeholders:office-briefing-list", _("Briefings"), "file"),
            ),
            (
                Entry("dashboards:candidate-outcomes", _("Candidate outcomes"), "history"),
                Entry("stakeholders:route-list", _("Known routes"), "globe"),
            ),
        ),
        Section(
            _("Evaluation"),
            "survey",
            (
                Entry("evaluation:submission-list", _("Review"), "survey"),
                Entry("evaluation:round-list", _("Reporting periods"), "round"),
                Entry("dashboards:office-trends", _("Trends"), "chart"),
                Entry("dashboards:office-achievements", _("Achievements"), "check"),
                Entry("dashboards:office-target-list", _("Targets"), "target"),
                Entry("evaluation:custom-list", _("Custom questions"), "more"),
                Entry("reports:office-report-list", _("Reports"), "file"),
            ),
            (
                Entry("dashboards:office-figures", _("Figures"), "report"),
                Entry("dashboards:missing-records", _("Missing records"), "more"),
                Entry("evaluation:office-data-quality", _("Data quality"), "eye"),
                Entry("support:office-support-counts", _("Support counts"), "help"),
            ),
            more=("parts/",),
        ),
        OFFICE_WORK,
        Section(
            _("Trainings"),
            "flag",
            (
                Entry("events:office-training-list", _("Trainings"), "flag"),
                Entry("dashboards:office-leaders", _("Leaders"), "people"),
                Entry("dashboards:office-professionals", _("Professionals"), "shield"),
            ),
        ),
        OFFICE_LIBRARY,
    ),
    place=(
        OFFICE_STAFF,
        Section(
            _("Settings"),
            "settings",
            (
                Entry("communities:hotlines-edit", _("Hotlines"), "phone"),
                Entry("evaluation:threshold-list", _("Thresholds"), "target"),
                Entry("stakeholders:vulnerability-list", _("Vulnerabilities"), "eye"),
                Entry("stakeholders:weight-list", _("Influence"), "chart"),
                Entry("events:unit-list", _("Units of outputs"), "check"),
                *OFFICE_PRIVACY,
            ),
        ),
        OFFICE_EXPORT,
        OFFICE_AUDIT_LOG,
        OFFICE_TRASH,
    ),
)
INTERNATIONAL = Menus(
    main=(
        Section(
            _("Home"), "home", (Entry("dashboards:international-home", _("Home"), "home"),), is_home=True
        ),
        Section(
            _("Offices"),
            "office",
            (
                Entry("dashboards:international-offices", _("Offices"), "office"),
                Entry("dashboards:international-achievements", _("Achievements"), "check"),
                Entry("dashboards:international-map", _("Map"), "globe"),
            ),
        ),
        OFFICE_WORK,
        Section(_("Reports"), "report", (Entry("reports:office-report-list", _("Reports"), "report"),)),
        OFFICE_LIBRARY,
    ),
    place=(
        OFFICE_STAFF,
        Section(_("Settings"), "settings", OFFICE_PRIVACY),
        OFFICE_EXPORT,
        OFFICE_AUDIT_LOG,
        OFFICE_TRASH,
    ),
)
