-- What the page of a document shows. `:id` is documents.id.

-- name: document
SELECT d.id, d.page, d.text, d.section_map, d.citation, c.title, c.type, c.is_summary, p.last_seen, p.url
FROM documents d LEFT JOIN citations c ON c.id = d.citation LEFT JOIN pages p ON p.url = d.page WHERE d.id = :id

-- name: facts
SELECT kind, id, start, "end", label FROM (
  SELECT 'finding' AS kind, id, span_start AS start, span_end AS "end", outcome_name AS label, 1 AS rank FROM findings
  WHERE citation IN (SELECT citation FROM documents WHERE id = :id) AND document = :id
  UNION ALL SELECT 'claim', id, span_start, span_end, kind, 2 FROM claims
  WHERE citation IN (SELECT citation FROM documents WHERE id = :id) AND document = :id
  UNION ALL SELECT 'registration', trial, span_start, span_end, number, 3 FROM registrations
  WHERE citation IN (SELECT citation FROM documents WHERE id = :id) AND document = :id
) WHERE start IS NOT NULL ORDER BY start, rank, label LIMIT 200
