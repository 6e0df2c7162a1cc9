-- What the page of a finding shows. `:id` is findings.id.

-- name: finding
SELECT f.*, o.name AS name, o.better, o.measure, t.title AS trial_title, c.title AS report_title, c.issued, c.container_title, c.notice
FROM findings f LEFT JOIN outcomes o ON o.id = f.outcome LEFT JOIN trials t ON t.id = f.trial JOIN citations c ON c.id = f.citation
WHERE f.id = :id

-- name: checks
SELECT rule, result, detail FROM checks WHERE entity_id = :id ORDER BY result, rule

-- name: claims
SELECT cl.id, cl.quote, k.verdict, k.explanation, c.id AS summary, c.title
FROM claim_checks k JOIN claims cl ON cl.id = k.claim JOIN citations c ON c.id = cl.citation
WHERE k.finding = :id ORDER BY c.id, cl.position LIMIT 100

-- name: same_outcome
SELECT g.*, c.title AS report_title, c.issued FROM findings f JOIN findings g ON g.outcome = f.outcome AND g.id != f.id
JOIN citations c ON c.id = g.citation WHERE f.id = :id ORDER BY g.time_days, g.id LIMIT 50

-- name: context
SELECT substr(d.text, max(f.span_start - 240, 0) + 1, f.span_start - max(f.span_start - 240, 0)) AS before,
  substr(d.text, f.span_start + 1, f.span_end - f.span_start) AS words, substr(d.text, f.span_end + 1, 240) AS after
FROM findings f JOIN documents d ON d.id = f.document WHERE f.id = :id AND f.span_start IS NOT NULL
