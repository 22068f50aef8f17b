#!/usr/bin/env bash
# Runs every suite of tests there is and adds them up: `tests/run.sh FOLDER…`, each FOLDER a build
# folder. The unit tests of all folders are run; cases against the kadane of the first folder that
# has unit tests (the builds with sanitizers), protocol tests against that of the last, the rest
# against the first kadane. A suite is a program that prints "N passed, N failed"; see tests/README.md.
# ONLY=WORD runs just the suites with WORD in their name; JOBS=N runs N at a time (2 to 4).
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
[ $# -gt 0 ] || set -- build

tmp=$(mktemp -d)
chmod 711 "$tmp" # a suite that becomes an ordinary user must get through to its own folder
logs=build/test-logs
mkdir -p "$logs"
stop() {
	local pids
	pids=$(jobs -p)
	# shellcheck disable=SC2086 # a list
	[ -z "$pids" ] || kill $pids 2>/dev/null || true
	wait
	rm -rf "$tmp"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

# The same result on every machine: no keys, no configuration, no language of the user's.
while IFS= read -r name; do
	unset "$name"
done < <(env |
	sed -nE 's/^([A-Z0-9_]*(_API_KEY|_BASE_URL|_TOKEN)|OLLAMA_HOST|KADANE_[A-Z_]*)=.*/\1/p' |
	grep -v '^KADANE_TEST_')
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export KADANE_NODE=$root/build/node

names=() kadanes=() limits=() commands=()

# suite NAME KADANE SECONDS COMMAND: one line of shell, run from the top of the tree.
suite() {
	[ -z "${ONLY:-}" ] || [[ $1 == *"$ONLY"* ]] || return 0
	names+=("$1") kadanes+=("$2") limits+=("$3") commands+=("$4")
}

# The suites written in one folder: all files but those that another one there imports.
scripts() { # scripts FOLDER SUFFIX
	local file name
	for file in "tests/$1"/*."$2"; do
		name=$(basename "$file" ".$2")
		[ -f "$file" ] || continue
		grep -qsE "^[[:space:]]*(from $name|import ([a-z_., ]+ )?$name)\b|['\"]\./$name\.$2['\"]" \
			"tests/$1"/*."$2" || printf '%s\n' "$file"
	done
}

# The unit tests of a build folder, as one suite.
unit() {
	local test passed=0 failed=0 log=$TMPDIR/log rc
	for test in "$1"/unit/test_*; do
		case ${test##*/} in *.*) continue ;; esac
		rc=0
		limited 120 "$test" >"$log" 2>&1 || rc=$?
		read -r p f _ < <(count "$log")
		[ "$rc" = 0 ] || [ "$f" -gt 0 ] || f=1
		[ $((p + f)) -gt 0 ] || f=1
		[ "$f" = 0 ] || { cat "$log"; echo "$test: $f failed, exit status $rc"; }
		passed=$((passed + p)) failed=$((failed + f))
	done
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

# "PASSED FAILED SKIPPED", as read from a suite's words: ours, check.h's, unittest's or node's.
count() {
	awk '
	function number(text, behind) {
		return match($0, text) ? substr($0, RSTART, RLENGTH - behind) + 0 : 0
	}
	/[0-9]+ passed, [0-9]+ failed/ {
		p = number("[0-9]+ passed", 7)
		f = number("[0-9]+ failed", 7)
		s = number("[0-9]+ skipped", 8)
	}
	/[0-9]+ checks, [0-9]+ failed/ {
		f = number("[0-9]+ failed", 7)
		p = number("[0-9]+ checks", 7) - f
	}
	/^Ran [0-9]+ tests? in/ { p = $2; f = s = 0 }
	/^(OK|FAILED)( [(].*[)])?$/ {
		line = $0
		gsub(/[^a-z0-9=]/, " ", line)
		n = split(line, part, " ")
		for (i = 1; i <= n; i++) {
			split(part[i], pair, "=")
			if (pair[1] ~ /^(failures|errors|successes)$/) { f += pair[2]; p -= pair[2] }
			if (pair[1] == "skipped") { s += pair[2]; p -= pair[2] }
		}
	}
	/^[^a-z]*pass [0-9]+$/ { p = $NF }
	/^[^a-z]*fail [0-9]+$/ { f = $NF }
	/^[^a-z]*(skipped|todo) [0-9]+$/ { s += $NF }
	END { print p + 0, f + 0, s + 0 }' "$1"
}

milliseconds() {
	local now
	now=$(date +%s%N)
	echo "${now%??????}"
}

# limited SECONDS COMMAND…: a command that ends in time, and with us.
limited() {
	timeout -k 10 "$@" &
	child=$!
	wait "$child"
}

# One suite, in folders of its own, within its time.
run() {
	local at=$tmp/$1 begin rc=0 child=''
	trap '[ -z "$child" ] || kill "$child" 2>/dev/null; exit 143' TERM
	mkdir -p "$at"/{tmp,cache,config,state,data,run}
	chmod 700 "$at/run"
	export TMPDIR=$at/tmp XDG_CACHE_HOME=$at/cache XDG_CONFIG_HOME=$at/config XDG_STATE_HOME=$at/state
	export XDG_DATA_HOME=$at/data XDG_RUNTIME_DIR=$at/run KADANE=$root/${kadanes[$1]}
	begin=$(milliseconds)
	case ${commands[$1]} in
	'unit '*) unit "${commands[$1]#unit }" ;;
	*) limited "${limits[$1]}" bash -c "exec ${commands[$1]}" ;;
	esac </dev/null >"$at/log" 2>&1 || rc=$?
	[ "$rc" != 124 ] || echo "stopped after ${limits[$1]} s" >>"$at/log"
	# As one step: who looks must not find the file and nothing in it.
	echo "$rc $(($(milliseconds) - begin))" >"$at/ending"
	mv "$at/ending" "$at/ended"
}

passed=0 failed=0 skipped=0

# The line of a suite that has ended, and its words when it failed.
report() {
	local at=$tmp/$1 name=${names[$1]} rc ms p f s note=''
	read -r rc ms <"$at/ended"
	read -r p f s < <(count "$at/log")
	if [ $((p + f + s)) = 0 ]; then
		f=1 note=' (it ran no test)'
	elif [ "$rc" != 0 ] && [ "$f" = 0 ]; then
		f=1 note=" (exit status $rc)"
	fi
	[ "$s" = 0 ] || note=", $s skipped$note"
	cp "$at/log" "$logs/${name//[ \/]/-}.log"
	if [ "$f" != 0 ]; then
		echo "--- $name said:"
		tail -n 300 "$at/log"
		echo "--- (all of it: $logs/${name//[ \/]/-}.log)"
	fi
	printf '%-34s %5d.%d s   %d passed, %d failed%s\n' "$name" $((ms / 1000)) $((ms % 1000 / 100)) \
		"$p" "$f" "$note"
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	rm -rf "$at"
}

report_ended() {
	local i
	for i in "${!names[@]}"; do
		[ ! -f "$tmp/$i/ended" ] || report "$i"
	done
}

first=build/kadane
for folder; do
	[ -x "$folder/kadane" ] && first=$folder/kadane && break
done

suite tidy "$first" 120 tests/tidy.sh
suite tidy_test "$first" 120 tests/tidy_test.sh
suite run_test "$first" 120 tests/run_test.sh
suite setup_test "$first" 120 tests/setup_test.sh
suite objects_test "$first" 120 "tests/objects_test.sh $*"
for folder; do
	[ -d "$folder/unit" ] || continue
	suite "unit ${folder##*/}" "$folder/kadane" 0 "unit $folder"
done
for file in $(scripts harness py); do
	suite "$(basename "$file" .py)" "$first" 300 "python3 $file"
done
# Stories take their time: each is told once, the cases with the first build that has sanitizers,
# the protocol with the last, so that what either compiler made is run end to end.
kills=tests/protocol/test_kill_server.py
stories=()
for folder; do
	[ -d "$folder/unit" ] || [ $# = 1 ] || continue
	[ ! -x "$folder/kadane" ] || stories+=("$folder")
done
if [ ${#stories[@]} -gt 0 ]; then
	folder=${stories[0]}
	[ ! -f tests/case/run.py ] ||
		suite "case ${folder##*/}" "$folder/kadane" 1500 "python3 tests/case/run.py"
	folder=${stories[-1]}
	for file in $(scripts protocol py); do
		[ "$file" != "$kills" ] || continue # takes its time, and starts the quick build
		suite "$(basename "$file" .py) ${folder##*/}" "$folder/kadane" 900 "python3 $file"
	done
fi
for file in $(scripts protocol mjs); do
	suite "$(basename "$file")" "$first" 300 "node $file"
done
[ ! -f "$kills" ] || suite test_kill_server "$first" 300 "python3 $kills"
[ ! -f tests/case/kill.py ] || suite kill "$first" 300 "python3 tests/case/kill.py"
[ ! -f tests/nvim/run.sh ] || suite nvim "$first" 600 tests/nvim/run.sh
alone=${#names[@]}
# What attacks the sandbox may slow down the whole machine: nothing else runs beside it.
for file in tests/attack/run.*; do
	case $file in
	*.py) suite attack "$first" 900 "python3 $file" ;;
	*.sh) suite attack "$first" 900 "bash $file" ;;
	esac
done

cores=$(nproc 2>/dev/null || echo 2)
slots=${JOBS:-$((cores < 2 ? 2 : cores > 4 ? 4 : cores))}
running=0
for i in "${!names[@]}"; do
	[ "$i" -lt "$alone" ] || slots=1
	while [ "$running" -ge "$slots" ]; do
		wait -n || true
		running=$((running - 1))
		report_ended
	done
	run "$i" &
	running=$((running + 1))
done
wait
report_ended

if [ ! -x "$first" ]; then
	echo "there is no kadane in $*: cases and protocol tests were not run"
	failed=$((failed + 1))
fi
if [ $((passed + failed)) = 0 ]; then
	echo "no test was run"
	failed=1
fi
[ "$skipped" = 0 ] || echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
