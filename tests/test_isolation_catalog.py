"""Row-level security as PostgreSQL's own catalog shows it, whatever models and migrations say."""

import pytest
from django.db import connection, models

from communities.models import AuditDetails
from tests.base import tenant_models
from tfc.sharing import SharedModel
from tfc.tenancy import APP, GLOBAL_TABLES, OfficeModel, SameTenant, TenantModel

pytestmark = pytest.mark.django_db

TABLES = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
           array(SELECT DISTINCT CASE p.polcmd WHEN '*' THEN 'all' ELSE p.polcmd::text END
                 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
                 AND %s::regrole = ANY (p.polroles))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
"""

# The community in a policy as PostgreSQL prints it: from a sub-select, or from the setting.
ASKED = "( SELECT tfc_community() AS tfc_community)"
WRITTEN = "(NULLIF(current_setting('tfc.community'::text, true), ''::text))::bigint"

# The serving logins may not read or write these at all.
SEALED = {"communities_auditday"}


def rows(sql: str, *parameters: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def test_it_isolates_every_table_that_is_not_on_the_short_list():
    tables = rows(TABLES, APP)
    open_tables = {name for name, forced, verbs in tables if not (forced and "all" in verbs)}
    assert open_tables == GLOBAL_TABLES | SEALED
    assert len(tables) > len(GLOBAL_TABLES)


def test_it_lets_no_serving_login_near_what_is_sealed():
    verbs = "SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER"
    held_policies = [
        name for name in SEALED if rows("SELECT 1 WHERE has_table_privilege(%s, %s, %s)", APP, name, verbs)
    ]
    assert held_policies == []


def test_it_gives_no_policy_without_a_tenant_in_it():
    loose = rows(
        "SELECT polrelid::regclass::text, polname FROM pg_policy WHERE %s::regrole = ANY (polroles) AND NOT "
        "(pg_get_expr(polqual, polrelid) ~ %s)",
        APP,
        r"tfc_(community|office|home_office)\(\)|current_setting\('tfc\.community'",
    )
    assert loose == []


def test_the_serving_login_owns_nothing_and_cannot_truncate():
    assert rows("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = %s", APP) == []
    powerful = rows(
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
        "WHERE nspname = 'public' AND relkind = 'r' AND "
        "has_table_privilege(%s, c.oid, 'TRUNCATE, REFERENCES, TRIGGER')",
        APP,
    )
    assert powerful == []


def test_it_has_no_view_and_no_function_that_escapes():
    assert (
        rows(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' AND "
            "(relkind = 'm' OR relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (reloptions), false))"
        )
        == []
    )
    assert (
        rows(
            "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace "
            "WHERE nspname = 'public' AND (prosecdef OR proleakproof)"
        )
        == []
    )


def test_it_points_only_inside_its_own_tenant():
    tables = {tenant_model._meta.db_table for tenant_model in tenant_models()} | {"communities_membership"}
    assert len(tables) > 100
    for model in tenant_models():
        held_policies = {
            constraint.field for constraint in model._meta.constraints if isinstance(constraint, SameTenant)
        }
        # Excluded: the tenant key, which the policy compares, and an audit detail's entry, which a trigger sets.
        keys = {"community", "office"} | ({"entry"} if model is AuditDetails else set())
        pointing = {
            field.name
            for field in model._meta.local_fields
            if field.related_model and field.related_model._meta.db_table in tables and field.name not in keys
        }
        assert (model, pointing - held_policies) == (model, set())


def test_it_reveals_no_row_of_another_tenant_by_a_unique_constraint():
    for model in tenant_models():
        _check_unique(model)


def _check_unique(model: type[models.Model]) -> None:
    assert issubclass(model, TenantModel | OfficeModel | SharedModel) or model._meta.model_name in (
        "report",
        "reportfile",
        "reporttext",
        "reportshare",
        "viewsubscription",
        "sentview",
        "alert",
        # Only triggers write them.
        "auditentry",
        "auditdetails",
        "auditday",
    )
    unique = [str(field) for field in model._meta.local_fields if field.unique and not field.primary_key]
    assert unique == []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            # Nobody chooses an id, so that two rows never collide.
            assert {"community", "office", "id"} & set(constraint.fields), constraint.name
    assert [str(field) for field in model._meta.local_many_to_many] == []


def test_a_dump_may_read_every_table_and_every_number_that_is_drawn():
    """pg_dump stops at the first table or sequence that it may not read."""
    result = dict(
        rows(
            "SELECT relname, has_table_privilege('tfc_backup', oid, 'SELECT') FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')"
        )
    )
    assert len(result) > 100
    assert [name for name, may_read in result.items() if not may_read] == []


def test_a_single_policy_has_the_setting_inlined_and_others_select_it():
    all_rows = rows(
        "SELECT c.relname, count(*) FILTER (WHERE p.polcmd IN ('*', 'r')) OVER (PARTITION BY c.oid) = 1,"
        " concat_ws(' ', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))"
        " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE polpermissive AND %s::regrole = ANY (polroles)",
        APP,
    )
    written = {name for name, _, condition in all_rows if WRITTEN in condition}
    requests = {name for name, _, condition in all_rows if ASKED in condition}
    alone = {name for name, is_alone, _ in all_rows if is_alone}
    assert "events_event" in written
    assert "evaluation_submission" in requests
    assert written <= alone
    assert requests & alone == set()
