"""How each table of the library, the announcements and the boards is isolated (see
`tfc.tenancy_operations` and `tfc.sharing`).

These are the operations of this app's first migration; a table that came later has them in the migration that makes it.
"""

from django.db import migrations

from communities.audit.tables import first_audited
from library.board_policies import IsolateBoard
from tfc import auditing
from tfc.sharing import IsolateAudience, PointAtWhatIsSeen
from tfc.tenancy_operations import IsolateCommunity

OPERATIONS = [
    # Words that are spelled in another way are found by their trigrams (tfc/search).
    migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
    IsolateAudience("Material"),
    IsolateAudience("MaterialVersion", figures="read"),
    IsolateAudience("MaterialUse", shown_when="is_shared"),
    IsolateAudience("Story"),
    IsolateAudience("Adoption"),
    IsolateCommunity("AdoptionEvent", figures=""),
    IsolateAudience("SharingStep"),
    IsolateAudience("Comment", moderated=True),
    IsolateCommunity("CommentMention", figures=""),
    IsolateCommunity("CommentReport", figures="", office="write"),
    PointAtWhatIsSeen("CommentReport"),
    IsolateAudience("Announcement"),
    IsolateAudience("PutAside"),
    IsolateBoard("BoardPost"),
    auditing.audit(first_audited("library")),
]
