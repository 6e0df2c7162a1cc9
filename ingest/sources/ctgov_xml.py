"""ClinicalTrials.gov, the legacy XML export: one `clinical_study`, with posted results where there are any.

Home: https://clinicaltrials.gov/   Terms: https://clinicaltrials.gov/about-site/terms-conditions
Oddities seen (2026-11): no longer served, but what archives and older programs hold; before 2017 dates bear other
names (`firstreceived_date`) and the design is one line; `nct_alias` names numbers that redirect here; a file may hold
another number than its name says (the number inside counts); references are typed by their element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import ctgov_legacy, ctgov_record
from ingest.errors import PageChanged
from ingest.markup import refuse_size, xml_tree
from ingest.page import Page
from ingest.records import Parsed

KIND = "registry"
HOME = "https://clinicaltrials.gov/"
URL: re.Pattern[str] | None = re.compile(
    r"^https?://(?:www\.)?clinicaltrials\.gov/(?:ct2/)?show/[^?]*\?.*(?:display|results)xml", re.I
)
RANK = 10


def recognizes(page: Page) -> bool:
    """A `clinical_study` (or a list of them) as the first element."""
    return bool(
        re.match(
            rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:clinical_study|clinical_studies|search_results)\b",
            page.body[:2000],
            re.S,
        )
    )


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each study. Raises PageChanged when there is none."""
    refuse_size(page.body)
    root = xml_tree(page)
    roots = [root] if root.tag == "clinical_study" else list(root.iter("clinical_study"))
    if not roots:
        raise PageChanged("no clinical_study on the page")
    for element in roots:
        study, locate = ctgov_legacy.study(element)
        number = element.findtext("id_info/nct_id")
        yield ctgov_record.read(study, "ctgov_xml", locate, f"nct:{number}" if len(roots) > 1 else None)
