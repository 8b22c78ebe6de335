-- Which community was asked about which half-year, as of which day, by which of its office's thresholds.

CREATE TEMPORARY TABLE asked AS
SELECT asked.*, coalesce(
    (SELECT s.stage FROM communities_stagechange s
      WHERE s.community_id = asked.community_id AND s.since <= asked.as_of ORDER BY s.since DESC, s.id DESC LIMIT 1),
    asked.present_stage
  ) IN ('leadership_team', 'discovering', 'planning', 'acting', 'sharing') AS takes_part
FROM (
  SELECT c.id AS community_id, c.office_id, c.stage AS present_stage, r.half_year, days.*, made.now,
         least(days.last_day, (made.now AT TIME ZONE c.time_zone)::date) AS as_of,
         coalesce((s.given->>'met')::int, 80) AS met,
         coalesce((s.given->>'partly')::int, 40) AS partly,
         coalesce((s.given->>'members_present')::int, 3) AS members_present,
         coalesce((s.given->>'group_share')::int, 5) AS group_share,
         coalesce((s.given->>'represented_share')::int, 50) AS represented_share,
         coalesce((s.given->>'recorded_attendances')::int, 20) AS recorded_attendances,
         coalesce((s.given->>'unrecorded_share')::int, 40) AS unrecorded_share,
         coalesce((s.given->>'survey_answers')::int, 30) AS survey_answers,
         coalesce((s.given->>'confirmed_days')::int, 184) AS confirmed_days,
         make_interval(months => coalesce((s.given->>'finding_months')::int, 24)) AS finding_age,
         make_interval(months => coalesce((s.given->>'evidence_months')::int, 12)) AS evidence_age,
         coalesce((s.given->>'role_days')::int, 60) AS role_days,
         coalesce(s.given, '{}') AS given
  FROM communities_community c
  JOIN evaluation_round r ON r.office_id = c.office_id AND r.opened_at IS NOT NULL
  CROSS JOIN LATERAL (
    SELECT make_date(left(r.half_year, 4)::int, CASE right(r.half_year, 1) WHEN '1' THEN 1 ELSE 7 END, 1) AS first_day,
           CASE right(r.half_year, 1) WHEN '1' THEN make_date(left(r.half_year, 4)::int, 6, 30)
                ELSE make_date(left(r.half_year, 4)::int, 12, 31) END AS last_day
  ) days
  CROSS JOIN LATERAL (
    SELECT max(f.computed_at) AS now FROM evaluation_figure f
     WHERE f.community_id = c.id AND f.half_year = r.half_year
  ) made
  CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(code, value) AS given FROM (
      SELECT DISTINCT ON (code) code, value FROM evaluation_thresholdsetting t
       WHERE t.office_id = c.office_id AND t.from_half_year <= r.half_year
       ORDER BY code, from_half_year DESC, id DESC
    ) newest
  ) s
  WHERE made.now IS NOT NULL
) asked;

-- Of events: those that count, and those that are over or to come without anybody having said how they went.

CREATE TEMPORARY TABLE held AS
SELECT e.* FROM events_event e WHERE e.deleted_at IS NULL AND e.status = 'held';

CREATE TEMPORARY TABLE open_event AS
SELECT e.* FROM events_event e WHERE e.deleted_at IS NULL AND e.status = 'planned';

-- Signed "none this half-year".

CREATE TEMPORARY TABLE signed AS SELECT community_id, half_year, part FROM evaluation_declaration;

-- Items 4a and 4b: who sat at the table of each event. A seat is a sector, or a constituency; what is both is one.

CREATE TEMPORARY TABLE seat AS
SELECT p.event_id, 'sector' AS kind, o.sector AS who
FROM events_organizationpresence p JOIN stakeholders_organization o ON o.id = p.organization_id
UNION
SELECT p.event_id, 'constituency', p.constituency FROM events_constituencypresence p;

CREATE INDEX ON seat (event_id);

CREATE TEMPORARY TABLE around_the_table AS
WITH event AS (
  SELECT a.community_id, a.half_year, e.id, e.kind, e.status,
         (SELECT count(DISTINCT s.who) FROM seat s WHERE s.event_id = e.id) AS seats
  FROM asked a JOIN events_event e USING (community_id)
  WHERE e.kind IN ('team_meeting', 'stakeholder_meeting', 'stakeholder_training', 'community_workshop', 'listening_group')
    AND e.deleted_at IS NULL AND e.local_day BETWEEN a.first_day AND a.as_of
    AND (e.status = 'held' OR (e.status = 'planned' AND e.ends_at < a.now))
), told AS (
  SELECT community_id, half_year,
         count(*) FILTER (WHERE status = 'held' AND seats >= 2) AS meetings,
         count(*) FILTER (WHERE status = 'held' AND seats > 0) AS with_anybody,
         -- What contradicts that there was none: one that counts, and one that was meant to.
         count(*) FILTER (WHERE status = 'held' AND (seats >= 2 OR kind = 'stakeholder_meeting')) AS against_none,
         -- A stakeholder meeting of which nobody said how it went, or who was there.
         count(*) FILTER (WHERE kind = 'stakeholder_meeting' AND (status = 'planned' OR seats = 0)) AS unresolved
  FROM event GROUP BY 1, 2
), breadth AS (
  SELECT e.community_id, e.half_year, count(DISTINCT s.who) AS sectors
  FROM event e JOIN seat s ON s.event_id = e.id AND s.kind = 'sector'
  WHERE e.status = 'held' AND e.seats >= 2 GROUP BY 1, 2
), declared AS (
  SELECT community_id, half_year, true AS none FROM signed WHERE part = 'stakeholder_meetings'
)
SELECT a.community_id, a.half_year,
       coalesce(t.meetings, 0) AS meetings, coalesce(t.unresolved, 0) AS unresolved, coalesce(b.sectors, 0) AS sectors,
       CASE WHEN d.none AND coalesce(t.against_none, 0) = 0 THEN 'declared_zero'
            WHEN d.none IS NULL AND t.with_anybody > 0 THEN 'value' ELSE 'unknown' END AS state
FROM asked a LEFT JOIN told t USING (community_id, half_year) LEFT JOIN breadth b USING (community_id, half_year)
LEFT JOIN declared d USING (community_id, half_year);

-- Items 8 and 12: a cell is a need in a required language.

CREATE TEMPORARY TABLE meets_need (kind text, need text);
INSERT INTO meets_need
SELECT kind, need FROM (VALUES
  ('physical', 'housing medical safety'),
  ('psychological', 'counseling crisis addiction'),
  ('spiritual', 'spiritual_care faith_community'),
  ('social', 'legal immigration language work case_management company')
) v (need, kinds) CROSS JOIN LATERAL string_to_table(kinds, ' ') kind;

CREATE TEMPORARY TABLE cell AS
SELECT l.community_id, l.half_year, n.need, l.language
FROM (
  SELECT a.community_id, a.half_year, r.language FROM asked a JOIN communities_requiredlanguage r USING (community_id)
  UNION
  SELECT a.community_id, a.half_year, p."group" FROM asked a JOIN communities_populationprofile p USING (community_id)
  WHERE p.dimension = 'language' AND 100 * p.people >= a.group_share * (
    SELECT sum(q.people) FROM communities_populationprofile q
     WHERE (q.community_id, q.dimension) = (p.community_id, 'language'))
) l CROSS JOIN (SELECT DISTINCT need FROM meets_need) n;

-- The services, each as of the day. A service is there from the day on which it was entered, or that anything tells of
-- it, and only then; doubted is one whose provider said that something changed, until the day on which the team settles it.

CREATE TEMPORARY TABLE service AS
WITH told (service_id, day) AS (
  SELECT s.id, (s.created_at AT TIME ZONE c.time_zone)::date
  FROM support_service s JOIN communities_community c ON c.id = s.community_id
  UNION ALL SELECT id, confirmed_on FROM support_service
  UNION ALL SELECT service_id, replied_on FROM support_serviceconfirmation
  UNION ALL SELECT service_id, "on" FROM support_pathwaycheck WHERE deleted_at IS NULL
  UNION ALL SELECT service_id, contact_trained_on FROM support_pathway
), first_told AS (
  SELECT service_id, min(day) AS day FROM told GROUP BY 1
), open_answer AS (
  SELECT a.half_year, r.service_id
  FROM asked a JOIN support_serviceconfirmation r USING (community_id) JOIN communities_community c ON c.id = a.community_id
  WHERE r.reply IN ('changed', 'closed') AND r.replied_on <= a.as_of
    AND coalesce((r.settled_at AT TIME ZONE c.time_zone)::date, 'infinity') > a.as_of
)
SELECT a.community_id, a.half_year, a.as_of, a.confirmed_days, s.id, s.kinds, s.languages, s.confirmed_on,
       f.day <= a.as_of AS is_there, (a.half_year, s.id) IN (SELECT half_year, service_id FROM open_answer) AS is_doubted
FROM asked a JOIN support_service s USING (community_id) JOIN first_told f ON f.service_id = s.id
WHERE s.deleted_at IS NULL;
