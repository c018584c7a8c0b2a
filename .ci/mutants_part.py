"""The mutants of .ci/mutants: chooses them, keeps their results and tells them. Usage: HOME/SET TREE keep|baseline|todo|tell [K/N SEED]."""

import collections
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tomllib

KINDS = {"caught": "killed", "missed": "survived", "timeout": "timed out", "unviable": "does not compile"}
EQUIVALENT = pathlib.Path(".ci/mutants-equivalent.toml")


def git(tree, *words):
    return subprocess.run(["git", "-C", tree, *words], check=True, capture_output=True, text=True).stdout


class Mutants:
    """The mutants of one set. A key is the name without its line, so that it stays when other lines change."""

    def __init__(self, base, tree):
        self.base, self.tree = base, tree
        self.file = pathlib.Path(f"{base}.results")
        self.config = pathlib.Path(tree, ".ci", f"mutants-{self.file.stem}.toml")
        judging = [line for line in git(tree, "ls-tree", "HEAD").splitlines() if not re.search(r"\t(docs|\.ci|\S+\.md)$", line)]
        self.judge = hashlib.sha256("\n".join(judging).encode()).hexdigest()[:16]
        files = (line.split("\t") for line in git(tree, "ls-tree", "-r", "HEAD").splitlines())
        self.blobs = {path: about.split()[2] for about, path in files}
        self.names, seen = {}, collections.Counter()
        for name in pathlib.Path(f"{base}.list").read_text().splitlines():
            key = re.sub(r"^([^:]+):\d+:\d+", r"\1", name)
            seen[key] += 1
            self.names[name] = key if seen[key] == 1 else f"{key} #{seen[key]}"

    def part(self, which, seed):
        """The names of one part, in the order of the code."""
        number, parts = map(int, which.split("/"))
        place = lambda key: int.from_bytes(hashlib.sha256(f"{seed} {key}".encode()).digest()[:8]) % parts
        return [name for name, key in self.names.items() if place(key) == number - 1]

    def results(self):
        """The results that still hold: a kill while its file is the same, anything else while every file is that takes part."""
        results = {}
        for line in self.file.read_text().splitlines() if self.file.exists() else []:
            kind, blob, judge, key = line.split("\t")
            is_same = self.blobs.get(key.split(":")[0]) == blob
            if is_same and (judge == self.judge or kind in ("killed", "does not compile")):
                results[key] = kind
            else:
                results.pop(key, None)
        return results

    def keep(self):
        """Takes over the results of a run, complete or not; their names are those of the list that it had."""
        ran = pathlib.Path(f"{self.base}.ran")
        if not ran.exists():
            return
        before = json.loads(ran.read_text())
        with self.file.open("a") as file:
            for end, kind in KINDS.items():
                found = pathlib.Path(self.base, "mutants.out", f"{end}.txt")
                for name in found.read_text().splitlines() if found.exists() else []:
                    key, blob = before["mutants"][name]
                    print(kind, blob, before["judge"], key, sep="\t", file=file)
        ran.unlink()

    def todo(self, names):
        """Prepares a run of what has no result: all others are told to be known; fails if there is nothing to run."""
        done = self.results()
        wanted = {name for name in names if self.names[name] not in done}
        if not wanted:
            return 1
        print(f"{len(wanted)} mutants to run", flush=True)
        out = pathlib.Path(self.base, "mutants.out")
        out.mkdir(parents=True, exist_ok=True)
        # What an earlier run has left must not be taken for a result of this one.
        for end in KINDS:
            out.joinpath(f"{end}.txt").unlink(missing_ok=True)
        known = [f"{name}\n" for name in self.names if name not in wanted]
        out.joinpath("previously_caught.txt").write_text("".join(known))
        mutants = {name: (self.names[name], self.blobs[name.split(":")[0]]) for name in wanted}
        pathlib.Path(f"{self.base}.ran").write_text(json.dumps({"judge": self.judge, "mutants": mutants}))
        return 0

    def baseline(self):
        """Runs the tests without a mutant; the exit code of cargo."""
        config = tomllib.loads(self.config.read_text())
        words = [f"--package={name}" for name in config["test_package"]]
        words += config["additional_cargo_args"] + config["additional_cargo_test_args"]
        return subprocess.run(["cargo", "test", "--quiet", *words], cwd=self.tree).returncode

    def tell(self, names):
        """Prints the figures and what is left to do; the exit code of the whole."""
        excused = {entry["mutant"]: entry["reason"] for entry in tomllib.loads(EQUIVALENT.read_text()).get("equivalent", [])}
        done, told = self.results(), collections.defaultdict(list)
        for name in names:
            key = self.names[name]
            kind = done.get(key, "not run")
            if key in excused:
                kind = "called equivalent, but killed" if kind == "killed" else "equivalent"
            told[kind].append(f"{name.split(' ')[0]} {key.split(' ', 1)[1]}")
        files = {path.split(":")[0] for path in self.names}
        for key in excused:
            if key not in self.names.values() and key.split(":")[0] in files:
                told["called equivalent, but not there"].append(key)
        for kind in sorted(told.keys() - {"killed", "does not compile", "equivalent"}):
            print(f"\n{kind}:", *told[kind], sep="\n  ")
        killed, missed = len(told["killed"]), len(told["survived"])
        rate = f"{100 * killed / (killed + missed):.1f} %" if killed + missed else "none"
        counts = ", ".join(f"{len(keys)} {kind}" for kind, keys in sorted(told.items()) if keys)
        print(f"\n{len(names)} of {len(self.names)} mutants: {counts}")
        print(f"killed, of those that were judged and can be noticed: {rate}")
        return 1 if any(told.keys() - {"killed", "does not compile", "equivalent", "survived"}) or missed else 0


def main():
    base, tree, what, *rest = sys.argv[1:]
    mutants = Mutants(base, tree)
    if what in ("keep", "baseline"):
        return mutants.keep() if what == "keep" else mutants.baseline()
    names = mutants.part(*rest)
    return mutants.todo(names) if what == "todo" else mutants.tell(names)


sys.exit(main())
