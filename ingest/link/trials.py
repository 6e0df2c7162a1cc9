"""Works to trials: connected components of registration numbers that never hold two numbers of one registry.

A statement "these numbers are one trial" comes from a registry record that names another registry's number, or from
a report that gives several numbers of different registries as its own. Statements are taken in a fixed order (best
founded first); one that would put two current numbers of one registry into one trial becomes a conflict instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.registries import PREFERENCE, SCHEMES

# Which registration names a trial that has several: the order of the table of numbers in the data model.
REGISTRY_ORDER = {name: place for name, place in PREFERENCE.items() if SCHEMES[name].is_trial_registry}
# A work that calls more numbers of one registry its own than this is a list of trials, not a report.
MAX_OWN_NUMBERS = 3
# A trial may have several numbers in these: registers that renumbered or that register by country.
MANY_NUMBERS = frozenset({"nl-omon"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A work with the registration numbers that it calls its own.

    numbers: (registry, number) pairs; is_record: the registry's own record of its first number; is_report: reads like
    the report of a trial, so that it gets a trial even without a number; reports_of: registry records' numbers that
    name this work as a report of their results; issued: for the earliest report.
    """

    work: str
    numbers: tuple[tuple[str, str], ...] = ()
    is_record: bool = False
    is_report: bool = False
    reports_of: tuple[tuple[str, str], ...] = ()
    issued: str = "9999"


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


def trials_of(
    members: Iterable[Member],
    aliases: Mapping[str, str] | None = None,
    same: Sequence[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> tuple[list[Trial], list[Conflict]]:
    """Trials of a closed neighbourhood of works, and the conflicts found, both sorted.

    aliases: retired number -> number in use (a registry's own statement). same: pairs of numbers a person merged.
    apart: (work, number) pairs that a person unlinked.
    """
    known = dict(aliases or {})
    unlinked = set(apart)
    ordered = [_resolved(m, known, unlinked) for m in sorted(members, key=lambda m: m.work)]
    joined = _Components()
    statements: list[tuple[int, str, list[tuple[str, str]]]] = []
    for member in ordered:
        for number in member.numbers:
            joined.add(number)
        if len(member.numbers) > 1 and not _pools(member):
            statements.append((0 if member.is_record else 1, member.work, sorted(member.numbers, key=number_order)))
    for left, right in sorted(same):
        joined.declare(left, right)
    refused: list[tuple[tuple[str, str], tuple[str, str], str]] = []
    for _, work, numbers in sorted(statements):
        first = numbers[0]
        for number in numbers[1:]:
            if not joined.join(first, number):
                refused.append((first, number, work))
    return _assemble(ordered, joined, refused)


def number_order(number: tuple[str, str]) -> tuple[int, str]:
    """Preferred registration first: order of registries as in the table of numbers, then the number itself."""
    registry, value = number
    return REGISTRY_ORDER.get(registry, len(REGISTRY_ORDER)), value


def _resolved(member: Member, aliases: Mapping[str, str], unlinked: set[tuple[str, str]]) -> Member:
    def resolve(numbers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        kept = [(registry, aliases.get(n, n)) for registry, n in numbers if registry in REGISTRY_ORDER]
        return tuple(dict.fromkeys(pair for pair in kept if (member.work, pair[1]) not in unlinked))

    return Member(
        work=member.work,
        numbers=resolve(member.numbers),
        is_record=member.is_record,
        is_report=member.is_report,
        reports_of=resolve(member.reports_of),
        issued=member.issued,
    )


def _pools(member: Member) -> bool:
    """A report with two numbers of one registry tells of several trials: it belongs to each and joins none."""
    registries = [registry for registry, _ in member.numbers if registry not in MANY_NUMBERS]
    return len(registries) != len(set(registries)) and not member.is_record


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
    members: list[Member], joined: _Components, refused: list[tuple[tuple[str, str], tuple[str, str], str]]
) -> tuple[list[Trial], list[Conflict]]:
    trials: dict[str, Trial] = {}
    name_of: dict[tuple[str, str], str] = {}
    for component in joined.all():
        name = min(component, key=number_order)[1]
        trials[name] = Trial(name, set(component))
        name_of.update(dict.fromkeys(component, name))
    conflicts = [_conflict(name_of, a, b, work) for a, b, work in refused]
    for member in members:
        homes = {name_of[number] for number in member.numbers}
        homes |= {name_of[number] for number in member.reports_of if number in name_of} if not homes else set()
        if not homes and member.is_report:
            trials.setdefault(member.work, Trial(member.work))
            homes = {member.work}
        for home in homes:
            trials[home].works.add(member.work)
        conflicts += _pooled(member, sorted(homes))
    return sorted((t for t in trials.values() if t.works), key=lambda t: t.id), sorted(
        set(conflicts), key=lambda c: (c.trial_a, c.trial_b, c.relation, c.note)
    )


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


def keep_few(numbers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Own numbers of a work, or none when there are so many that the work must be a list of trials."""
    count: dict[str, int] = defaultdict(int)
    for registry, _ in numbers:
        count[registry] += 1
    return tuple(numbers) if all(n <= MAX_OWN_NUMBERS for n in count.values()) else ()
