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

# The longer of the two takes half a minute where it has a quick machine to itself, and the usual
# limit is a minute: here it may take five. Whatever else the user has set stays.
mkdir -p "$work/config/kadane"
python3 - "${XDG_CONFIG_HOME:-${HOME:-/}/.config}/kadane/config.json" \
	>"$work/config/kadane/config.json" <<'PYTHON'
import json
import sys

try:
    with open(sys.argv[1], encoding="utf-8") as file:
        config = json.load(file)
except OSError:
    config = {}
config = config.get("kadane", config)
config["limits"] = {**(config.get("limits") or {}), "wall": 300}
print(json.dumps(config))
PYTHON
export XDG_CONFIG_HOME="$PWD/$work/config"

cat <<'TEXT'
Two Python programs, translated to C++ and proved on this machine.
The model's answers are recordings (docs/examples/answers): no account, no key, no network.
Everything else is live: each answer is compiled, run in a sandbox beside the original,
compared with it and timed. Trying every part of a sequence takes Python half a minute a run,
and each script is run twice, so this takes some minutes.

TEXT

rows=()
proved=0
translate() { # FILE RECORDING WHAT
	echo "== $1: $3"
	local report="$work/${1%.py}-$2.json"
	# A budget in which pi.py is timed five times or so; the other one's two runs count as they are.
	# A verdict that does not hold is shown like the others, and remembered for our own status.
	"$kadane" run translate "$work/$1" --provider replay --replay "$here/answers" --model "$2" \
		--time-budget 25 --json >"$report" && proved=$((proved + 1)) || [ $? -lt 128 ] || exit 1
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
echo "  build/kadane check FILE.py FILE.cpp"
if [ "$proved" -lt 3 ]; then
	echo "Only $proved of 3 translations could be proved: see the output column." >&2
	exit 1
fi
