"""Row-level security of each table of the library, announcements and boards.

See `tfc.tenancy_operations` and `tfc.sharing`. These operations belong to this app's first migration; later tables
have theirs in the migration that creates them.
"""

from django.db import migrations

from communities.audit.tables import first_audited
from library.board_policies import IsolateBoard
from tfc import auditing
from tfc.sharing import IsolateAudience, PointAtWhatIsSeen
from tfc.tenancy_operations import IsolateCommunity

OPERATIONS = [
    # Similar spellings are found by trigrams (tfc/search).
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
    IsolateAudience("DismissedAnnouncement"),
    IsolateBoard("BoardPost"),
    auditing.audit(first_audited("library")),
]
