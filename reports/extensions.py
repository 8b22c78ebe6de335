"""What reports adds to pages and jobs of other apps (tfc/registry.py)."""

from reports import lists, notices, personal_data, public_table_texts, queue_depth, search
from tfc.registry import Extensions
from tfc.retention import Retention

extensions = Extensions(
    panels={"public_home": public_table_texts.get_resident_results},
    pages=[
        "reports:archive",
        "reports:community-figures-file",
        "reports:international-figures-file",
        "reports:office-figures-file",
        "reports:public-figures",
        "reports:public-figures-preview",
        "reports:report-list",
        "reports:report-request",
    ],
    exports=lists,
    notifications=[notices],
    search=search,
    # A draft's job has no foreign key that would delete it.
    retention=Retention(along={"reports.report": [("reports.job", "report_id")]}),
    personal_data=personal_data,
    get_waiting_work=queue_depth.work,
)
