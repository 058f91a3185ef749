#!/usr/bin/env python3
"""How well does the list `hot` hold for work it was not made from?

Makes a bundle from all profiles but one, asks for the list, judges it by the one left out; prints each and the mean.
Needs an index of the release that was profiled, and a folder with the profiles and their scorer (../shared/truth/hot by
default); says so and ends well where that is missing.

  CPYNAV_INDEX_DIR=DIR benches/leave_one_out.py [--cpynav PROGRAM] [--rev v3.14.7] [--data FOLDER] [--budgets 500,1000]
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
START = "startup"


def judged(data, work, listed, budget, overhead):
    scorer = [sys.executable, data / "score_hot.py", listed, "--truth", data / f"{work}.json.gz"]
    options = ["--minus", data / f"{START}.json.gz", "--overhead", str(overhead), "--budgets", str(budget), "--json"]
    row = json.loads(subprocess.run(scorer + options, check=True, capture_output=True).stdout)
    return row["budgets"][0]["coverage"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cpynav", default=HERE.parent / "target/release/cpynav")
    parser.add_argument("--rev", default="v3.14.7")
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parent.parent / "shared/truth/hot")
    parser.add_argument("--budgets", default="500,1000")
    args = parser.parse_args()
    if not (args.data / "score_hot.py").exists():
        print(f"no profiles in {args.data}: nothing to do")
        return
    profiles = {path.name.split(".")[-2]: path for path in sorted(args.data.glob("profiles/callgrind.out.*.gz"))}
    start = profiles.pop(START)
    budgets = [int(word) for word in args.budgets.split(",")]
    sums = dict.fromkeys(budgets, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        bundle, listed = pathlib.Path(folder, "bundle"), pathlib.Path(folder, "list.json")
        for work in profiles:
            others = [path for name, path in profiles.items() if name != work]
            make = [args.cpynav, "profile", "bundle", "--rev", args.rev, "--startup", start, "-o", bundle, *others]
            subprocess.run(make, check=True, capture_output=True)
            row = []
            for budget in budgets:
                read = [args.cpynav, "read", "--rev", args.rev, "--from", bundle, "--format", "json"]
                with listed.open("wb") as out:
                    subprocess.run(read + ["--budget", str(budget)], check=True, stdout=out)
                row.append(judged(args.data, work, listed, budget, 1))
                sums[budget] += row[-1]
            print(f"{work:16}", *(f"{share:.3f}" for share in row))
    print(f"{'mean':16}", *(f"{total / len(profiles):.4f}" for total in sums.values()))


if __name__ == "__main__":
    main()
