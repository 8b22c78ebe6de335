"""Row-level security of the boards: two paired communities read a row, other communities do not."""

from typing import Any

from tfc.tenancy import APP
from tfc.tenancy_operations import BY_COORDINATOR, IN_COMMUNITY, TableOperation, policy

OF_PARTNER = "partner_id = (SELECT tfc_community())"
# The last day of a pairing is in the community's local time, which may be a day behind the server's.
RUNS = """EXISTS (
    SELECT 1 FROM communities_pairing pair
    WHERE (pair.until IS NULL OR pair.until >= CURRENT_DATE - 1)
      AND (pair.newcomer_id = {table}.community_id AND pair.mentor_id = {table}.partner_id
           OR pair.mentor_id = {table}.community_id AND pair.newcomer_id = {table}.partner_id)
)"""
# A policy may not query its own table. A function may, with the rights of its caller.
IS_OF_BOARD = """
CREATE FUNCTION library_is_of_board(sought bigint, ours bigint, theirs bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN EXISTS (
    SELECT 1 FROM library_boardpost post
    WHERE post.id = sought AND post.parent_id IS NULL AND (
        theirs IS NULL AND post.partner_id IS NULL
        OR post.community_id IN (ours, theirs) AND post.partner_id IN (ours, theirs)
    )
); END $$
"""
CHANGING = "text, edited_at, removed_at, removed_by_id, removed_reason"


class IsolateBoard(TableOperation):
    """A row is written by one community and also read by its partner.

    New posts on a shared board need an active pairing. After the pairing, and for the partner's coordinator, a change
    can only delete the text. The serving login may update only these columns, so the owner of a row cannot change. No
    login deletes rows.
    """

    verbs = f"SELECT, INSERT, UPDATE ({CHANGING})"

    def policies(self, table: str) -> list[str]:
        runs = RUNS.format(table=table)
        removal = f"{OF_PARTNER} AND {BY_COORDINATOR}"
        return [
            policy(table, "community", IN_COMMUNITY),
            policy(table, "partner", OF_PARTNER, verb="SELECT"),
            f"CREATE POLICY removal ON {table} FOR UPDATE TO {APP} "
            f"USING ({removal}) WITH CHECK ({removal} AND text = '')",
            f"CREATE POLICY while_paired ON {table} AS RESTRICTIVE FOR INSERT TO {APP} "
            f"WITH CHECK (partner_id IS NULL OR {runs})",
            f"CREATE POLICY changed_while_paired ON {table} AS RESTRICTIVE FOR UPDATE TO {APP} "
            f"USING ({IN_COMMUNITY} OR {OF_PARTNER}) WITH CHECK (text = '' OR partner_id IS NULL OR {runs})",
            IS_OF_BOARD,
            f"CREATE POLICY same_board ON {table} AS RESTRICTIVE FOR INSERT TO {APP} "
            f"WITH CHECK (parent_id IS NULL OR library_is_of_board(parent_id, community_id, partner_id))",
        ]

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        # Dropping the table drops the policy but not the function that it calls.
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        schema_editor.execute("DROP FUNCTION library_is_of_board CASCADE")

    def describe(self) -> str:
        return f"Isolate {self.model} for two"
