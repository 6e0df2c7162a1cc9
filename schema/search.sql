-- Full-text search. External content: the text stays where it is and is not stored again.
-- The content table's name is quoted on purpose: Datasette finds the index of a table by the text content="citations";
-- unquoted it would not, and `_search` would silently return every row.

CREATE TABLE search_ids (
  rowid INTEGER PRIMARY KEY,    -- the row's number in the index
  kind  TEXT NOT NULL,          -- trial | citation | outcome | finding | claim
  id    TEXT NOT NULL,          -- its key
  UNIQUE (kind, id)
) STRICT;

-- What is indexed, looked up by number. One subquery a kind, each by primary key.
CREATE VIEW search_rows AS
  SELECT s.rowid AS rowid, s.kind AS kind, s.id AS id,
    CASE s.kind
      WHEN 'trial' THEN (SELECT coalesce(title, id) FROM trials WHERE id = s.id)
      WHEN 'citation' THEN (SELECT title FROM citations WHERE id = s.id)
      WHEN 'outcome' THEN (SELECT name FROM outcomes WHERE id = s.id)
      WHEN 'finding' THEN (SELECT outcome_name FROM findings WHERE id = s.id)
      WHEN 'claim' THEN (SELECT coalesce(outcome_text, kind) FROM claims WHERE id = s.id)
    END AS title,
    CASE s.kind
      WHEN 'trial' THEN (SELECT id || ' ' || coalesce(acronym, '') || ' ' || coalesce(countries, '') FROM trials WHERE id = s.id)
      WHEN 'citation' THEN (SELECT abstract FROM citations WHERE id = s.id)
      WHEN 'outcome' THEN (SELECT measure FROM outcomes WHERE id = s.id)
      WHEN 'finding' THEN (SELECT quote FROM findings WHERE id = s.id)
      WHEN 'claim' THEN (SELECT quote FROM claims WHERE id = s.id)
    END AS body,
    CASE s.kind
      WHEN 'trial' THEN (SELECT group_concat(label, ' | ') FROM (
             SELECT t.label FROM trial_topics tt JOIN topics t ON t.id = tt.topic WHERE tt.trial = s.id ORDER BY t.id))
      WHEN 'citation' THEN (SELECT group_concat(name, ' ') FROM (
             SELECT coalesce(family, literal) AS name FROM authors WHERE citation = s.id ORDER BY position))
      WHEN 'outcome' THEN (SELECT domain FROM outcomes WHERE id = s.id)
      WHEN 'finding' THEN (SELECT coalesce(intervention, '') || ' | ' || coalesce(comparator, '') || ' | ' || coalesce(time_point, '')
             FROM findings WHERE id = s.id)
    END AS extra
  FROM search_ids s;

CREATE VIRTUAL TABLE search USING fts5(
  kind UNINDEXED, id UNINDEXED, title, body, extra,
  content="search_rows", content_rowid="rowid", tokenize="porter unicode61 remove_diacritics 2"
);

CREATE VIRTUAL TABLE citations_fts USING fts5(
  title, abstract, container_title,
  content="citations", content_rowid="rowid", tokenize="porter unicode61 remove_diacritics 2"
);

CREATE VIRTUAL TABLE trials_fts USING fts5(
  id, title, acronym, countries,
  content="trials", content_rowid="rowid", tokenize="porter unicode61 remove_diacritics 2"
);

CREATE VIRTUAL TABLE findings_fts USING fts5(
  outcome_name, quote, intervention, comparator,
  content="findings", content_rowid="rowid", tokenize="porter unicode61 remove_diacritics 2"
);
