"""Where hostile values go: every form, every query and every path that people are shown."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, quote_from_bytes, urlsplit

from flask import Flask
from werkzeug.routing import MapAdapter

from tests.web.crawl import Walk
from tests.web.fuzz import hostile
from tests.web.fuzz.hostile import File
from tests.web.visitor import Tree

Pair = tuple[str, str]
_LEFT_ALONE = frozenset({"csrf_token"})
_NO_PAGES = frozenset({"static", "bootstrap.static", "nowhere"})


@dataclass(frozen=True)
class Spoil:
    """A field, or a part of the path, and the hostile value that is put there."""

    name: str
    value: str | File | None
    """None leaves the field out."""
    twice: bool = False
    of_path: str = ""
    """The part of the path that is replaced."""

    def __str__(self) -> str:
        shown = repr(self.value)
        shown = shown if len(shown) < 90 else f"{shown[:80]}… ({len(shown)} characters)"
        return f"{self.name} = {shown}{' sent twice' if self.twice else ''}"


@dataclass(frozen=True)
class Aim:
    """One request to send: what a page offered, with one thing about it made hostile."""

    who: str
    source: str
    """The page that offered it."""
    method: str
    endpoint: str
    path: str
    fields: tuple[Pair, ...]
    file_fields: tuple[str, ...] = ()
    spoil: Spoil | None = None

    @property
    def subject(self) -> tuple[str, str, str]:
        """What is tried: aims of one subject differ in person and value."""
        return self.method, self.endpoint, "" if self.spoil is None else self.spoil.name

    def pairs(self) -> list[tuple[str, str | File]]:
        """The fields as they are sent."""
        spoil = self.spoil
        if spoil is None or spoil.of_path:
            return list(self.fields)
        found: list[tuple[str, str | File]] = [
            pair for pair in self.fields if spoil.twice or pair[0] != spoil.name
        ]
        return found if spoil.value is None else [*found, (spoil.name, spoil.value)]

    def address(self) -> str:
        """The path and, for a GET, the query, as bytes that any value can be written in."""
        if self.method != "GET" or not self.pairs():
            return self.path
        return f"{self.path}?{encoded(self.pairs())}"

    def __str__(self) -> str:
        return (
            f"{self.who or 'the public'}: {self.method} {self.path[:200]} [{self.endpoint}] with "
            f"{self.spoil}, from {self.source}"
        )


def encoded(pairs: Iterable[tuple[str, str | File]]) -> str:
    """Fields as a query; lone surrogates are written as the bytes a careless program sends."""
    return "&".join(f"{_quoted(name)}={_quoted(str(value))}" for name, value in pairs)


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


@dataclass
class _Subject:
    """One field of one page: by whom it was offered, and what is put into it."""

    offers: list[Aim] = field(default_factory=list)
    spoils: list[Spoil] = field(default_factory=list)

    def aim(self, turn: int) -> Aim | None:
        """What is sent of it at this turn: every value in turn, offers changing all the while."""
        round_, place = divmod(turn, len(self.spoils))
        if round_ >= len(self.offers):
            return None
        offer = self.offers[(place + round_) % len(self.offers)]
        return _spoiled(offer, self.spoils[place])


def aims(app: Flask, walks: Iterable[Walk], *, seed: int) -> tuple[int, Iterator[Aim]]:
    """How many subjects there are, and every request there is to send, one of each at a turn."""
    adapter = app.url_map.bind("localhost")
    subjects: dict[tuple[str, str, str], _Subject] = defaultdict(_Subject)
    for offer in dict.fromkeys(one for walk in walks for one in _offered(adapter, walk)):
        for name, spoils in _spoils(adapter, offer):
            subject = subjects[offer.method, offer.endpoint, name]
            subject.offers.append(offer)
            subject.spoils = subject.spoils or list(spoils)
    shuffled, order = random.Random(seed), list(subjects.values())
    shuffled.shuffle(order)
    for one in order:
        shuffled.shuffle(one.offers)
        shuffled.shuffle(one.spoils)
    most = max(len(one.offers) * len(one.spoils) for one in order)
    sent = (aim for turn in range(most) for one in order if (aim := one.aim(turn)) is not None)
    return len(order), sent


def _offered(adapter: MapAdapter, walk: Walk) -> Iterator[Aim]:
    """What one person's pages offer: their addresses and their forms as they stand."""
    for _endpoint, path, page in walk.opened:
        yield from _address(adapter, walk.who, path, "a link")
        for form in page.forms:
            yield from _form(adapter, walk.who, path, form)
    for path in walk.pages.values():
        yield from _address(adapter, walk.who, path, "a link")


def _address(adapter: MapAdapter, who: str, path: str, source: str) -> Iterator[Aim]:
    parts = urlsplit(path)
    endpoint = endpoint_of(adapter, parts.path, "GET")
    if endpoint not in _NO_PAGES:
        pairs = tuple(parse_qsl(parts.query, keep_blank_values=True))
        yield Aim(who, source, "GET", endpoint, parts.path, pairs)


def _form(adapter: MapAdapter, who: str, path: str, form: Tree) -> Iterator[Aim]:
    method = form.method.upper()
    parts = urlsplit(form.get("action") or path)
    endpoint = endpoint_of(adapter, parts.path, method)
    if endpoint in _NO_PAGES:
        return
    pairs = [(str(name), str(value)) for name, value in form.form_values()]
    known = {name for name, _value in pairs}
    files = [str(one) for one in form.xpath(".//input[@type='file']/@name")]
    for control in form.xpath(".//*[@name]"):  # what is not ticked, and the buttons
        name = str(control.get("name"))
        if name not in known and name not in files:
            known.add(name)
            pairs.append((name, _some(control)))
    query = tuple(parse_qsl(parts.query)) if method == "GET" else ()
    yield Aim(who, path, method, endpoint, parts.path, (*query, *pairs), tuple(files))


def _some(control: Tree) -> str:
    """A value this control could send."""
    options = control.xpath(".//option/@value")
    return str(options[-1] if options else control.get("value") or "")


def _spoils(adapter: MapAdapter, offer: Aim) -> Iterator[tuple[str, Iterable[Spoil]]]:
    """Every field and every part of the path of an offer, with what is put there."""
    given = dict(offer.fields)
    for name, value in given.items():
        if name not in _LEFT_ALONE:
            twice = (Spoil(name, value, twice=True), Spoil(name, "again", twice=True))
            yield name, (*(Spoil(name, text) for text in hostile.TEXTS), *twice)
    for name in offer.file_fields:
        yield name, tuple(Spoil(name, file) for file in hostile.FILES)
    if offer.method == "GET":
        for name in set(hostile.QUERY_NAMES) - set(given):
            texts = hostile.PAGES if name == "page" else hostile.TEXTS
            yield name, tuple(Spoil(name, text) for text in texts if text is not None)
    _endpoint, arguments = adapter.match(offer.path, method=offer.method)
    for name, value in arguments.items():
        if str(value) in offer.path.split("/"):
            spoils = (Spoil(f"<{name}>", text, of_path=str(value)) for text in hostile.SEGMENTS)
            yield f"<{name}>", tuple(spoils)


def _spoiled(offer: Aim, spoil: Spoil) -> Aim:
    parts = offer.path.split("/")
    if spoil.of_path:
        known = [place for place, part in enumerate(parts) if part == spoil.of_path]
        place = known[0] if known else len(parts) - 1
        parts[place] = _quoted(str(spoil.value))
    return replace(offer, path="/".join(parts), spoil=spoil)


def endpoint_of(adapter: MapAdapter, path: str, method: str) -> str:
    """The endpoint that answers, or `nowhere`."""
    try:
        endpoint, _arguments = adapter.match(path, method=method)
    except Exception:  # noqa: BLE001 - whatever cannot be matched is no page
        return "nowhere"
    return str(endpoint)
