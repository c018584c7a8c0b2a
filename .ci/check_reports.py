"""Reads the reports in Cucumber Messages and in CTRF with packages that know nothing of their writer. Called by .ci/check-reports."""

import json
import sys
from collections import Counter

from cucumber_messages import Envelope, message_converter
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from jsonschema import Draft202012Validator, validators

ORDER = ["UNKNOWN", "PASSED", "SKIPPED", "PENDING", "UNDEFINED", "AMBIGUOUS", "FAILED"]
STATES = ["passed", "failed", "skipped", "pending", "other"]
LIKE = {"passed": "PASSED", "failed": "FAILED", "skipped": "SKIPPED", "other": "SKIPPED"}


def plain(node, nodes):
    """A tree without ids; a reference to a node becomes its line. Members without a value are left out."""
    if isinstance(node, dict):
        shown = {}
        for key, value in node.items():
            if key == "astNodeIds":
                shown[key] = [nodes[one] for one in value]
            elif key == "astNodeId":
                shown[key] = nodes[value]
            elif key != "id" and value is not None and not (key == "mediaType" and value == ""):
                shown[key] = plain(value, nodes)
        return shown
    return [plain(one, nodes) for one in node] if isinstance(node, list) else node


def lines_of(node, found):
    """The places of all nodes with an id."""
    if isinstance(node, dict):
        if "id" in node and "location" in node:
            place = node["location"]
            found[node["id"]] = (place["line"], place.get("column"))
        node = list(node.values())
    for one in node if isinstance(node, list) else []:
        lines_of(one, found)
    return found


def check_features(messages):
    """Compares trees and scenarios with those of Cucumber's own parser."""
    sources = {one["source"]["uri"]: one["source"] for one in messages if "source" in one}
    documents = {one["gherkinDocument"]["uri"]: one["gherkinDocument"] for one in messages if "gherkinDocument" in one}
    pickles = [one["pickle"] for one in messages if "pickle" in one]
    assert sources.keys() == documents.keys(), "a source without its tree"
    for uri, source in sources.items():
        theirs = Parser().parse(source["data"])
        theirs["uri"] = uri
        compiled = Compiler().compile(theirs)
        our_nodes, their_nodes = lines_of(documents[uri], {}), lines_of(theirs, {})
        assert plain(documents[uri], our_nodes) == plain(theirs, their_nodes), f"{uri}: another tree than Cucumber's"
        rows = {one["location"]["line"]: plain(one, their_nodes) for one in compiled}
        for pickle in pickles:
            if pickle["uri"] == uri:
                ours = plain(pickle, our_nodes)
                assert ours == rows[pickle["location"]["line"]], f"{pickle['id']}: another scenario than Cucumber's"
    return len(documents), len(pickles)


def check_run(messages):
    """Follows the messages of the run in their order; gives the worst state of the steps by scenario."""
    pickles, cases, attempts, worst, open_step = {}, {}, {}, {}, None
    for one in messages:
        (kind, message), = one.items()
        if kind == "pickle":
            pickles[message["id"]] = {step["id"] for step in message["steps"]}
        elif kind == "testCase":
            steps = pickles[message["pickleId"]]
            named = [step["pickleStepId"] for step in message["testSteps"] if "pickleStepId" in step]
            assert set(named) == steps and len(named) == len(steps), f"{message['id']}: other steps"
            cases[message["id"]] = (message["pickleId"], [step["id"] for step in message["testSteps"]])
        elif kind == "testCaseStarted":
            pickle, steps = cases[message["testCaseId"]]
            attempts[message["id"]] = (pickle, list(steps))
            worst[pickle] = "UNKNOWN"
        elif kind == "testStepStarted":
            open_step = (message["testCaseStartedId"], message["testStepId"])
            assert attempts[open_step[0]][1].pop(0) == open_step[1], f"{open_step}: not the next step"
        elif kind == "attachment":
            assert (message["testCaseStartedId"], message["testStepId"]) == open_step, "an attachment outside of its step"
        elif kind == "testStepFinished":
            assert (message["testCaseStartedId"], message["testStepId"]) == open_step, "a step ends that did not begin"
            pickle = attempts[open_step[0]][0]
            worst[pickle] = max(worst[pickle], message["testStepResult"]["status"], key=ORDER.index)
        elif kind == "testCaseFinished":
            assert not attempts.pop(message["testCaseStartedId"])[1], "a step has no result"
    assert not attempts, "a scenario has no end"
    assert list(messages[0]) == ["meta"] and list(messages[-1]) == ["testRunFinished"]
    assert messages[-1]["testRunFinished"]["success"] == ("FAILED" not in worst.values())
    return worst


def check_ctrf(report):
    """Checks the members that the specification requires; gives the state by scenario."""
    assert report["reportFormat"] == "CTRF" and report["specVersion"].count(".") == 2
    results = report["results"]
    tests, summary = results["tests"], results["summary"]
    assert results["tool"]["name"] and summary["stop"] >= summary["start"]
    assert summary["tests"] == len(tests) == sum(summary[state] for state in STATES)
    assert Counter(test["status"] for test in tests) == Counter({state: summary[state] for state in STATES if summary[state]})
    for test in tests:
        assert test["name"] and test["status"] in STATES and type(test["duration"]) is int
        assert all(step["name"] and step["status"] in STATES for step in test["steps"])
    return {test["testId"]: test["status"] for test in tests}


def main(messages_file, ctrf_file, *schemas):
    with open(messages_file, encoding="utf-8") as lines:
        messages = [json.loads(line) for line in lines]
    for message in messages:
        assert message_converter.to_dict(message_converter.from_dict(message, Envelope)) == message, f"not read whole: {message}"
    documents, pickles = check_features(messages)
    worst = check_run(messages)
    with open(ctrf_file, encoding="utf-8") as file:
        report = json.load(file)
    states = check_ctrf(report)
    assert {one: LIKE[state] for one, state in states.items()} == worst, "the reports count differently"
    print(f"two packages read {len(messages)} messages: {documents} files and {pickles} scenarios as in Cucumber's parser,", dict(Counter(states.values())))
    if schemas:
        of_messages, of_ctrf = (json.load(open(path, encoding="utf-8")) for path in schemas)
        check = Draft202012Validator(of_messages)
        for message in messages:
            check.validate(message)
        validators.validator_for(of_ctrf)(of_ctrf, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(report)
        print("valid by the schemas")


main(*sys.argv[1:])
