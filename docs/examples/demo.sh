#!/usr/bin/env bash
# The main job on the two example programs, with recorded answers in place of a model.
# Usage: docs/examples/demo.sh [build/kadane]
set -euo pipefail
cd "$(dirname "$0")/../.."
kadane=$(realpath "${1:-build/kadane}")
here=docs/examples
work=build/demo
rm -rf "$work"
mkdir -p "$work"
cp "$here"/*.py "$work"

cat <<'TEXT'
Two Python programs, translated to C++ and proved on this machine.
The model's answers are recordings (docs/examples/answers): no account, no key, no network.
Everything else is live: each answer is compiled, run in a sandbox beside the original,
compared with it and timed. Trying every part of a sequence takes Python half a minute a run,
and each script is run twice, so this takes some minutes.

TEXT

rows=()
translate() { # FILE RECORDING WHAT
	echo "== $1: $3"
	local report="$work/${1%.py}-$2.json"
	# A budget in which pi.py is timed five times or so; the other one's two runs count as they are.
	# The exit status says how the verdict is; the table shows it.
	"$kadane" run translate "$work/$1" --provider replay --replay "$here/answers" --model "$2" \
		--time-budget 25 --json >"$report" || true
	rows+=("$report" "$1" "$3")
	python3 "$here/row.py" --line "$report"
	echo
}

translate pi.py prose "the answer comes wrapped in prose"
translate max_subarray.py direct "the first answer overflows int; repaired in a second round"
translate max_subarray.py kadane "the answer finds Kadane's algorithm"

python3 "$here/row.py" --table "${rows[@]}"
echo
echo "The answers were recordings; every time and every verdict above was measured just now."
echo "The translations are in $work. Any of them can be judged again:"
echo "  build/kadane check $work/pi.py $work/pi.cpp"
