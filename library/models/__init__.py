from library.models.boards import Announcement, AnnouncementQuerySet, BoardPost, DismissedAnnouncement
from library.models.discussion import Comment, CommentMention, CommentReport
from library.models.items import LibraryItem, SharingStep
from library.models.materials import AgeGroup, Licence, Material, MaterialKind, MaterialUse, MaterialVersion
from library.models.stories import (
    MOST_COUNTED,
    Adoption,
    AdoptionEvent,
    AdoptionStatus,
    Measure,
    Story,
    StoryKind,
)

__all__ = [
    "MOST_COUNTED",
    "Adoption",
    "AdoptionEvent",
    "AdoptionStatus",
    "AgeGroup",
    "Announcement",
    "AnnouncementQuerySet",
    "BoardPost",
    "Comment",
    "CommentMention",
    "CommentReport",
    "DismissedAnnouncement",
    "LibraryItem",
    "Licence",
    "Material",
    "MaterialKind",
    "MaterialUse",
    "MaterialVersion",
    "Measure",
    "SharingStep",
    "Story",
    "StoryKind",
]
