"""Which studies does a story (blog post, news item, press release) point at, and which one is it about?

A link counts when it leads to a study (an identifier, or an article's address at a publisher) and stands in the running
text or in a printed reference, not in a box of related stories. Which one the story is *about* is decided by points
for wording and place, each rule by its name; where two are as good as each other, or none is good, nobody is chosen:
a story hung on the wrong trial misleads, a story that only cites does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from ingest.identifiers import SCHEMES, from_address
from ingest.records import Document, Link, Span

# Publishers' article addresses that carry no identifier of ours: the host, then what an article's path looks like.
_ARTICLE_HOST = re.compile(
    r"(?:^|\.)(?:sciencedirect|thelancet|nejm|bmj|jamanetwork|nature|science|sciencemag|cell|pnas|oup|academic\.oup|springer"
    r"|link\.springer"
    r"|wiley|tandfonline|sagepub|plos|frontiersin|mdpi|biomedcentral|karger|acpjournals|annals|ahajournals|cochranelibrary"
    r"|jci|elifesciences"
    r"|arxiv|medrxiv|biorxiv|cambridge|lww|psycnet\.apa|psychiatryonline|jmir|hindawi|liebertpub|iospress|degruyter|thieme"
    r"|elsevier"
    r"|researchsquare|preprints|ssrn|royalsocietypublishing|aap|aacrjournals|ascopubs|diabetesjournals|neurology|bmjopen"
    r"|europepmc)"
    r"\.(?:com|org|net|io|eu|de|co\.uk|gov)$",
    re.I,
)
_ARTICLE_PATH = re.compile(
    r"/(?:science/)?article(?:s|-abstract|-lookup|id)?/(?:abs/|pii/|view/|id/|fulltext/)?[^/?#]*[0-9]|/pii/S?[0-9]"
    r"|/content/(?:[a-z]+/)?[0-9]+/[^/]+/[^/?#]+"
    r"|/content/[0-9]+/[^/?#]*[0-9]|/doi/|/full(?:article|text)?/|/abs(?:tract)?/[^/?#]*[0-9]|/journals?/[^?#]*/[0-9]{4,}"
    r"|/lookup/|/advance-article/|/paper/[^?#]*[0-9]|/abs/[0-9]",
    re.I,
)
_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf|html)/([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?", re.I)
_PUBMED_TERM = re.compile(r"ncbi\.nlm\.nih\.gov/.*[?&]term=.*\bPMID\W{1,3}([1-9][0-9]{3,7})\b", re.I)
# Nature's own news and comment, which have DOIs but are no studies.
_JOURNALISM = re.compile(r"10\.1038/d41586-", re.I)
_PII = re.compile(r"/pii/(S?[0-9][0-9Xx()-]{10,30})", re.I)

# A line that prints a reference, by what stands before it.
PRIMARY_LABEL = re.compile(
    r"^\W*(?:(?:journal|study|source|full|article|original)\s+)?(?:reference|citation|cite|study|paper|publication|article"
    r"|source|research(?: article| paper)?"
    r"|article title|more information|original (?:study|paper|publication|research|article|source)|to read the (?:original"
    r"|full)[^:]{0,60}"
    r"|read the (?:original|full)[^:]{0,60}|quelle|originalpublikation|originalarbeit|originalstudie|publikation|zur studie"
    r"|studie|literatur(?:hinweis)?"
    r"|kilde|källa|artikel(?:en)?|bron|fuente|fonte|référence|riferimento|this (?:article|post|blog) (?:is based on"
    r"|summarizes)[^:]{0,60}"
    r"|weitere informationen|zum (?:paper|original)|doi)\s*(?:\((?:en|de|english|englisch)\))?\s*[:：]",
    re.I,
)
_LIST_HEADING = re.compile(
    r"^\W*(?:references?|citations?|sources?|bibliography|literature(?: cited)?|further reading|notes|quellen?"
    r"|literatur(?:angaben|verzeichnis)?|referenzen|referencer"
    r"|referenser|kilder|källor|bronnen|références|sources? (?:and|&) (?:references|further reading)"
    r"|originalpublikation(?:en)?|originalarbeit(?:en)?|publikation(?:en)?"
    r"|journal references?|original (?:study|paper|publication|source)|more information|works cited|footnotes|fußnoten"
    r"|weitere informationen|zusatzinformationen|additional information|originalliteratur)\W*$",
    re.I,
)
_ONE_HEADING = re.compile(
    r"original|journal reference|more information|(?:weitere |zusatz|additional )information|^\W*(?:citation|source|reference"
    r"|quelle|publikation)\W*$",
    re.I,
)
# A study's own year: "In 2012, a group showed", "a 2017 study", "published in 1963".
_DATED = re.compile(
    r"\b(?:in|from|of|im jahr|en|den|a|the|back in|published in|demonstrated in|jahr)\s((?:19"
    r"|20)[0-9]{2})\b(?!\s*(?:participants|patients|people|adults))"
    r"|\b((?:19|20)[0-9]{2})\s(?:study|paper|trial|review|report|analysis|survey|article)\b",
    re.I,
)

_STUDY = (
    r"(?:stud(?:y|ies)|trials?|research|paper|findings?|results|analys[ei]s|report|article|review|meta-analysis|work|data"
    r"|experiments?|journal"
    r"|studien?|untersuchung(?:en)?|arbeit|ergebnisse|fachartikel|artikel|publikation|forschung|fachmagazin|fachzeitschrift"
    r"|fachjournal|magazin|zeitschrift"
    r"|étude|essai|recherche|estudio|ensayo|investigación|studio|ricerca|studi(?:e|et|en|er)|undersøgelse(?:n)?|forsøg(?:et)?"
    r"|onderzoek)"
)
_DEFINITE = re.compile(
    rf"\b(?:the|this|their|our|his|her|its|new|latest|recent|current|present)\s(?:[\w'’-]+\s){{0,3}}{_STUDY}\b"
    rf"|\b(?:diese[rsnm]?|neue[rsnm]?|ihre[rn]?|aktuelle[rsn]?|soeben|jüngste[rn]?|cette|nouvelle|este|esta|nuevo|questo|nuovo"
    rf"|denne|dette|nye?|dit|deze|nieuwe?)"
    rf"\s(?:[\w-]+\s){{0,2}}{_STUDY}\b|\b(?:die|der|das|im|den|det|la|el|de|het|lo)\s{_STUDY}\b",
    re.I,
)
_PUBLISHED = re.compile(
    r"\b(?:study|paper|research|findings|report|analysis)\b.{0,60}\b(?:today|yesterday|this week|(?:mon|tues|wednes|thurs"
    r"|fri)day)\b"
    r"|\b(?:published|appear(?:s|ed|ing)|reported|detailed|described|report(?:s|ing)?|presented)\s(?:\S+\s){0,4}?(?:today"
    r"|yesterday|this week|this month|last week|online|in|on|by)\b"
    r"|\b(?:veröffentlicht|erschienen|publiziert|berichten|publié|publicad[oa]|pubblicat[oa]|offentliggjort|publicerad"
    r"|gepubliceerd|erschien\w*)\b",
    re.I,
)
_INDEFINITE = re.compile(
    rf"\b(?:an?|one|some|eine?[rsnm]?|une?|en|et|un[oa]?|een)\s(?:\S+\s){{0,4}}{_STUDY}\b|\b(?:research|studies|studien)\b", re.I
)
_BACKGROUND = re.compile(
    r"\b(?:previous(?:ly)?|earlier|prior|past|older|other|another|separate|different|additional|preliminary|landmark|classic"
    r"|epochal|seminal|famous|historic(?:al)?|pioneering)\b"
    r"\s(?:\S+\s){0,3}(?:stud|research|trial|work|paper|finding|report|analys|review|experiment|group|team)"
    r"|\b(?:years? (?:ago|earlier|before)|decades? (?:ago|earlier)|last year|for (?:example|instance)|meanwhile|similarly"
    r"|in contrast|wasn.t the first|not the first|also (?:found|showed|shown))\b"
    r"|\b(?:frühere[rnsm]?|ältere[rnsm]?|andere[rnsm]?|weitere[rnsm]?|zum beispiel|etwa|beispielsweise|bereits|damals"
    r"|vor jahren)\s(?:\S+\s){0,3}(?:studie|untersuchung|arbeit|forsch)",
    re.I,
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"'’)\]]*\s+(?=[\"“‘'(\[]?[A-ZÄÖÜÅÆØÉ0-9])|\n")
_STOP = frozenset(
    (
        "the and for with that this from have has are was were not but how"
        " why what when who may can could will more than into about your you new study"
    ).split()
)

_TELLS = re.compile(
    r"\b(?:the (?:new )?(?:study|trial|researchers|scientists|authors|team|findings)|researchers|die studie"
    r"|(?:die )?forsch(?:er|enden|erinnen)\w*|wissenschaftler\w*"
    r"|les chercheurs|l.étude|los investigadores|el estudio|forskerne|undersøgelsen|studien|forskarna|onderzoekers)\b",
    re.I,
)

# Points a study must have to be the one the story is about, and by how much it must lead.
_ENOUGH = 4
_LEAD = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A study as one place of a story points at it. `line` is the paragraph, `sentence` what surrounds the anchor."""

    ids: tuple[tuple[str, str], ...]
    url: str | None
    anchor: str
    line: str
    sentence: str
    place: float
    listed: str | None
    order: int = 0
    span: Span | None = None
    pointer: str | None = None


# A look that costs little before the whole one: most links of a page hold nothing of this.
_SIGNS = tuple(
    "10. 10%2e pubmed pmid pmc ncbi nct0 isrctn trial ctri drks eudract umin jrct irct prospero arxiv ahr0c urldefense"
    " sciencedirect lancet nejm bmj jama"
    " nature science cell. pnas oup. springer wiley tandfonline sagepub plos frontiers mdpi biomed karger acpjournals annals"
    " aha cochrane jci elife rxiv"
    " cambridge lww psyc jmir hindawi lieber iospress gruyter thieme elsevier researchsquare preprints ssrn royalsoc aap"
    " aacr asco diabetes neurology peerj"
    " jpeds ajog".split()
)


# How an address outside of the page's own site begins: most links of a page lead to elsewhere on the site.
_STARTS = ("http://", "https://", "//", "doi:", "www.")


def study_of(url: str) -> tuple[tuple[str, str], ...] | None:
    """The identifiers of the study an address leads to, () for an article's address without one, None for no study."""
    lowered = url.strip().lower()
    if not lowered.startswith(_STARTS) or not any(sign in lowered for sign in _SIGNS):
        return None
    found = {
        scheme: value for scheme, value in from_address(url).items() if scheme in ("doi", "pmid", "pmcid") or _is_trial(scheme)
    }
    arxiv = _ARXIV.search(unquote(url))
    if arxiv:
        found.setdefault("doi", f"10.48550/arxiv.{arxiv.group(1)}")
    asked = _PUBMED_TERM.search(unquote(url.replace("+", " ")))
    if asked:
        found.setdefault("pmid", asked.group(1))
    if _JOURNALISM.match(found.get("doi", "")):
        return None
    if found:
        return tuple(sorted(found.items()))
    try:
        parts = urlsplit(_inner(url))
    except ValueError:
        return None
    if _ARTICLE_HOST.search(parts.hostname or "") and _ARTICLE_PATH.search(parts.path):
        return ()
    return None


def _is_trial(scheme: str) -> bool:
    return scheme in SCHEMES and scheme not in ("utn", "prospero", "central")


def _inner(url: str) -> str:
    """The address inside a redirect's parameter, or the address itself."""
    match = re.search(r"[?&](?:url|u|q|target|dest|to|link|redirect)=(https?(?::|%3A)[^&]+)", url, re.I)
    return unquote(match.group(1)) if match else url


def list_heading(line: str) -> str | None:
    """`one` when a heading announces the story's own study, `list` for a list of references, else None."""
    if not _LIST_HEADING.match(line):
        return None
    return "one" if _ONE_HEADING.search(line) else "list"


def text_mentions(document: Document) -> Iterator[Mention]:
    """Studies that the text names by an address or a DOI printed in it."""
    text = document.text
    heading: str | None = None
    start = 0
    for line in text.split("\n"):
        heading = list_heading(line) or heading
        section = document.section_at(start) if line else None
        if section is not None and section.label:
            heading = list_heading(section.label)
        for match in re.finditer(
            r"https?://[^\s<>\"“”]+|\b(?:doi\s?[:.]?\s*|doi\.org/)10\.[0-9]{4,9}/[^\s<>\"“”]+"
            r"|(?<![\w/.])10\.[0-9]{4,9}/[^\s<>\"“”]+|\bPMID\s?:?\s*[1-9][0-9]{4,7}\b",
            line,
        ):
            said = match.group().rstrip(".,;:)]’”'\"")
            url = (
                said
                if said.startswith("http")
                else f"https://pubmed.ncbi.nlm.nih.gov/{said.split()[-1].split(':')[-1]}"
                if said.upper().startswith("PMID")
                else "https://doi.org/" + said[said.index("10.") :]
            )
            ids = study_of(url)
            if ids is None:
                continue
            at = start + match.start()
            yield Mention(
                ids=ids,
                url=url if said.startswith("http") else None,
                anchor=said,
                line=line,
                sentence=sentence_around(line, match.start(), match.start() + len(said)),
                place=at / max(1, len(text)),
                listed=_listed(line, heading, section.kind if section else ""),
                order=at,
                span=document.span(at, at + len(said)),
            )
        start += len(line) + 1


def _listed(line: str, heading: str | None, kind: str = "") -> str | None:
    if PRIMARY_LABEL.match(line):
        return "label"
    return heading or ("list" if kind == "references" else None)


def sentence_around(line: str, start: int, end: int) -> str:
    """The sentence of a line that holds a range."""
    left, right = 0, len(line)
    for match in _SENTENCE_END.finditer(line):
        if match.end() <= start:
            left = match.end()
        elif match.start() >= end:
            right = match.start()
            break
    return line[left:right]


def links(mentions: Sequence[Mention], title: str | None, issued: str | None, text: str = "") -> tuple[Link, ...]:
    """One link for each study: `summarizes` for the one the story is about, if there is one, `cites` for the others."""
    groups = _groups(_first_announced(mentions))
    tells = len(_TELLS.findall(text)) >= 3
    year = int(issued[:4]) if issued and issued[:4].isdigit() else None
    scored = [(points(group, title, year, len(groups), tells), index) for index, group in enumerate(groups)]
    enough = _ENOUGH + (1 if len(groups) > 2 else 0)
    ranked = sorted(scored, key=lambda pair: (-pair[0][0], pair[1]))
    chosen = None
    if ranked and ranked[0][0][0] >= enough and (len(ranked) == 1 or ranked[0][0][0] - ranked[1][0][0] >= _LEAD):
        chosen = ranked[0][1]
    return tuple(_link(group, index == chosen, scored[index][0][1]) for index, group in enumerate(groups))


def _first_announced(mentions: Sequence[Mention]) -> list[Mention]:
    """Under a heading that announces the story's own study only the first is that; what follows is further reading."""
    seen, kept = False, []
    for mention in sorted(mentions, key=lambda m: m.order):
        if mention.listed == "one":
            mention = replace(mention, listed="list") if seen else mention
            seen = True
        kept.append(mention)
    return kept


def _groups(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions of one study together: by a common identifier, the same address, or the same long title as anchor."""
    groups: list[tuple[set[str], list[Mention]]] = []
    for mention in sorted(mentions, key=lambda m: m.order):
        keys = {f"{scheme}:{value}" for scheme, value in mention.ids}
        keys |= (
            {"url:" + re.sub(r"^https?://(?:www\.)?|[?#].*$", "", mention.url or "").rstrip("/").lower()}
            if mention.url
            else set()
        )
        pii = _PII.search(unquote(mention.url or ""))
        keys |= {"pii:" + re.sub(r"\W", "", pii.group(1)).upper()} if pii else set()
        words = _plain(mention.anchor)
        keys |= {"title:" + words} if len(words) > 40 and not mention.anchor.startswith("http") else set()
        touching = [group for group in groups if group[0] & keys]
        if not touching:
            groups.append((keys, [mention]))
            continue
        first = touching[0]
        first[0].update(keys)
        first[1].append(mention)
        for other in touching[1:]:
            first[0].update(other[0])
            first[1].extend(other[1])
            groups.remove(other)
    return [group for _, group in groups]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.replace("\u00ad", "")).lower()


def points(group: Sequence[Mention], title: str | None, year: int | None, studies: int, tells: bool) -> tuple[int, str]:
    """How much speaks for this being the study that the story is about, and the rule that says most."""
    best, rule = max(((_points_of(mention, year)) for mention in group), key=lambda found: found[0])
    best += 1 if len(group) > 1 else 0
    best += 1 if studies == 1 else 0
    best += 1 if _is_recent(group, year) else 0
    best += 1 if title and any(_overlap(title, m.anchor) or _overlap(title, m.sentence) for m in group) else 0
    if studies == 1 and best > 0 and (tells or re.search(_STUDY, title or "", re.I)):
        best += 1 if any(m.listed is None for m in group) else 2
    return best, rule


def _points_of(mention: Mention, year: int | None) -> tuple[int, str]:
    """Points of one mention for its wording and place."""
    if mention.listed in ("label", "one"):
        return 5, "study-link-labelled"
    if mention.listed == "list":
        return 1, "study-link-in-references"
    text = mention.sentence
    if _DEFINITE.search(text) or (_PUBLISHED.search(text) and re.search(_STUDY, text, re.I)):
        total, rule = 3, "study-link-the-study"
    elif _INDEFINITE.search(text) or _PUBLISHED.search(text):
        total, rule = 1, "study-link-a-study"
    else:
        return (-2 if _BACKGROUND.search(text) or _is_old(text, year) else 0), "study-link"
    total += 1 if mention.place < 0.25 else 0
    total += 1 if re.search(rf"^\W*(?:the |this |a |new |their )?(?:\w+ )?{_STUDY}\W*$", mention.anchor, re.I) else 0
    total -= 3 if _BACKGROUND.search(text) or _is_old(text, year) else 0
    return total, rule


def _is_old(text: str, year: int | None) -> bool:
    """The sentence dates the study clearly before the story."""
    years = [int(found) for pair in _DATED.findall(text) for found in pair if found]
    if not years:
        return False
    return max(years) < year - 1 if year else max(years) < 2005


def _is_recent(group: Sequence[Mention], year: int | None) -> bool:
    """A DOI that holds the story's year or the one before, as many journals' do."""
    if year is None:
        return False
    dois = [value for mention in group for scheme, value in mention.ids if scheme == "doi"]
    return any(
        re.search(rf"[./-](?:{year}|{year - 1})[./-]", doi)
        or re.search(rf"/s[0-9]{{5}}-0(?:{year % 100:02}|{(year - 1) % 100:02})-", doi)
        for doi in dois
    )


def _overlap(title: str, anchor: str) -> bool:
    """The anchor is a title that shares two or more telling words with the story's."""
    words = [{w for w in re.findall(r"\w{4,}", text.lower()) if w not in _STOP} for text in (title, anchor)]
    return len(words[0] & words[1]) >= 2


def _link(group: Sequence[Mention], chosen: bool, rule: str) -> Link:
    ids = {scheme: value for mention in reversed(group) for scheme, value in mention.ids}
    shown = next((m for m in group if m.span is not None), group[0])
    registration = next((ids[scheme] for scheme in ids if scheme not in ("doi", "pmid", "pmcid")), None)
    title = max((m.anchor for m in group if not re.match(r"https?:|doi|10\.", m.anchor, re.I)), key=len, default="")
    return Link(
        relation="summarizes" if chosen else "cites",
        rule=rule,
        doi=ids.get("doi"),
        pmid=ids.get("pmid"),
        pmcid=ids.get("pmcid"),
        registration=registration,
        url=shown.url,
        title=title if len(title.split()) >= 5 else None,
        span=shown.span,
        pointer=None if shown.span else shown.pointer,
    )


def without_repeats(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions in order, an address printed inside its own link counted once."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.order, m.span is None)):
        span = mention.span
        inside = span and any(k.span and k.span.start <= span.start and span.end <= k.span.end for k in kept)
        if not inside:
            kept.append(replace(mention))
    return kept
