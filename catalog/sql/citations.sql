-- What the page of a citation shows. `:id` is citations.id.

-- name: citation
SELECT * FROM citations WHERE id = :id

-- name: authors
SELECT position, family, given, literal, orcid FROM authors WHERE citation = :id ORDER BY position LIMIT 60

-- name: n_authors
SELECT count(*) AS n FROM authors WHERE citation = :id

-- name: keywords
SELECT scheme, group_concat(term, ' · ') AS terms FROM (
  SELECT scheme, term FROM keywords WHERE citation = :id ORDER BY scheme, term) GROUP BY scheme

-- name: trials
SELECT t.id, t.title, t.acronym, tc.relation, tc.rule, tc.tier, tc.explanation, tc.quote, tc.document, tc.span_start, tc.span_end, tc.pointer
FROM trial_citations tc JOIN trials t ON t.id = tc.trial WHERE tc.citation = :id ORDER BY t.id LIMIT 100

-- name: numbers
SELECT number, registry, status, reject_reason, rule, as_written, trial, document, span_start, span_end, quote, pointer
FROM registrations WHERE citation = :id ORDER BY status, number LIMIT 100

-- name: findings
SELECT f.*, o.name AS name FROM findings f LEFT JOIN outcomes o ON o.id = f.outcome
WHERE f.citation = :id ORDER BY f.span_start IS NULL, f.span_start, f.outcome_name, f.id LIMIT 300

-- name: n_findings
SELECT count(*) AS n FROM findings WHERE citation = :id

-- name: links_out
SELECT l.relation, l.rule, l.tier, l.to_citation, l.target_key, l.target_title, l.target_year, l.quote, l.document, l.span_start,
  l.span_end, l.pointer, c.title, c.issued, c.id AS known, c.notice
FROM citation_links l LEFT JOIN citations c ON c.id = l.to_citation WHERE l.from_citation = :id
ORDER BY CASE l.relation WHEN 'summarizes' THEN 1 WHEN 'retracts' THEN 2 WHEN 'corrects' THEN 3 WHEN 'version-of' THEN 4 WHEN 'same-work' THEN 5
  WHEN 'related' THEN 6 ELSE 7 END, l.tier, l.id LIMIT 100

-- name: n_links_out
SELECT count(*) AS n FROM citation_links WHERE from_citation = :id

-- name: links_in
SELECT l.relation, l.rule, l.tier, l.from_citation, l.quote, l.document, l.span_start, l.span_end, l.pointer, c.title, c.type, c.issued, c.is_summary
FROM citation_links l JOIN citations c ON c.id = l.from_citation WHERE l.to_citation = :id
ORDER BY l.relation, c.issued, l.id LIMIT 100

-- name: claims
SELECT cl.id, cl.position, cl.kind, cl.outcome_text, cl.change, cl.in_title, cl.quote, cl.document, cl.span_start, cl.span_end, k.verdict, k.explanation, k.finding, k.trial,
  k.quote AS trial_quote, k.document AS trial_document, k.span_start AS trial_start, k.span_end AS trial_end
FROM claims cl LEFT JOIN claim_checks k ON k.claim = cl.id WHERE cl.citation = :id ORDER BY cl.position LIMIT 200

-- name: notices
SELECT kind, notice_doi, noticed_on, asserted_by, page, quote, document, span_start, span_end, pointer
FROM notices WHERE citation = :id ORDER BY noticed_on LIMIT 50

-- name: pages
SELECT p.url, p.source, s.name AS source_name, p.media_type, p.first_seen, p.last_seen, p.changed_at, p.gone_at, p.error,
  (SELECT d.id FROM readings r JOIN documents d ON d.id = r.document WHERE r.page = p.url) AS document
FROM pages p LEFT JOIN sources s ON s.id = p.source WHERE p.citation = :id ORDER BY p.url LIMIT 100

-- name: stated
SELECT v.field, v.value, v.chosen, v.page, v.rule, v.pointer, v.quote, v.document, v.span_start, v.span_end,
  (SELECT count(DISTINCT lower(w.value)) FROM stated_values w WHERE w.entity_id = v.entity_id AND w.field = v.field) AS wordings
FROM stated_values v WHERE v.entity_id = :id AND v.entity = 'citation' AND v.field != 'abstract'
ORDER BY v.field, v.chosen DESC, v.value, v.page LIMIT 300

-- name: corrections
SELECT kind, field, machine_value, value, reason, evidence_url, by, at, status FROM corrections
WHERE entity = 'citation' AND entity_id = :id ORDER BY at DESC LIMIT 50

-- name: checks
SELECT rule, result, detail FROM checks WHERE owner = :id AND result != 'ok' ORDER BY result, rule LIMIT 60

-- name: old_keys
SELECT old_id, rule, reason FROM redirects WHERE new_id = :id ORDER BY old_id LIMIT 50
