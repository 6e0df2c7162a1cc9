-- What the page of a trial shows. `:id` is trials.id.

-- name: trial
SELECT * FROM trials WHERE id = :id

-- name: topics
SELECT role, label, mesh_ui, document, span_start, span_end FROM trial_topics WHERE trial = :id
ORDER BY CASE role WHEN 'condition' THEN 1 WHEN 'intervention' THEN 2 WHEN 'comparator' THEN 3 WHEN 'population' THEN 4 ELSE 5 END, label

-- name: numbers
SELECT registry, number, status, count(DISTINCT citation) AS works, min(rule) AS rule FROM registrations
WHERE trial = :id GROUP BY registry, number, status
ORDER BY CASE status WHEN 'valid' THEN 1 WHEN 'alias' THEN 2 WHEN 'retired' THEN 3 ELSE 4 END, number

-- name: arms
SELECT label, role, description, enrolled FROM arms WHERE trial = :id ORDER BY label LIMIT 60

-- name: reports
SELECT c.id, c.type, c.title, c.container_title, c.issued, c.notice, c.url, c.doi, c.pmid, c.pmcid, c.is_stub,
  tc.relation, tc.rule, tc.tier, tc.explanation, tc.document, tc.span_start, tc.span_end, tc.quote, tc.pointer,
  (SELECT group_concat(name, ', ') FROM (
     SELECT coalesce(family, literal) AS name FROM authors WHERE citation = c.id ORDER BY position LIMIT 3)) AS authors,
  (SELECT count(*) FROM authors WHERE citation = c.id) AS n_authors,
  (SELECT count(*) FROM findings WHERE citation = c.id AND trial = :id) AS findings
FROM trial_citations tc JOIN citations c ON c.id = tc.citation
WHERE tc.trial = :id AND tc.relation NOT IN ('summary', 'mention')
ORDER BY tc.relation != 'registration', c.issued IS NULL, c.issued, c.id LIMIT 200

-- name: outcomes
SELECT o.id, o.name, o.domain, o.measure, o.better,
  (SELECT group_concat(DISTINCT s.rank) FROM outcome_specs s JOIN trial_citations tc ON tc.citation = s.citation AND tc.trial = :id
   WHERE s.outcome = o.id AND tc.relation = 'registration') AS registered,
  (SELECT group_concat(DISTINCT s.rank) FROM outcome_specs s JOIN trial_citations tc ON tc.citation = s.citation AND tc.trial = :id
   WHERE s.outcome = o.id AND tc.relation = 'protocol') AS in_protocol,
  (SELECT group_concat(DISTINCT s.rank) FROM outcome_specs s JOIN trial_citations tc ON tc.citation = s.citation AND tc.trial = :id
   WHERE s.outcome = o.id AND tc.relation NOT IN ('registration', 'protocol')) AS reported,
  (SELECT group_concat(time_frame, '; ') FROM (
     SELECT DISTINCT time_frame FROM outcome_specs WHERE outcome = o.id AND time_frame IS NOT NULL ORDER BY time_days LIMIT 4)) AS time_frames,
  (SELECT count(*) FROM findings f WHERE f.outcome = o.id) AS findings,
  (SELECT detail FROM checks k WHERE k.entity_id = o.id AND k.result IN ('fail', 'note') LIMIT 1) AS note
FROM outcomes o WHERE o.trial = :id
ORDER BY findings = 0, CASE WHEN coalesce(registered, in_protocol, reported) LIKE '%primary%' THEN 0 ELSE 1 END,
  o.domain IS NULL, o.domain, o.name LIMIT 200

-- name: findings
SELECT f.*, c.title AS report_title, c.issued, c.notice,
  (SELECT group_concat(k.detail, '; ') FROM checks k WHERE k.entity_id = f.id AND k.result = 'fail') AS faults
FROM findings f JOIN citations c ON c.id = f.citation WHERE f.trial = :id
ORDER BY f.outcome, f.comparison, f.time_days, f.id LIMIT 600

-- name: directions
SELECT favours, count(*) AS n FROM findings WHERE trial = :id AND comparison = 'between-group' GROUP BY favours

-- name: summaries
SELECT c.id, c.type, c.title, c.publisher, c.issued, c.url, tc.rule, tc.tier, tc.explanation, tc.quote, tc.document,
  tc.span_start, tc.span_end, tc.pointer
FROM trial_citations tc JOIN citations c ON c.id = tc.citation
WHERE tc.trial = :id AND tc.relation = 'summary' ORDER BY c.issued IS NULL, c.issued, c.id LIMIT 100

-- name: claims
SELECT cl.id, cl.citation, cl.position, cl.kind, cl.outcome_text, cl.change, cl.in_title, cl.quote, cl.document, cl.span_start, cl.span_end,
  k.verdict, k.explanation, k.finding, k.quote AS trial_quote, k.document AS trial_document, k.span_start AS trial_start, k.span_end AS trial_end
FROM trial_citations tc JOIN claims cl ON cl.citation = tc.citation LEFT JOIN claim_checks k ON k.claim = cl.id AND k.trial = :id
WHERE tc.trial = :id AND tc.relation = 'summary' ORDER BY cl.citation, cl.position LIMIT 400

-- name: mentions
SELECT c.id, c.title, tc.quote FROM trial_citations tc JOIN citations c ON c.id = tc.citation
WHERE tc.trial = :id AND tc.relation = 'mention' ORDER BY c.issued, c.id LIMIT 50

-- name: relations
SELECT CASE WHEN trial_a = :id THEN trial_b ELSE trial_a END AS other, relation, note FROM trial_relations
WHERE trial_a = :id OR trial_b = :id ORDER BY relation, other LIMIT 50

-- name: notices
SELECT n.kind, n.noticed_on, n.notice_doi, n.asserted_by, n.quote, c.id AS report, c.title AS report_title
FROM trial_citations tc JOIN notices n ON n.citation = tc.citation JOIN citations c ON c.id = n.citation
WHERE tc.trial = :id AND tc.relation != 'mention' ORDER BY n.noticed_on LIMIT 50

-- name: stated
SELECT v.field, v.value, v.chosen, v.page, v.rule, v.pointer, v.quote, v.document, v.span_start, v.span_end,
  p.citation, (SELECT count(DISTINCT lower(w.value)) FROM stated_values w WHERE w.entity_id = v.entity_id AND w.field = v.field) AS wordings
FROM stated_values v LEFT JOIN pages p ON p.url = v.page
WHERE v.entity_id = :id AND v.entity = 'trial' ORDER BY v.field, v.chosen DESC, v.value, v.page LIMIT 300

-- name: corrections
SELECT kind, field, machine_value, value, reason, evidence_url, by, at, status FROM corrections
WHERE entity = 'trial' AND entity_id = :id ORDER BY at DESC LIMIT 50

-- name: checks
SELECT rule, result, detail FROM checks WHERE owner = :id AND result != 'ok' ORDER BY result, rule LIMIT 60

-- name: changes
SELECT at, field, old_value, new_value, cause FROM changes WHERE entity_id = :id AND field IS NOT NULL
ORDER BY id DESC LIMIT 30

-- name: old_keys
SELECT old_id, reason FROM redirects WHERE new_id = :id ORDER BY old_id LIMIT 50
