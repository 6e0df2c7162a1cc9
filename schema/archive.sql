-- The archive: every page exactly as it was received. Rows are added, never rewritten.

CREATE TABLE IF NOT EXISTS snapshots (
  sha256     TEXT PRIMARY KEY,      -- hash of the bytes as received
  media_type TEXT,                  -- as the server or the file name said
  n_bytes    INTEGER NOT NULL,      -- length before compression
  body       BLOB,                  -- the bytes, zlib-compressed; NULL for a bulk file kept by path
  path       TEXT,                  -- where a bulk file lies, when it is not copied
  CHECK (body IS NOT NULL OR path IS NOT NULL)
) STRICT;

CREATE TABLE IF NOT EXISTS fetches (
  id            INTEGER PRIMARY KEY, -- in order of the requests
  url           TEXT NOT NULL,       -- the address asked for
  final_url     TEXT,                -- where redirects led
  fetched_at    TEXT NOT NULL,       -- UTC, ISO
  status        INTEGER,             -- HTTP status; NULL for files and for failures before an answer
  etag          TEXT,                -- for the next conditional request
  last_modified TEXT,                -- for the next conditional request
  sha256        TEXT REFERENCES snapshots(sha256), -- NULL for 304, errors and pages that are gone
  run           TEXT,                -- runs.id in the catalog
  error         TEXT                 -- one line, when the request failed
) STRICT;

CREATE INDEX IF NOT EXISTS fetches_url ON fetches(url, id);
