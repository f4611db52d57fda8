"""Checks an exported history without the program that wrote it: python verify_history.py FILE.

Each line is one case or meeting: its events, and the number and hash of the last one. An event's
hash is the SHA-256 of all its other values as JSON with sorted keys, no spaces, UTF-8.
`previous_hash` is the hash of the event before; the first has "". The last line holds the seal: the
SHA-256 of one line "reference last_number last_hash" for each case and meeting. Exit code 0: all
stands; 1: faults.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any


def hash_of(event: dict[str, Any]) -> str:
    content = {name: value for name, value in event.items() if name != "hash"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def kind_of(history: dict[str, Any]) -> str:
    return "meeting" if "meeting" in history else "case"


def faults_of(history: dict[str, Any]) -> Iterator[str]:
    kind = kind_of(history)
    expected, previous = 1, ""
    for event in history["events"]:
        number = event["number"]
        if number != expected:
            yield f"event {expected} is missing or out of order: {number} stands in its place"
        if hash_of(event) != event["hash"]:
            yield f"event {number} was changed: its content does not give its hash"
        if event["previous_hash"] != previous:
            yield f"event {number} does not continue the event before it"
        if event.get(kind) != history[kind]:
            yield f"event {number} belongs to {event.get(kind)}"
        expected, previous = number + 1, event["hash"]
    if (expected - 1, previous) != (history["last_number"], history["last_hash"]):
        yield f"the end is not the end that the {kind} keeps: events were cut off or added"


def check(lines: Iterable[str]) -> int:
    seal, counts, faults, tail = hashlib.sha256(), {"case": 0, "meeting": 0}, 0, None
    for line in lines:
        history = json.loads(line)
        if "seal" in history:
            tail = history
            continue
        kind = kind_of(history)
        counts[kind] += 1
        end = f"{history[kind]} {history['last_number']} {history['last_hash']}\n"
        seal.update(end.encode())
        for fault in faults_of(history):
            faults += 1
            print(f"{history[kind]}: {fault}")
    found = (counts["case"], counts["meeting"], seal.hexdigest())
    if tail is None:
        faults += 1
        print("the last line with the seal is missing: the file was cut off")
    elif (tail["cases"], tail["meetings"], tail["seal"]) != found:
        faults += 1
        print("the seal does not fit: whole cases or meetings were removed, added or reordered")
    print(f"{found[0]} cases, {found[1]} meetings, {faults} faults, seal {found[2]}")
    return 1 if faults else 0


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.exit(check(file))
