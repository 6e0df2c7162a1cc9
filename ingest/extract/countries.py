"""Countries as running text names them; data, and the one function that reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Name as shown, other names in text, adjectives (an adjective alone is weaker than a name: "Danish centers").
_TABLE = """
Afghanistan|| ; Albania||Albanian ; Algeria||Algerian ; Angola|| ; Argentina||Argentinian,Argentine ; Armenia||Armenian
Australia|New South Wales|Australian ; Austria||Austrian ; Azerbaijan|| ; Bahrain|| ; Bangladesh||Bangladeshi
Belarus|| ; Belgium||Belgian ; Benin|| ; Bolivia||Bolivian ; Bosnia and Herzegovina|| ; Botswana|| ; Brazil||Brazilian
Bulgaria||Bulgarian ; Burkina Faso|| ; Burundi|| ; Cambodia||Cambodian ; Cameroon||Cameroonian
Canada||Canadian
Central African Republic|| ; Chile||Chilean ; China|Mainland China|Chinese ; Colombia||Colombian ; Costa Rica||Costa Rican
Cote d'Ivoire|Ivory Coast,Côte d'Ivoire,Côte d’Ivoire| ; Croatia||Croatian ; Cuba||Cuban ; Cyprus||Cypriot
Czech Republic|Czechia|Czech ; Democratic Republic of the Congo|Democratic Republic of Congo| ; Denmark||Danish
Dominican Republic|| ; Ecuador||Ecuadorian ; Egypt||Egyptian ; El Salvador|| ; Eritrea|| ; Estonia||Estonian
Ethiopia||Ethiopian ; Finland||Finnish ; France||French ; Gabon||Gabonese ; Gambia|The Gambia|Gambian
Germany||German ; Ghana||Ghanaian ; Greece||Greek ; Guatemala||Guatemalan ; Guinea-Bissau|| ; Haiti||Haitian
Honduras|| ; Hong Kong|| ; Hungary||Hungarian ; Iceland||Icelandic ; India||Indian ; Indonesia||Indonesian
Iran||Iranian ; Iraq||Iraqi ; Ireland|Republic of Ireland|Irish ; Israel||Israeli ; Italy||Italian ; Jamaica||Jamaican
Japan||Japanese ; Kazakhstan|| ; Kenya||Kenyan ; Kosovo|| ; Kuwait||Kuwaiti ; Kyrgyzstan|| ; Laos|| ; Latvia||Latvian
Lebanon||Lebanese ; Lesotho|| ; Liberia|| ; Libya|| ; Lithuania||Lithuanian ; Luxembourg|| ; Madagascar|| ; Malawi||Malawian
Malaysia||Malaysian ; Mali|| ; Malta||Maltese ; Mauritania|| ; Mexico||Mexican ; Moldova|| ; Mongolia|| ; Montenegro||
Morocco||Moroccan ; Mozambique||Mozambican ; Myanmar|Burma| ; Namibia|| ; Nepal||Nepalese,Nepali
Netherlands|The Netherlands|Dutch ; New Zealand|| ; Nicaragua|| ; Nigeria||Nigerian ; North Macedonia|Macedonia|
Norway||Norwegian ; Oman||Omani ; Pakistan||Pakistani ; Palestine|| ; Panama|| ; Papua New Guinea|| ; Paraguay||
Peru||Peruvian ; Philippines|The Philippines|Filipino ; Poland||Polish ; Portugal||Portuguese ; Puerto Rico|| ; Qatar||
Romania||Romanian ; Russia|Russian Federation|Russian ; Rwanda||Rwandan ; Saudi Arabia||Saudi ; Senegal||Senegalese
Serbia||Serbian ; Sierra Leone|| ; Singapore||Singaporean ; Slovakia||Slovak ; Slovenia||Slovenian ; Somalia||
South Africa||South African ; South Korea|Republic of Korea,Korea|Korean ; South Sudan|| ; Spain||Spanish
Sri Lanka||Sri Lankan ; Sudan||Sudanese ; Sweden||Swedish ; Switzerland||Swiss ; Syria||Syrian ; Taiwan||Taiwanese
Tajikistan|| ; Tanzania||Tanzanian ; Thailand||Thai ; Togo|| ; Trinidad and Tobago|| ; Tunisia||Tunisian ; Uganda||Ugandan
Ukraine||Ukrainian ; United Arab Emirates|UAE|
United Kingdom|UK,U.K.,Great Britain,England,Scotland,Wales,Northern Ireland|British
United States|United States of America,USA,U.S.A.,U.S.,US|American
Uruguay||Uruguayan ; Uzbekistan|| ; Venezuela|| ; Vietnam|Viet Nam|Vietnamese ; Yemen|| ; Zambia||Zambian ; Zimbabwe||Zimbabwean
"""
_NAMES: dict[str, str] = {}
_ADJECTIVES: dict[str, str] = {}
for _entry in re.split(r"[;\n]", _TABLE.strip()):
    _name, _others, _adjectives = (part.strip() for part in _entry.split("|"))
    for _text in [_name, *filter(None, _others.split(","))]:
        _NAMES[_text] = _name
    for _text in filter(None, _adjectives.split(",")):
        _ADJECTIVES[_text] = _name


def _alternation(words: dict[str, str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _openings(words: dict[str, str]) -> frozenset[str]:
    """The letters before the first sign that is none: "Papua" of "Papua New Guinea"."""
    return frozenset(match.group() for match in map(_CAPITALIZED.match, words) if match)


_CAPITALIZED = re.compile(r"[A-Z]\w*")
# A hyphen, a possessive or certain words behind a name make it part of another name ("Mexico City" stays Mexico).
_NAME = re.compile(rf"(?<![\w-])(?<!New )(?:{_alternation(_NAMES)})(?![\w-])(?!\$| dollars?\b| Food and Drug| Heart| Census)")
_ADJECTIVE = re.compile(rf"(?<![\w-])(?:{_alternation(_ADJECTIVES)})(?![\w-])")
_NAME_OPENINGS, _ADJECTIVE_OPENINGS = _openings(_NAMES), _openings(_ADJECTIVES)


def names_in(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Names of countries in `text[start:end]`, in order."""
    return _found(_NAME, _NAME_OPENINGS, text, start, end)


def adjectives_in(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Adjectives of countries in `text[start:end]`, in order."""
    return _found(_ADJECTIVE, _ADJECTIVE_OPENINGS, text, start, end)


def _found(pattern: re.Pattern[str], openings: frozenset[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Matches of a pattern, tried only where a word stands that one of its names begins with."""
    done = start
    for word in _CAPITALIZED.finditer(text, start, end):
        if word.group() in openings and word.start() >= done:
            match = pattern.match(text, word.start(), end)
            if match is not None:
                done = match.end()
                yield match


def country_of(text: str) -> str | None:
    """The country a name or adjective in text stands for."""
    return _NAMES.get(text) or _ADJECTIVES.get(text)
