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

-- Items 4a and 4b: held events with the sectors and constituencies present.

CREATE TEMPORARY VIEW around_the_table AS
WITH present AS (
  SELECT a.community_id, a.half_year, e.id, e.kind, e.joint_key,
         ARRAY(SELECT DISTINCT o.sector FROM events_organizationpresence p
               JOIN stakeholders_organization o ON o.id = p.organization_id WHERE p.event_id = e.id) AS sectors,
         ARRAY(SELECT DISTINCT p.constituency FROM events_constituencypresence p WHERE p.event_id = e.id) AS others
  FROM asked a JOIN held e USING (community_id)
  WHERE e.local_day BETWEEN a.first_day AND a.as_of
), met AS (
  SELECT * FROM present WHERE cardinality(sectors) + cardinality(others) >= 2
), unsettled AS (
  SELECT a.community_id, a.half_year,
         (SELECT count(*) FROM open_event e WHERE e.community_id = a.community_id AND e.ends_at < a.now
            AND e.kind = 'stakeholder_meeting' AND e.local_day BETWEEN a.first_day AND a.as_of)
         + (SELECT count(*) FROM present p WHERE (p.community_id, p.half_year) = (a.community_id, a.half_year)
            AND p.kind = 'stakeholder_meeting' AND cardinality(sectors) + cardinality(others) = 0) AS number
  FROM asked a
), counted AS (
  SELECT a.community_id, a.half_year, u.number AS unsettled,
         -- An event with one sector is recorded, and counts as none.
         EXISTS (SELECT FROM present p WHERE (p.community_id, p.half_year) = (a.community_id, a.half_year)
                  AND cardinality(sectors) + cardinality(others) > 0) AS recorded,
         (SELECT count(*) FROM met m WHERE (m.community_id, m.half_year) = (a.community_id, a.half_year)) AS met,
         (SELECT count(DISTINCT sector) FROM met m, unnest(m.sectors) sector
           WHERE (m.community_id, m.half_year) = (a.community_id, a.half_year)) AS sectors,
         EXISTS (SELECT FROM signed s WHERE (s.community_id, s.half_year) = (a.community_id, a.half_year)
                  AND s.part = 'stakeholder_meetings') AS signed
  FROM asked a JOIN unsettled u USING (community_id, half_year)
)
SELECT * FROM counted;

-- Items 2 and 3: the research with the most finished steps.

CREATE TEMPORARY VIEW item_2 AS
WITH score AS (
  SELECT a.community_id, a.half_year, r.id,
         (SELECT count(DISTINCT s.step) FROM stakeholders_researchstep s
           WHERE s.research_id = r.id AND s.deleted_at IS NULL AND s.done_on <= a.as_of
             AND (s.step IN ('design', 'fieldwork', 'community_check')
                  OR (s.step = 'ranked_findings' AND EXISTS (
                    SELECT FROM stakeholders_finding f
                     WHERE f.community_id = a.community_id AND f.deleted_at IS NULL AND f.status <> 'withdrawn'
                       AND f.observed_on <= a.as_of AND f.observed_on >= (a.as_of - a.finding_age)::date))))
         + (SELECT (count(DISTINCT m.method) >= 2)::int FROM stakeholders_researchmethod m
             WHERE m.research_id = r.id AND m.deleted_at IS NULL AND m.begun_on <= a.as_of) AS steps
  FROM asked a JOIN stakeholders_research r USING (community_id)
  WHERE r.deleted_at IS NULL AND r.begun_on <= a.as_of
), research AS (
  SELECT a.community_id, a.half_year, max(s.steps) AS steps,
         EXISTS (SELECT FROM signed d WHERE (d.community_id, d.half_year) = (a.community_id, a.half_year)
                  AND d.part = 'research_done') AS signed
  FROM asked a LEFT JOIN score s USING (community_id, half_year) GROUP BY 1, 2
)
SELECT *, CASE WHEN steps IS NOT NULL AND NOT signed THEN 'value'
                 WHEN steps IS NULL AND signed THEN 'declared_zero' ELSE 'unknown' END AS state
  FROM research;

-- Items 8 and 12: which need each kind of service meets, the cells that are required, and the services.

CREATE TEMPORARY TABLE need (kind text, need text);
INSERT INTO need (kind, need)
VALUES ('housing', 'physical'), ('food', 'physical'), ('medical', 'physical'), ('safety', 'physical'),
         ('counseling', 'psychological'), ('crisis', 'psychological'), ('addiction', 'psychological'),
         ('spiritual_care', 'spiritual'), ('faith_community', 'spiritual'),
         ('legal', 'social'), ('immigration', 'social'), ('language', 'social'), ('work', 'social'),
         ('case_management', 'social'), ('company', 'social');

CREATE TEMPORARY VIEW cell AS
WITH language AS (
  SELECT a.community_id, a.half_year, r.language FROM asked a JOIN communities_requiredlanguage r USING (community_id)
  UNION
  SELECT a.community_id, a.half_year, p."group"
  FROM asked a JOIN (
    SELECT community_id, "group", people, sum(people) OVER (PARTITION BY community_id) AS everybody
    FROM communities_populationprofile WHERE dimension = 'language'
  ) p USING (community_id)
  WHERE p.people * 100 >= a.group_share * p.everybody
), cell AS (
  SELECT l.*, n.need FROM language l CROSS JOIN (SELECT DISTINCT need FROM need) n
)
SELECT * FROM cell;

CREATE TEMPORARY VIEW service AS
SELECT a.community_id, a.half_year, a.as_of, a.confirmed_days, s.id, s.kinds, s.languages, s.confirmed_on,
         ARRAY(SELECT DISTINCT n.need FROM need n WHERE s.kinds ? n.kind) AS needs,
         EXISTS (SELECT FROM support_serviceconfirmation c
                  WHERE c.service_id = s.id AND c.reply IN ('changed', 'closed') AND c.replied_on <= a.as_of
                    AND (c.settled_at IS NULL OR (c.settled_at AT TIME ZONE t.time_zone)::date > a.as_of)) AS doubted,
         least((s.created_at AT TIME ZONE t.time_zone)::date,
               s.confirmed_on,
               (SELECT min(c.replied_on) FROM support_serviceconfirmation c WHERE c.service_id = s.id),
               (SELECT min(c.on) FROM support_pathwaycheck c WHERE c.service_id = s.id AND c.deleted_at IS NULL),
               (SELECT min(p.contact_trained_on) FROM support_pathway p WHERE p.service_id = s.id)) AS there_on
  FROM asked a JOIN support_service s USING (community_id) JOIN communities_community t ON t.id = a.community_id
  WHERE s.deleted_at IS NULL;
