"""Nodes to works. Every step looks at a sorted neighbourhood only, so the order in which pages came cannot matter.

1. Pages' own nodes join on an equal PMID, DOI, PMCID, registry record or address, if they are compatible: never two
   different PMIDs, never a notice with the article it is about, never two outputs that merely share a printed DOI.
2. What has no identifier joins on equal title + year + first author (or volume and first page, or journal when one
   side names no author), and only if there is exactly one candidate.
3. Nodes that others' pages point at are attached to what they name; they never join two works.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.link.choose import authority
from ingest.link.nodes import Node, address_key, plain_title

SAME_TITLE_SHARE = 0.6
SCHEMES = ("pmid", "doi", "pmcid", "record")
# Identifiers of which a work has one only.
SINGLE = ("pmid", "doi", "record")


@dataclass(slots=True)
class Work:
    """Nodes that are one citable work. `id` is set by `name_works`."""

    nodes: list[Node]
    id: str = ""
    contested: set[str] = field(default_factory=set)

    @property
    def own(self) -> list[Node]:
        """The nodes of pages that carry the work itself."""
        return [node for node in self.nodes if node.n == 0]

    def values(self, scheme: str) -> set[str]:
        """All values of an identifier scheme that the work's nodes state."""
        return {value for node in self.nodes if (value := getattr(node, scheme))}


def works_of(nodes: Iterable[Node], same: Iterable[tuple[str, str]] = (), apart: Iterable[str] = ()) -> list[Work]:
    """Group a closed neighbourhood of nodes into named works, sorted by their first node.

    `same`: pairs of pages that a person declared one work; `apart`: pages that a person split off.
    """
    ordered = sorted(nodes, key=lambda node: node.key)
    split = set(apart)
    own = [node for node in ordered if node.n == 0]
    works = [Work([node]) for node in own if node.page in split]
    works += _join_strong([node for node in own if node.page not in split], list(same))
    fixed = [work for work in works if work.nodes[0].page in split]
    works = fixed + _join_by_title([work for work in works if work not in fixed])
    works = _attach_pointed(works, [node for node in ordered if node.n > 0], split)
    for work in works:
        work.nodes.sort(key=lambda node: node.key)
    works.sort(key=lambda work: work.nodes[0].key)
    _name(works)
    return works


def compatible(a: Node, b: Node) -> bool:
    """May two nodes that share an identifier be one work?"""
    if a.is_notice != b.is_notice:
        return False
    if _differ(a.pmid, b.pmid) or _differ(a.record, b.record) or (_differ(a.doi, b.doi) and not (a.pmid and b.pmid)):
        return False
    if not a.title or not b.title or similar_titles(a.title, b.title):
        return True
    return bool(a.first_author and a.first_author == b.first_author and a.year == b.year)


def _differ(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def similar_titles(a: str, b: str) -> bool:
    """Equal but for a subtitle, a full stop or a few words."""
    left, right = set(plain_title(a).split()), set(plain_title(b).split())
    if not left or not right:
        return True
    shared = len(left & right)
    smaller = min(len(left), len(right))
    return shared / len(left | right) >= SAME_TITLE_SHARE or (smaller >= 4 and shared / smaller >= 0.85)


def _join_strong(nodes: Sequence[Node], same: list[tuple[str, str]]) -> list[Work]:
    work_of = {node.key: Work([node]) for node in nodes}
    declared = {page: node for node in nodes for page in [node.page]}
    for left, right in sorted(same):
        if left in declared and right in declared:
            _merge(work_of, declared[left], declared[right])
    for scheme in (*SCHEMES, "address"):
        holders: dict[str, list[Node]] = defaultdict(list)
        for node in nodes:
            if value := getattr(node, scheme):
                holders[value].append(node)
        for _, group in sorted(holders.items()):
            _join_group(work_of, group)
    return _distinct(work_of.values())


def _join_group(work_of: dict[tuple[str, int], Work], group: list[Node]) -> None:
    """Join what shares one identifier: each node with the first earlier one that its whole work is compatible with."""
    heads: list[Node] = []
    for node in group:
        head = next((h for h in heads if _may_join(work_of[h.key], work_of[node.key])), None)
        if head is None:
            heads.append(node)
        else:
            _merge(work_of, head, node)


def _may_join(a: Work, b: Work) -> bool:
    if a is b:
        return True
    for scheme in SINGLE:
        values = a.values(scheme) | b.values(scheme)
        if len(values) > 1 and not (scheme == "doi" and a.values("pmid") & b.values("pmid")):
            return False
    return all(compatible(x, y) for x in a.nodes[:8] for y in b.nodes[:8])


def _merge(work_of: dict[tuple[str, int], Work], a: Node, b: Node) -> None:
    into, other = work_of[a.key], work_of[b.key]
    if into is other:
        return
    into.nodes += other.nodes
    for node in other.nodes:
        work_of[node.key] = into


def _distinct(works: Iterable[Work]) -> list[Work]:
    return list({id(work): work for work in works}.values())


def _join_by_title(works: list[Work]) -> list[Work]:
    """Attach what has no identifier to the one candidate with its title; join nameless works with each other."""
    blocks: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        for key in sorted({node.title_key for node in work.nodes if node.title_key}):
            blocks[key].append(work)
    gone: dict[int, Work] = {}
    for _, block in sorted(blocks.items()):
        _join_block([_current(gone, work) for work in block], gone)
    return [work for work in works if id(work) not in gone]


def _join_block(block: list[Work], gone: dict[int, Work]) -> None:
    block = sorted(_distinct(block), key=_order)
    named = [work for work in block if _named(work)]
    heads: list[Work] = []
    for work in (w for w in block if not _named(w)):
        head = next((h for h in heads if same_print(h, work)), None)
        if head is None:
            heads.append(work)
        else:
            _absorb(head, work, gone)
    for work in heads:
        candidates = [target for target in named if same_print(target, work)]
        if len(candidates) == 1:
            _absorb(candidates[0], work, gone)
    _join_other_schemes([w for w in named if id(w) not in gone], gone)


def _join_other_schemes(named: list[Work], gone: dict[int, Work]) -> None:
    """Works that are named in different schemes (one by DOI, one by PMID): same title, author, volume and page."""
    for i, left in enumerate(named):
        if id(left) in gone:
            continue
        matches = [
            right
            for right in named[i + 1 :]
            if id(right) not in gone and _no_common_scheme(left, right) and same_print(left, right, strict=True)
        ]
        if len(matches) == 1:
            _absorb(left, matches[0], gone)


def _no_common_scheme(a: Work, b: Work) -> bool:
    return not any(a.values(scheme) and b.values(scheme) for scheme in SCHEMES)


def _order(work: Work) -> tuple[str, int]:
    return min(node.key for node in work.nodes)


def _named(work: Work) -> bool:
    return any(node.has_identifier() for node in work.nodes)


def _current(gone: dict[int, Work], work: Work) -> Work:
    while id(work) in gone:
        work = gone[id(work)]
    return work


def _absorb(into: Work, work: Work, gone: dict[int, Work]) -> None:
    into.nodes += work.nodes
    gone[id(work)] = into


def same_print(a: Work, b: Work, strict: bool = False) -> bool:
    """Equal title and year, and first author (or volume and first page; or journal, when one side names no author).

    `strict` asks for volume and first page as well. A title alone never suffices.
    """
    return any(_same_print(x, y, strict) for x in a.nodes for y in b.nodes) and not any(
        x.is_notice != y.is_notice or _differ(x.pmid, y.pmid) for x in a.nodes for y in b.nodes
    )


def _same_print(a: Node, b: Node, strict: bool) -> bool:
    if not a.title_key or a.title_key != b.title_key or not a.year or a.year != b.year:
        return False
    same_author = a.first_author is not None and a.first_author == b.first_author
    same_place = bool(a.volume and a.first_page) and (a.volume, a.first_page) == (b.volume, b.first_page)
    if strict:
        return same_author and same_place
    if _differ(a.first_author, b.first_author):
        return False
    same_journal = a.container is not None and a.container == b.container
    return same_author or same_place or (same_journal and not (a.first_author and b.first_author))


def _attach_pointed(works: list[Work], pointed: list[Node], split: set[str]) -> list[Work]:
    """Attach each node that a page points at to the work it names; what names nothing here becomes a work of its own."""
    by_key: dict[str, list[Work]] = defaultdict(list)
    by_title: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        for key in sorted({k for node in work.nodes for k in node.strong_keys()}):
            by_key[key].append(work)
        for title in sorted({node.title_key for node in work.nodes if node.title_key}):
            by_title[title].append(work)
    homeless = [node for node in pointed if not _attach(node, by_key, by_title)]
    stubs = _join_by_title(_join_strong([n for n in homeless if n.kind != "report"], []))
    return works + stubs


def _attach(node: Node, by_key: dict[str, list[Work]], by_title: dict[str, list[Work]]) -> bool:
    for key in node.strong_keys():
        holders = [work for work in by_key.get(key, []) if not _contradicts(work, node)]
        if holders:
            best = holders[0]  # the usual case; ranking looks at all nodes of a work, of which there may be a thousand
            if len(holders) > 1:
                best = min(holders, key=lambda work: (-_claim_strength(work, key), _order(work)))
            best.nodes.append(node)
            return True
    candidates = [
        work for work in by_title.get(node.title_key or "", []) if same_print(work, Work([node])) and not _contradicts(work, node)
    ]
    if len(candidates) == 1:
        candidates[0].nodes.append(node)
        return True
    return False


def _contradicts(work: Work, node: Node) -> bool:
    """The work's own pages name another PMID (or, without one, another DOI) than the pointing does."""
    own_pmids = {n.pmid for n in work.own if n.pmid}
    own_dois = {n.doi for n in work.own if n.doi}
    if node.pmid and own_pmids:
        return node.pmid not in own_pmids
    return bool(node.doi and own_dois and node.doi not in own_dois)


def _claim_strength(work: Work, key: str) -> int:
    """How well a work's claim to an identifier is founded: the best authority among its own pages."""
    return max((authority(node.source) for node in work.own if key in node.strong_keys()), default=0)


def _name(works: list[Work]) -> None:
    """Give each work its key: doi:..., pmid:..., pmcid:..., else page:<hash>. A key claimed by two goes to neither,
    unless one claim is better founded; the loser keeps the number among its stated values only."""
    claims: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        for key in sorted({k for node in work.nodes for k in node.strong_keys()}):
            claims[key].append(work)
    for key, claimants in claims.items():
        ranked = sorted(claimants, key=lambda work: -_claim_strength(work, key))
        tied = len(ranked) > 1 and _claim_strength(ranked[0], key) == _claim_strength(ranked[1], key)
        for work in ranked if tied else ranked[1:]:
            work.contested.add(key)
    for work in works:
        work.id = _id_of(work)
    _make_unique(works)


def _id_of(work: Work) -> str:
    for scheme in ("doi", "pmid", "pmcid"):
        free = sorted(v for v in work.values(scheme) if f"{scheme}:{v}" not in work.contested)
        own = [v for v in free if any(getattr(node, scheme) == v for node in work.own)]
        if own or free:
            return f"{scheme}:{(own or free)[0]}"
    return _page_id(work)


def _page_id(work: Work) -> str:
    first = work.own or work.nodes
    addresses = sorted(node.address for node in first if node.address)
    if addresses and f"url:{addresses[0]}" not in work.contested:
        return f"page:{addresses[0]}"
    return f"page:{address_key('#'.join(map(str, first[0].key)))}"


def _make_unique(works: list[Work]) -> None:
    taken: dict[str, Work] = {}
    for work in works:
        if work.id in taken:
            work.id = _page_id(work)
        taken[work.id] = work
