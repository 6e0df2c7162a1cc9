-- The catalog. Names are a contract (people write SQL against them): columns may be added, not renamed.
-- Rules for all tables: STRICT; NULL means that no source says it; closed vocabularies have a CHECK. Every foreign key
-- has an index: without one, taking away a single row would look through the whole of the table that refers to it.

-- Acquisition ------------------------------------------------------------------------------------------------------

CREATE TABLE sources (
  id        TEXT PRIMARY KEY,  -- file name of the source under ingest/sources
  name      TEXT NOT NULL,     -- what it is, for people
  kind      TEXT NOT NULL CHECK (kind IN ('registry','bibliographic','portal','journal','blog','news','press','feed','file')), -- what kind of page
  home_url  TEXT,              -- where such pages come from
  terms_url TEXT               -- terms of use, where known
) STRICT;

CREATE TABLE runs (
  id          TEXT PRIMARY KEY,  -- UTC time of the start and a digest, so that runs sort by time
  started_at  TEXT NOT NULL,     -- UTC, ISO
  finished_at TEXT,              -- NULL while running, and for a run whose process ended without a word
  status      TEXT NOT NULL CHECK (status IN ('running','ok','failed','interrupted')), -- failed: some page failed, the others were kept; interrupted: stopped before its end, what was saved stays
  seen        INTEGER NOT NULL DEFAULT 0, -- pages looked at
  added       INTEGER NOT NULL DEFAULT 0, -- pages new to the catalog
  changed     INTEGER NOT NULL DEFAULT 0, -- pages whose content changed
  gone        INTEGER NOT NULL DEFAULT 0, -- pages that their source no longer has
  failed      INTEGER NOT NULL DEFAULT 0, -- pages that could not be read
  version     TEXT NOT NULL,     -- version of trialtrace
  process     TEXT               -- machine, number and start of the process, by which a run that was killed is told
) STRICT;

CREATE TABLE run_issues (
  run      TEXT NOT NULL REFERENCES runs(id), -- the run
  url      TEXT,                  -- the page, when the issue concerns one
  stage    TEXT NOT NULL CHECK (stage IN ('fetch','archive','recognize','parse','extract','save','link','check')), -- where it happened
  severity TEXT NOT NULL CHECK (severity IN ('error','warning')), -- error: nothing of the page was kept from this run
  message  TEXT NOT NULL          -- one line
) STRICT;
CREATE INDEX run_issues_run ON run_issues(run);

CREATE TABLE pages (
  url        TEXT PRIMARY KEY,  -- address or file; "#key" tells records of one file apart
  source     TEXT REFERENCES sources(id), -- what read it
  citation   TEXT REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- the work it carries
  sha256     TEXT NOT NULL,     -- hash of its bytes (of the record, for records of one file)
  media_type TEXT,              -- as received
  language   TEXT,              -- as the page says
  title      TEXT,              -- as the page says
  first_seen TEXT NOT NULL,     -- UTC
  last_seen  TEXT NOT NULL,     -- UTC, when its content was last read anew
  changed_at TEXT,              -- UTC, last change of content
  gone_at    TEXT,              -- UTC, when its source no longer had it
  error      TEXT               -- why the newest version could not be read (what is shown is the last good one)
) STRICT;
CREATE INDEX pages_citation ON pages(citation);
CREATE INDEX pages_source ON pages(source);

CREATE TABLE documents (
  id          TEXT PRIMARY KEY, -- first 16 hex digits of sha256 of the text
  page        TEXT NOT NULL REFERENCES pages(url) DEFERRABLE INITIALLY DEFERRED, -- first page (by address) with this text
  citation    TEXT REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- the work that the text is of
  section_map TEXT NOT NULL,    -- JSON [[label, kind, start, end], ...], code points
  text        TEXT NOT NULL     -- as read; never cleaned again
) STRICT;
CREATE INDEX documents_citation ON documents(citation);
CREATE INDEX documents_page ON documents(page);

CREATE TABLE readings (
  page     TEXT PRIMARY KEY REFERENCES pages(url) DEFERRABLE INITIALLY DEFERRED, -- the page (or record of one)
  source   TEXT NOT NULL,       -- what read it
  document TEXT,                -- documents.id
  citation TEXT,                -- the work it was joined to
  record   BLOB NOT NULL        -- everything read from the page: JSON, zlib-compressed; what linking starts from
) STRICT;
CREATE INDEX readings_document ON readings(document);
CREATE INDEX readings_citation ON readings(citation);

CREATE TABLE reading_keys (
  key  TEXT NOT NULL,           -- identity key: doi:..., pmid:..., pmcid:..., title:<hash>, reg:<number>
  page TEXT NOT NULL,           -- the reading that has it
  node INTEGER NOT NULL,        -- 0: the page's own work; n: the n-th work it points at
  PRIMARY KEY (key, page, node)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_keys_page ON reading_keys(page);

CREATE TABLE reading_nodes (
  page     TEXT NOT NULL,       -- the reading
  node     INTEGER NOT NULL,    -- 0: its own work; n: the n-th work it points at
  citation TEXT NOT NULL,       -- the citation it was joined to
  PRIMARY KEY (page, node)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_nodes_citation ON reading_nodes(citation);

-- Bibliography -----------------------------------------------------------------------------------------------------

CREATE TABLE citations (
  id                    TEXT PRIMARY KEY, -- doi:..., else pmid:..., else pmcid:..., else page:<hash of address>
  type                  TEXT NOT NULL,    -- CSL-JSON type; "registration" for a registry record
  title                 TEXT,             -- chosen title (all stated ones: stated_values)
  original_title        TEXT,             -- title in the original language, when the title is a translation
  container_title       TEXT,             -- journal, book, site
  container_title_short TEXT,             -- its abbreviation
  volume                TEXT,             -- as printed
  issue                 TEXT,             -- as printed
  page                  TEXT,             -- page range or article number as printed
  number                TEXT,             -- article or report number
  issued                TEXT,             -- ISO date, only as precise as the source
  revised               TEXT,             -- ISO date of the record's last revision, where the source gives one
  publisher             TEXT,             -- publisher, house or site owner
  language              TEXT,             -- ISO 639 code
  abstract              TEXT,             -- with its section labels
  doi                   TEXT,             -- lower case
  pmid                  TEXT,             -- digits
  pmcid                 TEXT,             -- PMC and digits
  issn                  TEXT,             -- with hyphen
  url                   TEXT,             -- where people can read it
  is_summary            INTEGER NOT NULL DEFAULT 0 CHECK (is_summary IN (0, 1)), -- talks about somebody else's trial
  is_stub               INTEGER NOT NULL DEFAULT 0 CHECK (is_stub IN (0, 1)),    -- known only because another page points at it
  notice                TEXT CHECK (notice IN ('retraction','withdrawal','expression-of-concern','correction','erratum','reinstatement')) -- gravest notice in force
) STRICT;
CREATE INDEX citations_doi ON citations(doi);
CREATE INDEX citations_pmid ON citations(pmid);
CREATE INDEX citations_pmcid ON citations(pmcid);
CREATE INDEX citations_type ON citations(type);

CREATE TABLE citation_keys (
  key      TEXT NOT NULL,       -- every identity key of the work, as in reading_keys
  citation TEXT NOT NULL REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- the work
  PRIMARY KEY (key, citation)
) STRICT, WITHOUT ROWID;
CREATE INDEX citation_keys_citation ON citation_keys(citation);

CREATE TABLE authors (
  citation TEXT NOT NULL REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- the work
  position INTEGER NOT NULL,    -- 1 for the first
  family   TEXT,                -- family name
  given    TEXT,                -- given names or initials as stated
  literal  TEXT,                -- a collective author's name
  orcid    TEXT,                -- ORCID iD
  PRIMARY KEY (citation, position)
) STRICT;
CREATE INDEX authors_family ON authors(family);

CREATE TABLE keywords (
  citation TEXT NOT NULL REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- the work
  scheme   TEXT NOT NULL,       -- author | mesh | publication-type | research-area | tag
  term     TEXT NOT NULL,       -- as stated
  ui       TEXT,                -- the term's id in its scheme
  PRIMARY KEY (citation, scheme, term)
) STRICT;
CREATE INDEX keywords_term ON keywords(term);

CREATE TABLE citation_links (
  id            TEXT PRIMARY KEY, -- digest of the pointing work, relation and target
  from_citation TEXT NOT NULL REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- the work that points
  to_citation   TEXT,           -- the work pointed at; an identifier not in the catalog yet, or NULL for a bare title
  relation      TEXT NOT NULL CHECK (relation IN ('summarizes','cites','same-work','version-of','corrects','retracts','related')), -- what the pointing means
  rule          TEXT NOT NULL,  -- what made the link
  tier          INTEGER NOT NULL CHECK (tier BETWEEN 1 AND 5), -- 1: identifier or address ... 5: possible only
  target_key    TEXT,           -- identity key of the target as the page gives it
  target_title  TEXT,           -- title of the target as the page gives it
  target_year   TEXT,           -- year of the target as the page gives it
  document      TEXT REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED, -- where the pointing stands
  span_start    INTEGER,        -- code points, half open
  span_end      INTEGER,        -- code points, half open
  quote         TEXT,           -- the words there
  pointer       TEXT            -- for a link from a field
) STRICT;
CREATE INDEX citation_links_from ON citation_links(from_citation);
CREATE INDEX citation_links_to ON citation_links(to_citation);
CREATE INDEX citation_links_key ON citation_links(target_key);
CREATE INDEX citation_links_document ON citation_links(document) WHERE document IS NOT NULL;

CREATE TABLE link_keys (
  link  TEXT NOT NULL REFERENCES citation_links(id) DEFERRABLE INITIALLY DEFERRED, -- a link that gives more than its target_key
  place INTEGER NOT NULL,       -- 2 for the second key; the target is looked for by target_key first
  key   TEXT NOT NULL,          -- a further identity key of the target as the page gives it
  PRIMARY KEY (link, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_keys_key ON link_keys(key);

CREATE TABLE notices (
  id          TEXT PRIMARY KEY, -- digest of work, kind and notice
  citation    TEXT NOT NULL REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- the work that the notice is about
  kind        TEXT NOT NULL CHECK (kind IN ('retraction','withdrawal','expression-of-concern','correction','erratum','reinstatement')), -- what kind of notice
  notice_doi  TEXT,             -- DOI of the notice itself
  noticed_on  TEXT,             -- ISO date of the notice
  asserted_by TEXT NOT NULL,    -- source that says so
  page        TEXT NOT NULL,    -- page that says so
  first_seen  TEXT,             -- UTC, when it was first read here
  document    TEXT REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED, -- where it stands
  span_start  INTEGER,          -- code points, half open
  span_end    INTEGER,          -- code points, half open
  quote       TEXT,             -- the words there
  pointer     TEXT              -- for a notice from a field
) STRICT;
CREATE INDEX notices_citation ON notices(citation);
CREATE INDEX notices_document ON notices(document) WHERE document IS NOT NULL;

-- Trials -----------------------------------------------------------------------------------------------------------

CREATE TABLE trials (
  id                  TEXT PRIMARY KEY, -- preferred registration number, else the key of the earliest report
  title               TEXT,     -- registry title, else the title of the first report
  acronym             TEXT,     -- as registered or printed
  design              TEXT,     -- parallel | crossover | cluster | factorial | single-group | observational ...
  allocation          TEXT,     -- randomised | non-randomised | quasi-randomised
  masking             TEXT,     -- open | single | double | triple | quadruple
  framework           TEXT,     -- superiority | non-inferiority | equivalence
  enrolled_planned    INTEGER,  -- planned number of participants
  enrolled            INTEGER,  -- number of participants enrolled
  arms                INTEGER,  -- number of arms
  sites               INTEGER,  -- number of centres
  countries           TEXT,     -- names, joined with "; "
  status              TEXT,     -- recruitment status as registered
  phase               TEXT,     -- as registered
  registered_on       TEXT,     -- ISO date
  started_on          TEXT,     -- ISO date
  completed_on        TEXT,     -- ISO date
  registration_timing TEXT CHECK (registration_timing IN ('prospective','retrospective')), -- registration against start
  follow_up           TEXT,     -- length of follow-up as stated
  notice              TEXT CHECK (notice IN ('retraction','withdrawal','expression-of-concern','correction','erratum','reinstatement')) -- gravest notice on a report of the trial
) STRICT;

CREATE TABLE registrations (
  id            TEXT PRIMARY KEY, -- digest of page, number and place
  registry      TEXT NOT NULL,  -- scheme: nct, isrctn, ...
  number        TEXT NOT NULL,  -- canonical form; as written when rejected
  trial         TEXT REFERENCES trials(id) DEFERRABLE INITIALLY DEFERRED, -- the trial it belongs to; NULL when rejected or when no trial has it
  citation      TEXT NOT NULL REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- the work that gives it
  as_written    TEXT NOT NULL,  -- the characters on the page
  status        TEXT NOT NULL CHECK (status IN ('valid','alias','retired','mention','rejected')), -- valid: the work's own number
  reject_reason TEXT,           -- why it is no number
  rule          TEXT NOT NULL,  -- what decided
  document      TEXT REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED, -- where it stands
  span_start    INTEGER,        -- code points, half open
  span_end      INTEGER,        -- code points, half open
  quote         TEXT,           -- the words there
  pointer       TEXT,           -- for a number from a field
  CHECK ((status = 'rejected') = (reject_reason IS NOT NULL))
) STRICT;
CREATE INDEX registrations_number ON registrations(number);
CREATE INDEX registrations_trial ON registrations(trial);
CREATE INDEX registrations_citation ON registrations(citation);
CREATE INDEX registrations_document ON registrations(document) WHERE document IS NOT NULL;

CREATE TABLE trial_citations (
  trial      TEXT NOT NULL REFERENCES trials(id) DEFERRABLE INITIALLY DEFERRED,    -- the trial
  citation   TEXT NOT NULL REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- the work
  relation   TEXT NOT NULL CHECK (relation IN ('registration','protocol','results','follow-up','secondary','review','summary','mention')), -- what the work is to the trial
  rule       TEXT NOT NULL,     -- what made the link
  tier       INTEGER NOT NULL CHECK (tier BETWEEN 1 AND 5), -- 1: number in the report's own registration line ... 5: likeness, shown as possible
  explanation TEXT,             -- the reason in words, with what decided the relation
  document   TEXT REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED, -- where the reason stands
  span_start INTEGER,           -- code points, half open
  span_end   INTEGER,           -- code points, half open
  quote      TEXT,              -- the words there
  pointer    TEXT,              -- for a reason from a field
  PRIMARY KEY (trial, citation)
) STRICT;
CREATE INDEX trial_citations_citation ON trial_citations(citation);
CREATE INDEX trial_citations_document ON trial_citations(document) WHERE document IS NOT NULL;

CREATE TABLE arms (
  id          TEXT PRIMARY KEY, -- digest of trial and label
  trial       TEXT NOT NULL REFERENCES trials(id) DEFERRABLE INITIALLY DEFERRED, -- the trial
  label       TEXT NOT NULL,    -- as registered or printed
  role        TEXT,             -- intervention | comparator | active-comparator | placebo | no-intervention | other
  description TEXT,             -- as registered or printed
  enrolled    INTEGER           -- participants in this arm
) STRICT;
CREATE INDEX arms_trial ON arms(trial);

CREATE TABLE topics (
  id      TEXT PRIMARY KEY,     -- kind and normalized label
  kind    TEXT NOT NULL CHECK (kind IN ('condition','intervention','comparator','population','setting')), -- what it names
  label   TEXT NOT NULL,        -- as stated
  mesh_ui TEXT                  -- MeSH id, where stated
) STRICT;

CREATE TABLE trial_topics (
  trial TEXT NOT NULL REFERENCES trials(id) DEFERRABLE INITIALLY DEFERRED, -- the trial
  topic TEXT NOT NULL REFERENCES topics(id) DEFERRABLE INITIALLY DEFERRED, -- the topic
  role  TEXT NOT NULL CHECK (role IN ('condition','intervention','comparator','population','setting')), -- part it plays in the trial
  label TEXT NOT NULL,          -- as this trial's source words it
  mesh_ui    TEXT,              -- MeSH id, where this source states it
  page       TEXT,              -- page that says so
  document   TEXT REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED, -- where
  span_start INTEGER,           -- code points, half open
  span_end   INTEGER,           -- code points, half open
  quote      TEXT,              -- the words there
  pointer    TEXT,              -- for a field
  rule       TEXT,              -- what read it
  PRIMARY KEY (trial, topic, role)
) STRICT;
CREATE INDEX trial_topics_topic ON trial_topics(topic, label);
CREATE INDEX trial_topics_mesh ON trial_topics(topic, mesh_ui);
CREATE INDEX trial_topics_document ON trial_topics(document) WHERE document IS NOT NULL;

CREATE TABLE trial_relations (
  trial_a  TEXT NOT NULL,       -- a trial
  trial_b  TEXT NOT NULL,       -- another
  relation TEXT NOT NULL CHECK (relation IN ('follow-up-of','sub-study','conflict','pooled-in')), -- conflict: something joins them, but they are two numbers of one registry
  note     TEXT,                -- why, with the page that says it
  PRIMARY KEY (trial_a, trial_b, relation)
) STRICT;
CREATE INDEX trial_relations_b ON trial_relations(trial_b);

CREATE TABLE stated_values (
  id         TEXT PRIMARY KEY,  -- digest of entity, field, page and value
  entity     TEXT NOT NULL CHECK (entity IN ('trial','citation')), -- what the value is about
  entity_id  TEXT NOT NULL,     -- trials.id or citations.id
  field      TEXT NOT NULL,     -- a column of that table
  value      TEXT NOT NULL,     -- as stated, normalized only in form
  page       TEXT NOT NULL,     -- page that states it
  document   TEXT REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED, -- where
  span_start INTEGER,           -- code points, half open
  span_end   INTEGER,           -- code points, half open
  quote      TEXT,              -- the words there
  pointer    TEXT,              -- for a field
  rule       TEXT NOT NULL,     -- what read it
  chosen     INTEGER NOT NULL CHECK (chosen IN (0, 1)) -- 1: this one is shown
) STRICT;
CREATE INDEX stated_values_entity ON stated_values(entity_id, field);
CREATE INDEX stated_values_document ON stated_values(document) WHERE document IS NOT NULL;

-- Outcomes and findings --------------------------------------------------------------------------------------------

CREATE TABLE outcomes (
  id      TEXT PRIMARY KEY,     -- trial and normalized name
  trial   TEXT NOT NULL REFERENCES trials(id) DEFERRABLE INITIALLY DEFERRED, -- the trial
  name    TEXT NOT NULL,        -- as first specified, else as reported
  domain  TEXT,                 -- as the sources group it
  measure TEXT,                 -- instrument
  better  TEXT NOT NULL DEFAULT 'unclear' CHECK (better IN ('higher','lower','unclear')) -- which direction is good for patients
) STRICT;
CREATE INDEX outcomes_trial ON outcomes(trial);

CREATE TABLE outcome_specs (
  id         TEXT PRIMARY KEY,  -- digest of outcome, citation and place
  outcome    TEXT NOT NULL REFERENCES outcomes(id) DEFERRABLE INITIALLY DEFERRED,  -- the outcome
  citation   TEXT NOT NULL REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- registry record, protocol or report
  name       TEXT NOT NULL,     -- as this source words it
  version    TEXT,              -- version of the registry record
  rank       TEXT CHECK (rank IN ('primary','secondary','other')), -- as specified
  metric     TEXT,              -- change from baseline, final value, time to event ...
  time_frame TEXT,              -- as specified
  time_days  INTEGER,           -- time frame in days
  document   TEXT REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED, -- where
  span_start INTEGER,           -- code points, half open
  span_end   INTEGER,           -- code points, half open
  quote      TEXT,              -- the words there
  pointer    TEXT,              -- for a field
  rule       TEXT NOT NULL      -- what read it
) STRICT;
CREATE INDEX outcome_specs_outcome ON outcome_specs(outcome);
CREATE INDEX outcome_specs_citation ON outcome_specs(citation);
CREATE INDEX outcome_specs_document ON outcome_specs(document) WHERE document IS NOT NULL;

CREATE TABLE findings (
  id                  TEXT PRIMARY KEY, -- digest of citation, outcome, comparison, time, population and place
  trial               TEXT REFERENCES trials(id) DEFERRABLE INITIALLY DEFERRED,     -- the trial
  citation            TEXT NOT NULL REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- the report
  outcome             TEXT REFERENCES outcomes(id) DEFERRABLE INITIALLY DEFERRED,   -- the outcome
  outcome_name        TEXT NOT NULL,    -- as this report words it
  domain              TEXT,             -- as this report groups it
  comparison          TEXT NOT NULL CHECK (comparison IN ('between-group','within-group','subgroup','dose','interaction')), -- what is compared
  intervention        TEXT,     -- as this report words it
  comparator          TEXT,     -- as this report words it
  time_point          TEXT,     -- as this report words it
  time_days           INTEGER,  -- time point in days
  population          TEXT,     -- all randomised, per protocol, a subgroup ...
  change              TEXT NOT NULL CHECK (change IN ('increased','decreased','no-difference','mixed','unclear')), -- of the measured quantity, intervention against comparator
  significance        TEXT NOT NULL CHECK (significance IN ('significant','not-significant','non-inferior','equivalent','not-tested','not-reported')), -- apart from change
  favours             TEXT NOT NULL CHECK (favours IN ('intervention','comparator','neither','unclear')), -- through outcomes.better
  effect_measure      TEXT,     -- HR, OR, RR, IRR, RD, MD, SMD, beta, percentage-change
  estimate            REAL,     -- of the effect measure
  unit                TEXT,     -- of estimate and means
  ci_level            REAL,     -- percent
  ci_low              REAL,     -- lower limit
  ci_high             REAL,     -- upper limit
  p_operator          TEXT CHECK (p_operator IN ('=','<','>','<=','>=')), -- as printed
  p_value             REAL,     -- as printed
  n_intervention      INTEGER,  -- analysed in the intervention arm
  n_comparator        INTEGER,  -- analysed in the comparator arm
  events_intervention INTEGER,  -- participants with the event
  events_comparator   INTEGER,  -- participants with the event
  mean_intervention   REAL,     -- mean of the intervention arm
  mean_comparator     REAL,     -- mean of the comparator arm
  sd_intervention     REAL,     -- standard deviation
  sd_comparator       REAL,     -- standard deviation
  completeness        TEXT NOT NULL CHECK (completeness IN ('full','partial','direction-only')), -- full: effect with its uncertainty
  confidence          REAL CHECK (confidence BETWEEN 0 AND 1), -- how likely outcome and direction are both right, as measured; where a model decided
  document            TEXT REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED, -- where
  span_start          INTEGER,  -- code points, half open
  span_end            INTEGER,  -- code points, half open
  quote               TEXT,     -- the words there
  pointer             TEXT,     -- for a finding from a field
  rule                TEXT NOT NULL,    -- what read it
  rule_version        TEXT NOT NULL,    -- version of the rule
  CHECK (quote IS NOT NULL OR pointer IS NOT NULL)
) STRICT;
CREATE INDEX findings_trial ON findings(trial);
CREATE INDEX findings_citation ON findings(citation);
CREATE INDEX findings_outcome ON findings(outcome);
CREATE INDEX findings_rule ON findings(rule);
CREATE INDEX findings_document ON findings(document) WHERE document IS NOT NULL;

-- Summaries --------------------------------------------------------------------------------------------------------

CREATE TABLE claims (
  id           TEXT PRIMARY KEY, -- digest of citation and place
  citation     TEXT NOT NULL REFERENCES citations(id) DEFERRABLE INITIALLY DEFERRED, -- the summary
  position     INTEGER NOT NULL, -- order on the page
  in_title     INTEGER NOT NULL CHECK (in_title IN (0, 1)), -- stands in the title
  kind         TEXT NOT NULL CHECK (kind IN ('effect','no-effect','number','design','population','citation','recommendation','harm')), -- what it claims
  outcome_text TEXT,            -- the outcome as worded there
  change       TEXT CHECK (change IN ('increased','decreased','no-difference','mixed','unclear')), -- claimed change
  strength     TEXT CHECK (strength IN ('none','correlational','conditional-causal','causal')), -- strength of the wording
  number_text  TEXT,            -- the number as printed
  document     TEXT REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED, -- where
  span_start   INTEGER,         -- code points, half open
  span_end     INTEGER,         -- code points, half open
  quote        TEXT NOT NULL,   -- the words there
  rule         TEXT NOT NULL    -- what read it
) STRICT;
CREATE INDEX claims_citation ON claims(citation);
CREATE INDEX claims_document ON claims(document) WHERE document IS NOT NULL;

CREATE TABLE claim_checks (
  id          TEXT PRIMARY KEY, -- digest of claim and finding
  claim       TEXT NOT NULL REFERENCES claims(id) DEFERRABLE INITIALLY DEFERRED, -- the claim
  finding     TEXT REFERENCES findings(id) DEFERRABLE INITIALLY DEFERRED, -- the finding it was held against
  trial       TEXT REFERENCES trials(id) DEFERRABLE INITIALLY DEFERRED,   -- the trial it was held against
  verdict     TEXT NOT NULL CHECK (verdict IN ('supported','overstated','contradicted','number-mismatch','outcome-switched','population-extended','omits-null-result','not-found','not-checkable')), -- the result
  explanation TEXT NOT NULL,    -- the reason in words
  rule        TEXT NOT NULL,    -- what decided
  document    TEXT REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED, -- the trial's own text
  span_start  INTEGER,          -- code points, half open
  span_end    INTEGER,          -- code points, half open
  quote       TEXT              -- the trial's words
) STRICT;
CREATE INDEX claim_checks_claim ON claim_checks(claim);
CREATE INDEX claim_checks_finding ON claim_checks(finding);
CREATE INDEX claim_checks_trial ON claim_checks(trial);
CREATE INDEX claim_checks_document ON claim_checks(document) WHERE document IS NOT NULL;

-- Integrity and history --------------------------------------------------------------------------------------------

CREATE TABLE checks (
  id        TEXT PRIMARY KEY,   -- digest of rule, entity and id
  rule      TEXT NOT NULL,      -- what was checked
  entity    TEXT NOT NULL CHECK (entity IN ('trial','citation','finding','outcome','registration')), -- kind of row
  entity_id TEXT NOT NULL,      -- its id
  owner     TEXT NOT NULL,      -- citation or trial whose change renews the check
  result    TEXT NOT NULL CHECK (result IN ('ok','fail','note','not-checkable')), -- fail: something does not add up
  detail    TEXT NOT NULL       -- the figures, in words
) STRICT;
CREATE INDEX checks_entity ON checks(entity_id);
CREATE INDEX checks_owner ON checks(owner);

CREATE TABLE changes (
  id        INTEGER PRIMARY KEY, -- in order of writing
  run       TEXT NOT NULL REFERENCES runs(id), -- the run
  at        TEXT NOT NULL,      -- UTC
  entity    TEXT NOT NULL,      -- table
  entity_id TEXT NOT NULL,      -- key of the row
  field     TEXT,               -- column; NULL for a row that came or went
  old_value TEXT,               -- before
  new_value TEXT,               -- after
  cause     TEXT NOT NULL CHECK (cause IN ('source-new','source-changed','source-gone','parser-changed','correction')), -- why
  material  INTEGER NOT NULL CHECK (material IN (0, 1)) -- 1: changes what a reader would conclude
) STRICT;
CREATE INDEX changes_entity ON changes(entity_id);
CREATE INDEX changes_at ON changes(at);
CREATE INDEX changes_run ON changes(run);

CREATE TABLE corrections (
  id            TEXT PRIMARY KEY, -- digest of what is corrected
  kind          TEXT NOT NULL CHECK (kind IN ('value','link','unlink','merge','split')), -- what a person overruled
  entity        TEXT NOT NULL,  -- trial | citation
  entity_id     TEXT NOT NULL,  -- as the person named it
  target        TEXT,           -- the other side of a link, unlink, merge or split
  field         TEXT,           -- for a value
  machine_value TEXT,           -- what the machine says now
  expected      TEXT,           -- what the machine said when the person decided
  value         TEXT,           -- what the person says
  reason        TEXT NOT NULL,  -- why
  evidence_url  TEXT,           -- where one can see it
  by            TEXT NOT NULL,  -- who
  at            TEXT NOT NULL,  -- ISO date of the decision
  status        TEXT NOT NULL CHECK (status IN ('active','stale','superseded')) -- stale: the machine's value moved since
) STRICT;

CREATE TABLE redirects (
  old_id TEXT PRIMARY KEY,      -- a key that people may hold
  new_id TEXT NOT NULL,         -- the key in use
  rule   TEXT NOT NULL,         -- equal identifier | own address | title and author | other pages | pointed at | numbers of one trial | report's key
  reason TEXT NOT NULL,         -- why it is the same thing
  at     TEXT                   -- UTC, when it came to be
) STRICT, WITHOUT ROWID;
CREATE INDEX redirects_new ON redirects(new_id);
