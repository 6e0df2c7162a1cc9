-- What the page of a claim shows. `:id` is claims.id.

-- name: claim
SELECT cl.*, c.title AS summary_title, c.publisher, c.issued, c.url FROM claims cl JOIN citations c ON c.id = cl.citation WHERE cl.id = :id

-- name: verdicts
SELECT k.*, t.title AS trial_title, f.outcome_name, f.change, f.significance, f.favours, f.citation AS report
FROM claim_checks k LEFT JOIN trials t ON t.id = k.trial LEFT JOIN findings f ON f.id = k.finding WHERE k.claim = :id ORDER BY k.id

-- name: context
SELECT substr(d.text, max(cl.span_start - 240, 0) + 1, cl.span_start - max(cl.span_start - 240, 0)) AS before,
  substr(d.text, cl.span_start + 1, cl.span_end - cl.span_start) AS words, substr(d.text, cl.span_end + 1, 240) AS after
FROM claims cl JOIN documents d ON d.id = cl.document WHERE cl.id = :id AND cl.span_start IS NOT NULL

-- name: neighbours
SELECT o.id, o.position, o.quote, (SELECT verdict FROM claim_checks WHERE claim = o.id ORDER BY id LIMIT 1) AS verdict
FROM claims cl JOIN claims o ON o.citation = cl.citation AND o.id != cl.id WHERE cl.id = :id ORDER BY o.position LIMIT 60
