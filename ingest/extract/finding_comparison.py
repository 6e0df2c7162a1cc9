"""Who is compared with whom in this document: intervention and comparator phrases read from title and abstract.

Rules propose (comparison_proposals.py), weights choose (`comparison` of the finding model, fitted on judged abstracts by
benchmarks/train_findings.py). The rule that proposed the chosen pair stays on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.extract.comparison_features import symbols
from ingest.extract.comparison_proposals import Comparison, proposals
from ingest.extract.finding_model import model

__all__ = ["Comparison", "comparison"]


def comparison(title: str, sentences: Sequence[str], results: Sequence[bool] = ()) -> Comparison:
    """The document's comparison; where nothing names the sides, the title's head and "control".

    `results` tells which sentences report results, where that is known. Of equally likely proposals the first wins.
    """
    proposed = proposals(title, sentences)
    weights = model()
    likely = [weights.comparison(names) for names in symbols(title, sentences, results, proposed)]
    best = max(likely)
    return replace(proposed[likely.index(best)], likelihood=round(best, 3))
