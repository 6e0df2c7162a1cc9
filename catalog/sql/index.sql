-- What the front page shows.

-- name: counts
SELECT 'trials' AS kind, count(*) AS n FROM trials
UNION ALL SELECT 'reports', count(*) FROM citations WHERE is_summary = 0 AND is_stub = 0
UNION ALL SELECT 'summaries', count(*) FROM citations WHERE is_summary = 1
UNION ALL SELECT 'findings', count(*) FROM findings
UNION ALL SELECT 'claims', count(*) FROM claims
UNION ALL SELECT 'pages', count(*) FROM pages WHERE gone_at IS NULL

-- name: directions
SELECT favours, count(*) AS n FROM findings WHERE comparison = 'between-group' GROUP BY favours

-- name: run
SELECT * FROM runs ORDER BY started_at DESC, id DESC LIMIT 1

-- name: fresh
SELECT max(finished_at) AS at FROM runs WHERE status IN ('ok', 'failed')

-- name: verdicts
SELECT verdict, count(*) AS n FROM claim_checks GROUP BY verdict

-- name: noticed
SELECT count(*) AS n FROM citations WHERE notice IN ('retraction', 'withdrawal', 'expression-of-concern')

-- name: conflicts
SELECT count(*) AS n FROM trial_relations WHERE relation = 'conflict'

-- name: topics
SELECT topic, label, count(*) AS n FROM trial_topics WHERE role = 'condition' AND length(label) <= 40 GROUP BY topic ORDER BY n DESC, label LIMIT 12

-- name: changed
SELECT c.at, c.entity, c.entity_id, c.field, c.old_value, c.new_value, c.cause FROM changes c
WHERE c.material = 1 AND c.field IS NOT NULL ORDER BY c.id DESC LIMIT 5
