"""Works to trials: connected components of registration numbers that never hold two numbers of one registry.

A statement "these numbers are one trial" comes from a registry record that names another registry's number, or from
a report that gives several numbers of different registries as its own. Statements are taken in a fixed order (best
founded first); one that would put two current numbers of one registry into one trial becomes a conflict instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.records import Registration
from ingest.registries import PREFERENCE, SCHEMES

# Statuses under which a number is the work's own.
OWN = ("valid", "alias", "retired")
# Which registration names a trial that has several: the order of the table of numbers in the data model.
REGISTRY_ORDER = {name: place for name, place in PREFERENCE.items() if SCHEMES[name].is_trial_registry}
# A work that calls more numbers of one registry its own than this is a list of trials, not a report.
MAX_OWN_NUMBERS = 3
# A work that the records of more trials than this name as a report is about all of them and a report of none.
MAX_NAMED_BY = 8
# A trial may have several numbers in these: registers that renumbered or that register by country.
MANY_NUMBERS = frozenset({"nl-omon"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A work with the registration numbers that it calls its own.

    numbers: (registry, number) pairs; is_record: the registry's own record of its first number; is_report: reads like
    the report of a trial, so that it gets a trial even without a number; reports_of: registry records' numbers that
    name this work as a report of their results; is_pooled: tells of several trials, so that its numbers join nothing;
    is_beside: looked at only for what it is to trials made anew (see `trials_of`).
    """

    work: str
    numbers: tuple[tuple[str, str], ...] = ()
    is_record: bool = False
    is_report: bool = False
    reports_of: tuple[tuple[str, str], ...] = ()
    is_pooled: bool = False
    is_beside: bool = False


@dataclass(slots=True)
class Trial:
    """A trial: its numbers, and the works that belong to it."""

    id: str
    numbers: set[tuple[str, str]] = field(default_factory=set)
    works: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Something that would join two trials that have different current numbers of one registry."""

    trial_a: str
    trial_b: str
    relation: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Trials made anew and the conflicts that concern them, sorted; `homes`: work -> every trial it belongs to."""

    trials: list[Trial]
    conflicts: list[Conflict]
    homes: dict[str, set[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is known from outside the members: aliases (retired number -> number in use, a registry's own statement),
    pairs of numbers that a person merged, (work, number) pairs that a person took apart."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    same: Sequence[tuple[str, str]] = ()
    apart: Iterable[tuple[str, str]] = ()


NOTHING_DECIDED = Decided()


def trials_of(
    members: Iterable[Member],
    decided: Decided = NOTHING_DECIDED,
    anew: Container[str] | None = None,
    elsewhere: Mapping[str, str] | None = None,
) -> Joined:
    """Trials of a neighbourhood of works.

    anew: numbers whose trials are made here, with all their members (None: all); the trials of other numbers stay as
    they are and go by the names in `elsewhere` (number -> trial).
    """
    unlinked = set(decided.apart)
    ordered = [_resolved(m, decided.aliases, unlinked) for m in sorted(members, key=lambda m: m.work)]
    joined = _Components()
    statements: list[tuple[int, str, list[tuple[str, str]]]] = []
    for member in ordered:
        for number in member.numbers:
            joined.add(number)
        if len(member.numbers) > 1 and not member.is_pooled:
            statements.append((0 if member.is_record else 1, member.work, sorted(member.numbers, key=number_order)))
    for left, right in sorted(decided.same):
        joined.declare(left, right)
    refused: list[tuple[tuple[str, str], tuple[str, str], str]] = []
    for _, work, numbers in sorted(statements):
        first = numbers[0]
        for number in numbers[1:]:
            if not joined.join(first, number):
                refused.append((first, number, work))
    return _assemble(ordered, joined, refused, anew, elsewhere or {})


def number_order(number: tuple[str, str]) -> tuple[int, str]:
    """Preferred registration first: order of registries as in the table of numbers, then the number itself."""
    registry, value = number
    return REGISTRY_ORDER.get(registry, len(REGISTRY_ORDER)), value


def _resolved(member: Member, aliases: Mapping[str, str], unlinked: set[tuple[str, str]]) -> Member:
    def resolve(numbers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        kept = [(registry, aliases.get(n, n)) for registry, n in numbers if registry in REGISTRY_ORDER]
        return tuple(dict.fromkeys(pair for pair in kept if (member.work, pair[1]) not in unlinked))

    return replace(member, numbers=resolve(member.numbers), reports_of=resolve(member.reports_of))


def own_numbers(given: Iterable[Iterable[Registration]]) -> list[tuple[str, str]]:
    """(registry, number) pairs that a work's pages call its own, sorted; numbers of trial registries only."""
    return sorted({(r.registry, r.number) for page in given for r in page if r.status in OWN and r.registry in REGISTRY_ORDER})


def pools(numbers: Iterable[tuple[str, str]]) -> bool:
    """A report with two numbers of one registry tells of several trials: it belongs to each and joins none."""
    registries = [registry for registry, _ in numbers if registry not in MANY_NUMBERS]
    return len(registries) != len(set(registries))


class _Components:
    """Numbers joined into components, each with at most one number a registry."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, str], set[tuple[str, str]]] = {}

    def add(self, number: tuple[str, str]) -> None:
        self._of.setdefault(number, {number})

    def of(self, number: tuple[str, str]) -> set[tuple[str, str]]:
        return self._of[number]

    def all(self) -> list[set[tuple[str, str]]]:
        return list({id(c): c for c in self._of.values()}.values())

    def join(self, a: tuple[str, str], b: tuple[str, str]) -> bool:
        left, right = self._of[a], self._of[b]
        if left is right:
            return True
        registries = [r for r, _ in left | right if r not in MANY_NUMBERS]
        if len(registries) != len(set(registries)):
            return False
        self._unite(left, right)
        return True

    def declare(self, a: str, b: str) -> None:
        """A person says that two numbers are one trial."""
        found = {value: component for (_, value), component in self._of.items()}
        if a in found and b in found and found[a] is not found[b]:
            self._unite(found[a], found[b])

    def _unite(self, left: set[tuple[str, str]], right: set[tuple[str, str]]) -> None:
        left |= right
        for number in right:
            self._of[number] = left


def _assemble(
    members: list[Member],
    joined: _Components,
    refused: list[tuple[tuple[str, str], tuple[str, str], str]],
    anew: Container[str] | None,
    elsewhere: Mapping[str, str],
) -> Joined:
    trials: dict[str, Trial] = {}
    name_of: dict[tuple[str, str], str] = {}
    for component in joined.all():
        if anew is not None and not any(value in anew for _, value in component):
            name_of.update({number: elsewhere.get(number[1], number[1]) for number in component})
            continue
        name = min(component, key=number_order)[1]
        trials[name] = Trial(name, set(component))
        name_of.update(dict.fromkeys(component, name))
    homes = {member.work: _homes(member, name_of, elsewhere, trials) for member in members}
    for work, names in homes.items():
        for name in names & trials.keys():
            trials[name].works.add(work)
    conflicts = [_conflict(name_of, a, b, work) for a, b, work in refused]
    conflicts += [conflict for member in members for conflict in _pooled(member, sorted(homes[member.work]))]
    return Joined(
        trials=sorted((t for t in trials.values() if t.works), key=lambda t: t.id),
        conflicts=sorted(
            {c for c in conflicts if c.trial_a in trials or c.trial_b in trials},
            key=lambda c: (c.trial_a, c.trial_b, c.relation, c.note),
        ),
        homes=homes,
    )


def _homes(
    member: Member, name_of: Mapping[tuple[str, str], str], elsewhere: Mapping[str, str], trials: dict[str, Trial]
) -> set[str]:
    """The trials that a work belongs to: by its own numbers, else by what records say, else a trial of its own."""
    homes = {name_of[number] for number in member.numbers}
    if not homes:
        known = ((name_of.get(number) or elsewhere.get(number[1])) for number in member.reports_of)
        homes = {name for name in known if name}
    if not homes and member.is_report:
        homes = {member.work}
        if not member.is_beside:
            trials.setdefault(member.work, Trial(member.work))
    return homes


def _conflict(name_of: Mapping[tuple[str, str], str], a: tuple[str, str], b: tuple[str, str], work: str) -> Conflict:
    left, right = sorted((name_of[a], name_of[b]))
    return Conflict(
        trial_a=left,
        trial_b=right,
        relation="conflict",
        note=f"{work} gives {a[1]} and {b[1]} as one trial; that would join two numbers of one registry",
    )


def _pooled(member: Member, homes: list[str]) -> list[Conflict]:
    if member.is_record or len(homes) < 2:
        return []
    note = f"{member.work} gives the numbers of both as its own"
    return [Conflict(trial_a=a, trial_b=b, relation="pooled-in", note=note) for i, a in enumerate(homes) for b in homes[i + 1 :]]


def keep_few(numbers: Sequence[tuple[str, str]], record_of: str | None = None) -> tuple[tuple[str, str], ...]:
    """Own numbers of a work, or none when there are so many of a registry that the work must be a list of trials.

    A registry's own record (`record_of`: the registry) keeps its own; only what it lists of other registries may go.
    """
    count: dict[str, int] = defaultdict(int)
    for registry, _ in numbers:
        count[registry] += 1
    many = {registry for registry, n in count.items() if n > MAX_OWN_NUMBERS} - {record_of}
    if record_of is None:
        return () if many else tuple(numbers)
    return tuple(number for number in numbers if number[0] not in many)


def keep_named(numbers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Numbers of the records that name a work as a report, or none when they are too many."""
    return tuple(numbers) if len(numbers) <= MAX_NAMED_BY else ()
