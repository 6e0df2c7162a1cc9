"""Words for the people (or whatever else is allocated) in a trial; data for the rules that count them."""

from __future__ import annotations

import re

# One alternation, plural forms first, so that "patients" is not read as "patient" and something.
_NOUNS = """
participants? subjects? individuals? persons? people patients? outpatients? inpatients? volunteers? adults? children
adolescents? infants? neonates? newborns? toddlers? babies teenagers? youths? youngsters? students? pupils?
schoolchildren undergraduates? women men females? males? girls? boys? mothers? fathers? parents? caregivers? carers?
couples? families dyads? pairs? twins? cases? survivors? residents? nurses? physicians? doctors? practitioners?
clinicians? workers? employees? veterans? soldiers? recruits? athletes? players? runners? cyclists? swimmers?
smokers? users? drinkers? drivers? recipients? donors? pregnancies primigravidae? primiparas? nulliparas? gravidas?
multiparas? diabetics? asthmatics? hypertensives? seniors? elders? elderly enrollees? attendees? households?
teachers? trainees? interns? probands? respondents? volunteer preschoolers? singletons? breastfeeders? widows?
pensioners? clients? relatives? siblings? carriers? candidates? attenders? members?
prisoners? inmates? migrants? refugees? offenders? daughters? sons? consumers? vegetarians?
eyes? teeth limbs? knees? hips? feet legs? hands? wounds? lesions? ulcers? sites_ restorations? implants? procedures?
surgeries operations? cycles_ kidneys? ears? breasts? nostrils?
""".split()

# Things that are randomised but are not people: a count of them is a sample size only where nothing else is.
PARTS = "eyes? teeth limbs? knees? hips? feet legs? hands? wounds? lesions? ulcers? restorations? implants? ears?".split()
_PARTS = frozenset(PARTS) | {"procedures?", "surgeries", "operations?", "kidneys?", "breasts?", "nostrils?"}
_PEOPLE = [noun for noun in dict.fromkeys(_NOUNS) if noun not in _PARTS and not noun.endswith("_")]

PEOPLE = rf"(?:{'|'.join(_PEOPLE)})"
# Cheap to look for: no sentence that counts people is without one of these.
PEOPLE_STEMS = tuple(dict.fromkeys(re.sub(r"\W|s\?$|ae\?$", "", noun) for noun in _PEOPLE))
