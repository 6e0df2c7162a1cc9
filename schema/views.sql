-- Views for people. Each is documented in metadata.yml.

-- One line a trial: what it is, what it enrolled, what is known of it here.
CREATE VIEW trial_overview AS
  SELECT t.id AS trial, t.title, t.acronym, t.status, t.enrolled, t.enrolled_planned, t.allocation, t.countries, t.follow_up, t.notice,
    (SELECT group_concat(label, '; ') FROM (SELECT tt.label FROM trial_topics tt WHERE tt.trial = t.id AND tt.role = 'condition' ORDER BY tt.label)) AS conditions,
    (SELECT group_concat(label, '; ') FROM (SELECT tt.label FROM trial_topics tt WHERE tt.trial = t.id AND tt.role = 'intervention' ORDER BY tt.label)) AS interventions,
    (SELECT group_concat(label, '; ') FROM (SELECT tt.label FROM trial_topics tt WHERE tt.trial = t.id AND tt.role = 'comparator' ORDER BY tt.label)) AS comparators,
    (SELECT group_concat(number, '; ') FROM (SELECT DISTINCT r.number FROM registrations r WHERE r.trial = t.id AND r.status IN ('valid', 'alias', 'retired') ORDER BY r.number)) AS numbers,
    (SELECT count(*) FROM trial_citations tc WHERE tc.trial = t.id AND tc.relation NOT IN ('summary', 'mention')) AS reports,
    (SELECT count(*) FROM trial_citations tc WHERE tc.trial = t.id AND tc.relation = 'summary') AS summaries,
    (SELECT count(*) FROM outcomes o WHERE o.trial = t.id) AS outcomes,
    (SELECT count(*) FROM findings f WHERE f.trial = t.id) AS findings
  FROM trials t;

-- One line a finding, with its trial, report, outcome and words.
CREATE VIEW finding_details AS
  SELECT f.id AS finding, f.trial, t.title AS trial_title, coalesce(o.name, f.outcome_name) AS outcome, f.outcome_name AS outcome_as_worded,
    coalesce(f.domain, o.domain) AS domain, o.better, f.comparison, f.intervention, f.comparator, f.time_point, f.time_days, f.population,
    f.change, f.significance, f.favours, f.effect_measure, f.estimate, f.ci_level, f.ci_low, f.ci_high, f.p_operator, f.p_value,
    f.n_intervention, f.n_comparator, f.completeness, f.confidence, f.citation, c.title AS report_title, c.issued, c.notice,
    f.quote, f.document, f.span_start, f.span_end, f.pointer, f.rule, f.rule_version
  FROM findings f
  LEFT JOIN trials t ON t.id = f.trial
  LEFT JOIN outcomes o ON o.id = f.outcome
  JOIN citations c ON c.id = f.citation;

-- One line for each claim of a summary and each finding it was held against.
CREATE VIEW claim_cards AS
  SELECT cl.id AS claim, cl.citation AS summary, s.title AS summary_title, s.publisher, s.issued, cl.in_title, cl.kind, cl.quote AS claim_quote,
    cl.outcome_text, cl.number_text, cl.strength, cc.verdict, cc.explanation, cc.quote AS trial_quote, cc.trial, cc.finding, cc.rule
  FROM claims cl
  JOIN citations s ON s.id = cl.citation
  LEFT JOIN claim_checks cc ON cc.claim = cl.id;

-- Outcomes as registered and in the protocol against outcomes as reported. An outcome may have two ranks (for two time
-- points); the first is shown, and only a rank that was never specified counts as a change.
CREATE VIEW outcome_drift AS
  SELECT trial, outcome, name, registered_rank, protocol_rank, reported_rank, findings,
    CASE
      WHEN NOT specified THEN 'reported, not specified beforehand'
      WHEN NOT reported AND findings = 0 THEN 'specified, no finding here'
      WHEN reported_rank IS NULL THEN 'reported, rank not told'
      WHEN instr(specified_ranks, reported_rank) = 0 AND specified_ranks != '' THEN
        'specified as ' || coalesce(registered_rank, protocol_rank) || ', reported as ' || reported_rank
      ELSE 'as specified'
    END AS drift
  FROM (
    SELECT o.trial, o.id AS outcome, o.name,
      substr(min(CASE WHEN tc.relation = 'registration' THEN s.place || s.rank END), 2) AS registered_rank,
      substr(min(CASE WHEN tc.relation = 'protocol' THEN s.place || s.rank END), 2) AS protocol_rank,
      substr(min(CASE WHEN tc.relation IN ('results', 'follow-up', 'secondary') THEN s.place || s.rank END), 2) AS reported_rank,
      coalesce(group_concat(CASE WHEN tc.relation IN ('registration', 'protocol') THEN s.rank END), '') AS specified_ranks,
      max(coalesce(tc.relation IN ('registration', 'protocol'), 0)) AS specified,
      max(coalesce(tc.relation IN ('results', 'follow-up', 'secondary'), 0)) AS reported,
      (SELECT count(*) FROM findings f WHERE f.outcome = o.id) AS findings
    FROM outcomes o
    LEFT JOIN (SELECT outcome, citation, rank, CASE rank WHEN 'primary' THEN 1 WHEN 'secondary' THEN 2 ELSE 3 END AS place FROM outcome_specs) s
      ON s.outcome = o.id
    LEFT JOIN trial_citations tc ON tc.trial = o.trial AND tc.citation = s.citation
    WHERE EXISTS (SELECT 1 FROM trial_citations r WHERE r.trial = o.trial AND r.relation IN ('registration', 'protocol'))
    GROUP BY o.id
  );

-- Findings counted by direction for each outcome: an effect direction plot as a table (SWiM).
CREATE VIEW effect_directions AS
  SELECT lower(coalesce(o.name, f.outcome_name)) AS outcome, count(DISTINCT f.trial) AS trials, count(*) AS findings,
    sum(f.favours = 'intervention') AS favours_intervention, sum(f.favours = 'comparator') AS favours_comparator,
    sum(f.change = 'no-difference') AS no_difference, sum(f.significance = 'significant') AS significant,
    sum(f.significance = 'not-significant') AS not_significant
  FROM findings f LEFT JOIN outcomes o ON o.id = f.outcome
  WHERE f.comparison = 'between-group'
  GROUP BY 1;

-- How many trials and findings there are for each condition and intervention.
CREATE VIEW evidence_map AS
  SELECT c.label AS condition, i.label AS intervention, count(DISTINCT c.trial) AS trials, sum(coalesce(f.n, 0)) AS findings
  FROM trial_topics c JOIN trial_topics i ON i.trial = c.trial AND i.role = 'intervention'
  LEFT JOIN (SELECT trial, count(*) AS n FROM findings GROUP BY trial) f ON f.trial = c.trial
  WHERE c.role = 'condition'
  GROUP BY c.topic, i.topic;

-- Two trials of one intervention whose between-group findings on comparable outcomes point different ways.
-- Comparable: named by the same content words (the end of outcomes.id is a digest of them), put in the same domain by
-- their reports, or each the primary outcome of its trial. A difference of significance alone proves no contradiction;
-- both quotes and comparators are shown so that a reader can judge.
CREATE VIEW contradictions AS
  WITH named AS (
    -- One name an intervention: "Illness Management and Recovery (IMR)" is "illness management and recovery". What
    -- usually stands on the other side is no intervention whose results could be compared.
    SELECT DISTINCT trial, lower(trim(CASE WHEN label LIKE '_% (%)' THEN substr(label, 1, instr(label, ' (') - 1) ELSE label END)) AS intervention
    FROM trial_topics WHERE role = 'intervention'
  ),
  told AS MATERIALIZED (
    SELECT n.intervention, f.id, f.trial, f.citation, f.change, f.favours, substr(f.outcome, -10) AS words, lower(f.domain) AS domain,
      EXISTS (SELECT 1 FROM outcome_specs s WHERE s.outcome = f.outcome AND s.rank = 'primary') AS is_primary,
      f.significance != 'significant' AS is_null
    FROM findings f JOIN named n ON n.trial = f.trial
    WHERE f.comparison = 'between-group' AND f.outcome IS NOT NULL
      AND (f.significance IN ('not-significant', 'equivalent') OR f.significance = 'significant' AND f.change IN ('increased', 'decreased'))
      AND n.intervention NOT IN ('placebo', 'placebos', 'control', 'usual care', 'care as usual', 'treatment as usual', 'standard care',
        'standard of care', 'no intervention', 'sham', 'waiting list')
  ),
  pairs AS (
    SELECT 'same outcome' AS basis, a.intervention, a.trial AS trial_a, b.trial AS trial_b, a.id AS a, b.id AS b, a.is_null FROM told a JOIN told b
      ON b.intervention = a.intervention AND b.words = a.words
    WHERE b.trial != a.trial AND b.citation != a.citation AND NOT b.is_null
      AND (a.is_null OR a.favours = 'intervention' AND b.favours = 'comparator'
        OR a.favours = 'unclear' AND b.favours = 'unclear' AND a.change = 'decreased' AND b.change = 'increased')
    UNION ALL
    SELECT 'same domain', a.intervention, a.trial, b.trial, a.id, b.id, a.is_null FROM told a JOIN told b
      ON b.intervention = a.intervention AND b.domain = a.domain
    WHERE b.trial != a.trial AND b.citation != a.citation AND NOT b.is_null AND b.words != a.words
      AND (a.is_null OR a.favours = 'intervention' AND b.favours = 'comparator')
    UNION ALL
    SELECT 'primary outcomes', a.intervention, a.trial, b.trial, a.id, b.id, a.is_null FROM told a JOIN told b
      ON b.intervention = a.intervention AND b.is_primary = 1
    WHERE a.is_primary = 1 AND b.trial != a.trial AND b.citation != a.citation AND NOT b.is_null AND b.words != a.words AND (b.domain = a.domain) IS NOT 1
      AND (a.is_null OR a.favours = 'intervention' AND b.favours = 'comparator')
  )
  SELECT p.intervention, p.basis, iif(p.is_null, 'no difference against an effect', 'opposite effects') AS kind,
    p.trial_a, a.outcome_name AS outcome_a, a.comparator AS comparator_a, a.time_point AS time_point_a, a.change AS change_a,
    a.significance AS significance_a, p.trial_b, b.outcome_name AS outcome_b, b.comparator AS comparator_b,
    b.time_point AS time_point_b, b.change AS change_b, b.significance AS significance_b,
    a.quote AS quote_a, b.quote AS quote_b, a.id AS finding_a, b.id AS finding_b
  FROM pairs p CROSS JOIN findings a ON a.id = p.a CROSS JOIN findings b ON b.id = p.b;

-- Summaries that rest on a report with a notice (retraction, concern, correction).
CREATE VIEW summaries_of_noticed_reports AS
  SELECT l.from_citation AS summary, s.title AS summary_title, s.url AS summary_url, l.to_citation AS report, c.title AS report_title,
    c.notice, n.noticed_on, n.notice_doi, n.asserted_by, l.rule AS linked_by, l.quote AS link_quote
  FROM citation_links l
  JOIN citations s ON s.id = l.from_citation
  JOIN citations c ON c.id = l.to_citation
  LEFT JOIN notices n ON n.citation = c.id AND n.kind = c.notice
  WHERE l.relation = 'summarizes' AND l.tier < 5 AND c.notice IS NOT NULL;

-- What changed, newest first.
CREATE VIEW recent_changes AS
  SELECT at, entity, entity_id, field, old_value, new_value, cause, material, run, id FROM changes ORDER BY id DESC;

-- Every link with its reason: works to trials, and works to works.
CREATE VIEW why_linked AS
  SELECT 'trial' AS link, tc.citation AS from_id, c.title AS from_title, tc.trial AS to_id, tc.relation, tc.rule, tc.tier,
    tc.explanation, tc.quote, tc.document, tc.span_start, tc.span_end, tc.pointer
  FROM trial_citations tc JOIN citations c ON c.id = tc.citation
  UNION ALL
  SELECT 'work', l.from_citation, c.title, coalesce(l.to_citation, l.target_title), l.relation, l.rule, l.tier,
    CASE l.tier WHEN 1 THEN 'by an identifier or address on the page' WHEN 2 THEN 'by an identifier in a printed reference or an address'
      WHEN 3 THEN 'by a printed reference: author, year, title, journal' WHEN 4 THEN 'by its title; not resolved by title alone'
      ELSE 'possible only: author, journal and date agree' END,
    l.quote, l.document, l.span_start, l.span_end, l.pointer
  FROM citation_links l JOIN citations c ON c.id = l.from_citation
  UNION ALL
  SELECT iif(k.rule IN ('numbers of one trial', 'report''s key'), 'same trial', 'same work'), k.old_id,
    (SELECT c.title FROM citations c WHERE c.id = k.new_id), k.new_id, 'same-work', k.rule,
    CASE k.rule WHEN 'title and author' THEN 3 WHEN 'pointed at' THEN 2 WHEN 'other pages' THEN 2 ELSE 1 END, k.reason,
    NULL, NULL, NULL, NULL, NULL
  FROM redirects k;

-- Pages that are linked to no trial, with what is known of them.
CREATE VIEW unlinked_pages AS
  SELECT p.url, p.source, p.citation, c.type, c.title, c.is_summary, p.error,
    CASE WHEN p.error IS NOT NULL THEN 'could not be read: ' || p.error
      WHEN p.citation IS NULL THEN 'carries no work of its own'
      WHEN c.is_summary THEN CASE WHEN EXISTS (SELECT 1 FROM citation_links l WHERE l.from_citation = c.id AND l.relation = 'summarizes')
        THEN 'points at a work that belongs to no trial here' ELSE 'points at no study' END
      WHEN EXISTS (SELECT 1 FROM registrations r WHERE r.citation = c.id AND r.status = 'rejected') THEN 'its registration number was rejected'
      ELSE 'gives no registration number and does not read like a trial report' END AS reason
  FROM pages p LEFT JOIN citations c ON c.id = p.citation
  WHERE p.gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM trial_citations tc WHERE tc.citation = p.citation);

-- Facts whose words do not stand where they say; must stay empty.
CREATE VIEW span_faults AS
  SELECT f.kind, f.id, f.document, f.span_start, f.span_end, f.quote FROM (
    SELECT 'finding' AS kind, id, document, span_start, span_end, quote FROM findings
    UNION ALL SELECT 'claim', id, document, span_start, span_end, quote FROM claims
    UNION ALL SELECT 'claim_check', id, document, span_start, span_end, quote FROM claim_checks
    UNION ALL SELECT 'registration', id, document, span_start, span_end, quote FROM registrations
    UNION ALL SELECT 'stated_value', id, document, span_start, span_end, quote FROM stated_values
    UNION ALL SELECT 'outcome_spec', id, document, span_start, span_end, quote FROM outcome_specs
    UNION ALL SELECT 'citation_link', id, document, span_start, span_end, quote FROM citation_links
    UNION ALL SELECT 'notice', id, document, span_start, span_end, quote FROM notices
    UNION ALL SELECT 'trial_topic', trial || ' ' || topic, document, span_start, span_end, quote FROM trial_topics
    UNION ALL SELECT 'trial_citation', trial || ' ' || citation, document, span_start, span_end, quote FROM trial_citations
  ) f LEFT JOIN documents d ON d.id = f.document
  WHERE f.quote IS NOT NULL AND f.document IS NOT NULL
    AND substr(d.text, f.span_start + 1, f.span_end - f.span_start) IS NOT f.quote;
