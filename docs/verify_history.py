"""Checks an exported history without the program that wrote it: python verify_history.py FILE.

Each line is one case: its events, and the number and hash of the last one. An event's hash is the
SHA-256 of all its other values as JSON with sorted keys, no spaces, UTF-8. `previous_hash` is
the hash of the event before; the first has "". The last line holds the seal: the SHA-256 of one
line "reference last_number last_hash" for each case. Exit code 0: all stands; 1: faults.
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


def faults_of(case: dict[str, Any]) -> Iterator[str]:
    expected, previous = 1, ""
    for event in case["events"]:
        number = event["number"]
        if number != expected:
            yield f"event {expected} is missing or out of order: {number} stands in its place"
        if hash_of(event) != event["hash"]:
            yield f"event {number} was changed: its content does not give its hash"
        if event["previous_hash"] != previous:
            yield f"event {number} does not continue the event before it"
        if event["case"] != case["case"]:
            yield f"event {number} belongs to {event['case']}"
        expected, previous = number + 1, event["hash"]
    if (expected - 1, previous) != (case["last_number"], case["last_hash"]):
        yield "the end is not the end that the case keeps: events were cut off or added"


def check(lines: Iterable[str]) -> int:
    seal, cases, faults, tail = hashlib.sha256(), 0, 0, None
    for line in lines:
        case = json.loads(line)
        if "seal" in case:
            tail = case
            continue
        cases += 1
        seal.update(f"{case['case']} {case['last_number']} {case['last_hash']}\n".encode())
        for fault in faults_of(case):
            faults += 1
            print(f"{case['case']}: {fault}")
    if tail is None:
        faults += 1
        print("the last line with the seal is missing: the file was cut off")
    elif (tail["cases"], tail["seal"]) != (cases, seal.hexdigest()):
        faults += 1
        print("the seal does not fit: whole cases were removed, added or reordered")
    print(f"{cases} cases, {faults} faults, seal {seal.hexdigest()}")
    return 1 if faults else 0


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.exit(check(file))
