"""Compares a record of the sandbox with changed sandboxes, and counts what `conform diff` finds. Called by `.ci/changes`."""

import collections
import json
import subprocess
import sys
import time

import yaml

CONFORM, OWN = sys.argv[1], int(sys.argv[2])
RECORD, NOTE = "target/changes.record.yaml", "target/changes.note.json"
WEIGHTS = ["breaking", "undecided", "harmless", "nothing"]


def diff(before, *options):
    """The note of a comparison with the sandbox, and its time in seconds."""
    begun = time.monotonic()
    command = [CONFORM, "diff", before, "sandbox", *options, "--note", f"json={NOTE}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    with open(NOTE) as file:
        return json.load(file), time.monotonic() - begun


def timed(*words):
    """The output of a command that must succeed, and its time in seconds."""
    begun = time.monotonic()
    done = subprocess.run([CONFORM, *words], check=True, capture_output=True, text=True)
    return done.stdout, time.monotonic() - begun


def weight(note):
    """The weight of the worst change."""
    found = {change["class"] for change in note["changes"]}
    return next((one for one in WEIGHTS if one in found), "nothing")


def main():
    _, run = timed("run", "--tags", "not @needs-browser")
    print(f"one run of the scenarios: {run:.0f} s")
    texts = []
    for _ in range(2):
        _, seconds = timed("record", "-o", RECORD)
        with open(RECORD, "rb") as file:
            texts.append(file.read())
        print(f"recorded in {seconds:.0f} s, {seconds / run:.1f} runs: {len(texts[-1])} bytes", flush=True)
    is_same = texts[0] == texts[1] and len(texts[0]) < 1_000_000
    print("the same bytes again, below 1 MB" if is_same else "NOT the same bytes again, or not below 1 MB")
    _, seconds = timed("diff", "sandbox", "sandbox")
    print(f"two sandboxes compared in {seconds:.0f} s, {seconds / run:.1f} runs", flush=True)
    with open("fixtures/comparisons.yaml") as file:
        entries = yaml.safe_load(file)
    wrong, found = [], collections.Counter()
    for entry in entries:
        kind = "fault" if "fault" in entry else "variant"
        options = [f"--{kind}", entry[kind]]
        if kind == "fault" and entry[kind].rsplit("-", 1)[-1].isalpha():
            options += ["--faults", "fixtures/changes"]
        options += [word for rule in entry["rules"] for word in ("--rule", rule)]
        note, seconds = diff(RECORD, *options)
        seen = weight(note)
        is_found = (seen != "nothing") == (entry["class"] != "nothing")
        found[entry["shown_by"], "found" if is_found else "missed"] += 1
        if seen != entry["class"]:
            wrong.append(entry[kind])
        first = note["changes"][0]["says"][:90] if note["changes"] else "nothing changed"
        mark = "as expected" if seen == entry["class"] else f"expected {entry['class']}"
        print(f"{entry[kind]:22} {seen:10} {mark:20} {seconds:4.1f} s  {first}", flush=True)
    alike = 0
    for number in range(OWN):
        options = ["--seed", str(100 + number), "--jobs", str([1, 8, 64, 128][number % 4])]
        note, seconds = diff(RECORD, *options)
        alike += not note["changes"]
        for change in note["changes"]:
            print(f"compared with itself: {change['says'][:150]} ({change['example']['scenario']})")
        print(f"compared with itself, {' '.join(options)}: {seconds:.0f} s", flush=True)
    print(f"{len(entries) - len(wrong)} of {len(entries)} as expected; {dict(found)}; wrong: {', '.join(wrong) or 'none'}")
    print(f"{alike} of {OWN} comparisons with itself report no change")
    return 0 if is_same and not wrong and alike == OWN else 1


if __name__ == "__main__":
    sys.exit(main())
