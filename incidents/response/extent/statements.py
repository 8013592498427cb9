"""Periods of many terminals at once, in one statement each: an incident may have thousands."""

#: the newest period of each terminal that the warning's is one with (they overlap or touch) is brought up to date, unless a
#: person has set its end; where there is none, another one begins. `held`: what other open warnings still cover is not over.
FROM_WARNING = """
WITH held AS (
    SELECT DISTINCT terminal_id FROM incidents_warningterminal WHERE warning_id = ANY(%(others)s) AND until IS NULL
), wanted AS (
    SELECT m.terminal_id, m.since, CASE WHEN h.terminal_id IS NULL THEN m.until END AS until
    FROM incidents_warningterminal m
    LEFT JOIN held h ON h.terminal_id = m.terminal_id
    WHERE m.warning_id = %(warning)s
      AND NOT EXISTS (SELECT FROM incidents_leftout x WHERE x.incident_id = %(incident)s AND x.terminal_id = m.terminal_id)
      AND (NOT %(only_known)s OR EXISTS (
          SELECT FROM incidents_incidentterminal k WHERE k.incident_id = %(incident)s AND k.terminal_id = m.terminal_id))
), known AS (
    SELECT DISTINCT ON (p.terminal_id) p.id, p.terminal_id, w.since, w.until
    FROM wanted w
    JOIN incidents_incidentterminal p ON p.incident_id = %(incident)s AND p.terminal_id = w.terminal_id
    WHERE (p.until IS NULL OR p.until >= w.since) AND (w.until IS NULL OR p.since <= w.until)
    ORDER BY p.terminal_id, p.since DESC
), followed AS (
    UPDATE incidents_incidentterminal p
    SET until = k.until, since = greatest(least(p.since, k.since), (
        SELECT max(q.until) FROM incidents_incidentterminal q
        WHERE q.incident_id = p.incident_id AND q.terminal_id = p.terminal_id AND q.since < p.since AND k.since < p.since))
    FROM known k
    WHERE p.id = k.id AND NOT p.by_hand AND (p.until IS DISTINCT FROM k.until OR k.since < p.since)
)
INSERT INTO incidents_incidentterminal (incident_id, terminal_id, since, until, by_hand)
SELECT %(incident)s, w.terminal_id, w.since, w.until, false FROM wanted w
WHERE NOT EXISTS (SELECT FROM known k WHERE k.terminal_id = w.terminal_id)
"""
#: what only the other incident has touched
FROM_INCIDENT = """
INSERT INTO incidents_incidentterminal (incident_id, terminal_id, since, until, by_hand)
SELECT %(incident)s, terminal_id, since, until, by_hand FROM incidents_incidentterminal o
WHERE incident_id = %(other)s AND NOT EXISTS (
    SELECT FROM incidents_incidentterminal k WHERE k.incident_id = %(incident)s AND k.terminal_id = o.terminal_id)
"""
#: terminals that both have touched
SHARED = """
SELECT DISTINCT terminal_id FROM incidents_incidentterminal o
WHERE incident_id = %(other)s AND EXISTS (
    SELECT FROM incidents_incidentterminal k WHERE k.incident_id = %(incident)s AND k.terminal_id = o.terminal_id)
"""
#: what the other leaves out is left out here too, unless it is touched here; and what it brings is not left out any more
LEFT_OUT = """
INSERT INTO incidents_leftout (incident_id, terminal_id, at, by_id, moved_to_id)
SELECT %(incident)s, terminal_id, at, by_id, moved_to_id FROM incidents_leftout o
WHERE incident_id = %(other)s AND moved_to_id IS DISTINCT FROM %(incident)s AND NOT EXISTS (
    SELECT FROM incidents_incidentterminal k WHERE k.incident_id = %(incident)s AND k.terminal_id = o.terminal_id)
ON CONFLICT DO NOTHING
"""
TAKEN_BACK = """
DELETE FROM incidents_leftout x WHERE incident_id = %(incident)s AND EXISTS (
    SELECT FROM incidents_incidentterminal k WHERE k.incident_id = %(incident)s AND k.terminal_id = x.terminal_id)
"""
