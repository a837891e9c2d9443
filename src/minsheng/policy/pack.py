"""What a pack holds once it is read: one class for each block of the language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from hashlib import sha256

from minsheng.policy.finding import Place
from minsheng.policy.source import Source
from minsheng.policy.types import Type
from minsheng.policy.vocabulary import Text

__all__ = [
    "ACCEPTING",
    "EFFECTS",
    "OFFICES",
    "SAFEGUARDS",
    "SERVICE_KINDS",
    "TURNS",
    "Aggregate",
    "AreaSet",
    "Benefit",
    "Clock",
    "Cited",
    "Duty",
    "Example",
    "Exclusion",
    "Override",
    "Pack",
    "Parameter",
    "Payment",
    "Process",
    "Ranking",
    "Reading",
    "Row",
    "Rule",
    "Sample",
    "Service",
    "Step",
    "Taper",
    "Target",
    "Task",
    "Unit",
]

#: What an end of a process means for the benefit: it begins, is paid in another amount or kind, stops, or goes on as it was.
EFFECTS = ("grants", "changes", "ends", "keeps")
#: What must be done before a process decides, and what kind of thing a pack names for it: how many make a visit together, whom
#: the county must visit itself, by which draw it visits others.
SAFEGUARDS = {"visitors": "parameter", "county_visits": "rule", "draw": "sample"}
#: Kinds of other offices that settle a benefit or do a service.
OFFICES = (
    *("medical_insurance", "housing", "education", "employment"),
    *("disabled_persons", "health", "social_insurance", "other"),
)
#: Kinds of services. The first six are the contents of support; the others make sure that it reaches the person.
SERVICE_KINDS = (
    *("basic_living", "care", "treatment", "housing", "education", "funeral"),
    *("assessment", "placement", "agreement", "property", "review"),
)
#: How often a service comes again.
TURNS = ("month", "quarter", "half_year", "year")
#: Who may accept applications.
ACCEPTING = ("village", "township", "county", "city", "home", "other_office")
RANKS = ("law", "regulation", "national", "province", "city", "county", "demonstration")


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several readings of the text: which one is used, instead of what, and why."""

    used: Text
    instead_of: Text
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Everything that cites articles: its name, its place in the file, and the articles."""

    name: str
    place: Place
    cites: tuple[str, ...]
    label: Text
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Cited):
    """A named value of an entity. ``expression`` or a range (``at_least``, ``at_most``) that an officer fills."""

    entity: str
    type: Type
    expression: str = ""
    at_least: str = ""
    at_most: str = ""
    reading: Reading | None = None
    modality: str = "must"
    first_day: date | None = None
    last_day: date | None = None
    value_labels: dict[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value of a parameter, with the ground it holds for and the figure as printed."""

    value: object
    printed: str
    place: Place
    cites: tuple[str, ...]
    document: str
    area: str = ""
    area_set: str = ""
    first_day: date | None = None
    last_day: date | None = None
    keys: tuple[tuple[str, str], ...] = ()
    demonstration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Cited):
    """A figure of the document or of a place. Without rows it must still be set; ``set_by`` says by whom."""

    type: Type
    axes: tuple[str, ...]
    rows: tuple[Row, ...]
    set_by: Text | None = None
    renew_months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Cited):
    """Who is assessed together: rules that say who counts and who is assessed alone; ``whole`` when those stay in the family too."""

    counts: str
    apart: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Another benefit, and which of its states (``eligible``, ``elects``, ``receives``) is looked at."""

    benefit: str
    looks_at: str
    cites: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Payment:
    """How often a benefit is paid, from which month, and to which (empty: the document does not say)."""

    every: str
    first: str
    cites: tuple[str, ...]
    last: str = ""


@dataclass(frozen=True, slots=True)
class Taper:
    """Payment that runs on for a while after the condition has ended: expressions for if, from when, how long, how much."""

    condition: str
    start: str
    lasts: str
    pays: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """How often a benefit in receipt is looked at again (an expression of months), and by which process; empty where none is said."""

    every: str
    process: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit(Cited):
    """An entitlement: who enters, stays and leaves, what is paid, who bears it, and how it stands to other benefits.

    ``office`` is the kind of the other office that settles it, one of :data:`OFFICES`; empty where civil affairs does.
    ``kind`` says what it is of the contents of support, one of :data:`SERVICE_KINDS`; empty where it is none of them.
    """

    entity: str
    enter: str
    stay: str = ""
    exit: str = ""
    receiving: str = ""
    elects: str = ""
    amount: str = ""
    modality: str = "must"
    paid: Payment | None = None
    borne: str = ""
    taper: Taper | None = None
    review: Review | None = None
    excludes: tuple[Exclusion, ...] = ()
    yields_to: tuple[Exclusion, ...] = ()
    process: str = ""
    office: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a process: who acts, how, how long, and where each outcome leads."""

    name: str
    label: Text
    by: str
    does: tuple[str, ...]
    lasts: str
    then: tuple[tuple[str, str], ...]
    cites: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Clock:
    """A span that runs from one event to another."""

    name: str
    label: Text
    start: str
    end: str
    at_most: str
    stops: tuple[str, ...]
    extension: str
    cites: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Process(Cited):
    """How an application moves: steps, ends, clocks; what is issued and what a refusal carries.

    ``effects`` says what an end means for the benefit, one of :data:`EFFECTS`; an end that is not named changes nothing.
    ``safeguards`` names what must be done before it is decided, by the words of :data:`SAFEGUARDS`.
    """

    benefit: str
    requires_check: bool
    apply: dict[str, object]
    steps: tuple[Step, ...]
    ends: tuple[tuple[str, Text], ...]
    clocks: tuple[Clock, ...]
    effects: tuple[tuple[str, str], ...] = ()
    safeguards: tuple[tuple[str, str], ...] = ()
    refusal: dict[str, object] = field(default_factory=dict)
    issues: dict[str, object] = field(default_factory=dict)

    @property
    def accepted_by(self) -> str:
        """The role that accepts applications: the township, where the document does not say another."""
        return str(self.apply.get("to", "township"))

    def effect_of(self, end: str) -> str:
        """What an end of the process means for the benefit; empty where it changes nothing."""
        return dict(self.effects).get(end, "")

    def safeguard(self, word: str) -> str:
        """The parameter, rule or draw that the pack names for one of :data:`SAFEGUARDS`; empty where it asks for nothing."""
        return dict(self.safeguards).get(word, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Cited):
    """A draw: from what, which share (a parameter), rounded how, and when the seed is published."""

    of: Text
    share: str
    rounding: str
    seed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Cited):
    """An order across households: a score, within a partition, with tie-breakers."""

    entity: str
    score: str
    partition: str
    descending: bool
    ties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Cited):
    """A share over people: numerator and denominator."""

    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaSet(Cited):
    """Places that are not one node of the division codes."""

    areas: tuple[str, ...]
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Cited):
    """What an office must do, and by when. ``label`` says what."""

    who: Text
    others: tuple[Text, ...]
    first_day: date | None
    due: date | None
    every: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Cited):
    """What is done for everybody whom a benefit is granted to.

    Attributes:
        benefit: whoever has it (``for`` in packs).
        kind: one of :data:`SERVICE_KINDS`.
        by: the role that does it.
        office: the kind of other office, where ``by`` is ``other_office``.
        when: a yes-or-no rule of people; it is done only while that holds.
        within: a span from the day on which it is first due, or a parameter of the place.
        on: a parameter with the last day, which the place sets year by year.
        at_age: it is due on the birthday on which this age is reached.
        every: how often it comes again, one of :data:`TURNS`.
        asks: the facts that whoever does it writes down.
        shows: the rules that whoever does it should see.
    """

    benefit: str
    kind: str
    by: str
    office: str = ""
    when: str = ""
    within: str = ""
    on: str = ""
    at_age: int | None = None
    every: str = ""
    asks: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    reading: Reading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Cited):
    """A figure that a plan promises, by year."""

    unit: str
    area: str
    better: str
    values: tuple[tuple[str, str, Fraction], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Cited):
    """A duty without arithmetic; ``served_by`` names the part of the product, or ``none`` with the reason. ``label`` says what.

    ``right`` is ``appeal`` where the article gives everybody whom a decision concerns the right to appeal.
    """

    who: Text
    served_by: str
    because: Text | None
    modality: str
    when: Text | None
    right: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example or a case: what is given and what must come out, as written."""

    id: str
    title: Text
    article: str
    place: Place
    document: str
    day: date | None
    area: str
    given: dict[str, object]
    people: list[dict[str, object]]
    settings: dict[str, object]
    expect: dict[str, object]
    expect_people: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Override:
    """Where both speak of the same name, this document wins over another; ``names`` limits it to some."""

    document: str
    names: tuple[str, ...]
    because: Text


@dataclass(slots=True)
class Pack:
    """One document as a pack."""

    source: Source
    document: str
    title: Text
    issuer: Text
    rank: str
    area: str
    in_force: date
    last_day: date | None
    replaces: tuple[str, ...]
    implements: tuple[str, ...]
    overrides: tuple[Override, ...]
    articles: tuple[str, ...]
    rules: list[Rule] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    values: list[tuple[str, list[object]]] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    benefits: list[Benefit] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    rankings: list[Ranking] = field(default_factory=list)
    aggregates: list[Aggregate] = field(default_factory=list)
    area_sets: list[AreaSet] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The SHA-256 of the pack's text: the name under which its content is kept."""
        return sha256(self.source.text.encode()).hexdigest()

    def holds_on(self, day: date) -> bool:
        """Whether the document is in force on a day; the last day counts."""
        return self.in_force <= day and (self.last_day is None or day <= self.last_day)

    def cited(self) -> list[Cited]:
        """Everything in the pack that cites articles."""
        return [
            *self.rules,
            *self.parameters,
            *self.units,
            *self.benefits,
            *self.processes,
            *self.services,
            *self.samples,
            *self.rankings,
            *self.aggregates,
            *self.area_sets,
            *self.tasks,
            *self.targets,
            *self.duties,
        ]
