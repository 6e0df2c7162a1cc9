-- What the page of an outcome shows. `:id` is outcomes.id.

-- name: outcome
SELECT o.*, t.title AS trial_title FROM outcomes o JOIN trials t ON t.id = o.trial WHERE o.id = :id

-- name: specs
SELECT s.name, s.rank, s.metric, s.time_frame, s.version, s.rule, s.document, s.span_start, s.span_end, s.quote, s.pointer,
  c.id AS citation, c.title, c.issued, tc.relation
FROM outcome_specs s JOIN citations c ON c.id = s.citation JOIN outcomes o ON o.id = s.outcome
LEFT JOIN trial_citations tc ON tc.trial = o.trial AND tc.citation = s.citation
WHERE s.outcome = :id ORDER BY CASE tc.relation WHEN 'registration' THEN 1 WHEN 'protocol' THEN 2 ELSE 3 END, c.issued, s.time_days, s.id LIMIT 200

-- name: findings
SELECT f.*, c.title AS report_title, c.issued, c.notice FROM findings f JOIN citations c ON c.id = f.citation
WHERE f.outcome = :id ORDER BY f.comparison, f.time_days, f.id LIMIT 300

-- name: checks
SELECT rule, result, detail FROM checks WHERE entity_id = :id AND result != 'ok' ORDER BY result, rule

-- name: elsewhere
SELECT o.id, o.name, o.trial, t.title AS trial_title, (SELECT count(*) FROM findings f WHERE f.outcome = o.id) AS findings
FROM search s JOIN search_ids i ON i.rowid = s.rowid JOIN outcomes o ON o.id = i.id JOIN trials t ON t.id = o.trial
WHERE search MATCH (SELECT '{title}: "' || replace(name, '"', ' ') || '"' FROM outcomes WHERE id = :id) AND i.kind = 'outcome'
  AND o.trial != (SELECT trial FROM outcomes WHERE id = :id) ORDER BY bm25(search) LIMIT 20
