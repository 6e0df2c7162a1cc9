-- What the search page asks. `:match` is an FTS5 expression made by catalog/plugins/search_page.py; weights: title 8, body 2, extra 1.
-- A trial and then a work are worth more than one of their parts: they are what people look for.

-- name: counts
SELECT i.kind, count(*) AS n FROM search s JOIN search_ids i ON i.rowid = s.rowid WHERE search MATCH :match GROUP BY i.kind

-- name: hits
WITH best AS MATERIALIZED (
  SELECT s.rowid AS rowid, i.kind, i.id, bm25(search, 0, 0, 8.0, 2.0, 1.0) * CASE i.kind WHEN 'trial' THEN 2.0 WHEN 'citation' THEN 1.3 ELSE 1.0 END AS score
  FROM search s JOIN search_ids i ON i.rowid = s.rowid
  WHERE search MATCH :match AND (:kind IS NULL OR i.kind = :kind)
  ORDER BY score, i.id LIMIT 20 OFFSET coalesce(:skip, 0)
)
SELECT b.kind, b.id, b.score,
  highlight(search, 2, char(2), char(3)) AS title, snippet(search, 3, char(2), char(3), ' … ', 32) AS body, snippet(search, 4, char(2), char(3), ' … ', 16) AS extra,
  CASE b.kind WHEN 'claim' THEN (SELECT citation FROM claims WHERE id = b.id) WHEN 'finding' THEN (SELECT coalesce(trial, citation) FROM findings WHERE id = b.id)
    WHEN 'outcome' THEN (SELECT trial FROM outcomes WHERE id = b.id) END AS owner,
  CASE b.kind WHEN 'claim' THEN 'citations' WHEN 'finding' THEN (SELECT iif(trial IS NULL, 'citations', 'trials') FROM findings WHERE id = b.id)
    WHEN 'outcome' THEN 'trials' END AS owner_table,
  CASE b.kind WHEN 'claim' THEN (SELECT c.title FROM claims k JOIN citations c ON c.id = k.citation WHERE k.id = b.id)
    WHEN 'finding' THEN (SELECT coalesce(t.title, c.title) FROM findings f JOIN citations c ON c.id = f.citation LEFT JOIN trials t ON t.id = f.trial WHERE f.id = b.id)
    WHEN 'outcome' THEN (SELECT t.title FROM outcomes o JOIN trials t ON t.id = o.trial WHERE o.id = b.id)
    WHEN 'citation' THEN (SELECT coalesce(container_title, publisher, '') || coalesce(' ' || substr(issued, 1, 4), '') FROM citations WHERE id = b.id) END AS context,
  CASE b.kind WHEN 'citation' THEN (SELECT type FROM citations WHERE id = b.id) WHEN 'trial' THEN (SELECT status FROM trials WHERE id = b.id) END AS type,
  CASE b.kind WHEN 'citation' THEN (SELECT notice FROM citations WHERE id = b.id) WHEN 'trial' THEN (SELECT notice FROM trials WHERE id = b.id) END AS notice,
  f.favours, f.change, f.significance,
  (SELECT verdict FROM claim_checks WHERE b.kind = 'claim' AND claim = b.id ORDER BY id LIMIT 1) AS verdict
FROM best b JOIN search ON search.rowid = b.rowid LEFT JOIN findings f ON b.kind = 'finding' AND f.id = b.id
WHERE search MATCH :match ORDER BY b.score, b.id

-- name: stale
-- 1 while a bulk load puts off building the index, or after one was stopped.
SELECT user_version = 1 AS stale FROM pragma_user_version

-- name: exact
SELECT DISTINCT 'trial' AS kind, t.id, t.title FROM registrations r JOIN trials t ON t.id = r.trial
WHERE r.number = upper(:identifier) AND r.status IN ('valid', 'alias', 'retired')
UNION SELECT 'citation', c.id, c.title FROM citation_keys k JOIN citations c ON c.id = k.citation
WHERE k.key IN ('doi:' || lower(:identifier), 'pmid:' || :identifier, 'pmcid:' || upper(:identifier))
UNION SELECT 'citation', c.id, c.title FROM redirects r JOIN citations c ON c.id = r.new_id WHERE r.old_id = :identifier
UNION SELECT 'trial', t.id, t.title FROM redirects r JOIN trials t ON t.id = r.new_id WHERE r.old_id IN (:identifier, upper(:identifier))
LIMIT 10
