#!/usr/bin/env bash
# Proves that tests/run.sh counts right: suites that pass, fail, crash, hang, say nothing or speak in
# another runner's words are laid into an empty tree, and their lines and the total compared.
set -euo pipefail
cd "$(dirname "$0")"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp"/tests/{protocol,case,nvim,attack} "$tmp/build/one/unit"
cp run.sh "$tmp/tests"
cd "$tmp"

lay() { # lay FILE: a program that stands on stdin
	cat >"$1"
	chmod +x "$1"
}

# The suites that every tree has pass here; one test each.
for name in tidy tidy_test run_test setup_test objects_test; do
	printf '#!/bin/sh\necho "1 passed, 0 failed"\n' | lay "tests/$name.sh"
done
printf '#!/bin/sh\n' | lay build/one/kadane

total() { # total WHAT WANTED [passes]: run all, compare the last line and the exit status
	local rc=0 wanted=1
	[ "${3:-fails}" = fails ] || wanted=0
	tests/run.sh build/one >said 2>&1 || rc=$?
	if [ "$(tail -n 1 said)" = "$2" ] && [ "$rc" = "$wanted" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1: wanted \"$2\", exit status $rc; it said:"
		cat said
	fi
}

passed=0 failed=0

printf '#!/bin/sh\necho "test_a.c: 7 checks, 0 failed"\n' | lay build/one/unit/test_a
total 'all pass' '12 passed, 0 failed' passes

printf '#!/bin/sh\necho "test_b.c: 5 checks, 2 failed"; exit 1\n' | lay build/one/unit/test_b
total 'a failed check' '15 passed, 2 failed'

printf '#!/bin/sh\necho "test_b.c: 5 checks, 0 failed"; kill -SEGV $$\n' | lay build/one/unit/test_b
total 'a crash after the last check' '17 passed, 1 failed'

printf '#!/bin/sh\n' | lay build/one/unit/test_b
total 'a unit test without a check' '12 passed, 1 failed'
rm build/one/unit/test_b

printf 'import unittest, helper\nclass T(unittest.TestCase):\n def test_a(self): self.assertEqual(helper.ONE, 1)\n def test_b(self): self.fail()\n @unittest.skip("")\n def test_c(self): pass\nunittest.main()\n' |
	lay tests/protocol/words.py
printf 'ONE = 1\n' | lay tests/protocol/helper.py
total "unittest's words, and a helper that is no suite" '13 passed, 1 failed'
rm tests/protocol/*.py

printf 'import os\nassert os.environ["KADANE"].endswith("build/one/kadane")\nassert "MISTRAL_API_KEY" not in os.environ\nprint("2 passed, 0 failed")\n' |
	lay tests/case/run.py
MISTRAL_API_KEY=secret total 'the environment' '14 passed, 0 failed' passes

printf '#!/bin/sh\nexit 0\n' | lay tests/nvim/run.sh
total 'a suite that says nothing' '14 passed, 1 failed'

printf '#!/bin/sh\necho "3 passed, 0 failed"; exit 7\n' | lay tests/nvim/run.sh
total 'a suite that fails in the end' '17 passed, 1 failed'
rm tests/nvim/run.sh

if command -v node >/dev/null; then
	printf 'import test from "node:test";\ntest("a", () => {});\ntest("b", () => { throw 1; });\n' | lay tests/protocol/n.mjs
	total "node's words" '15 passed, 1 failed'
	rm tests/protocol/n.mjs
fi

sed -i.bak 's/ 900 "bash/ 1 "bash/' tests/run.sh
printf 'echo "1 passed, 0 failed"; sleep 60\n' | lay tests/attack/run.sh
total 'a suite that hangs' '15 passed, 1 failed'
grep -q 'stopped after 1 s' said || failed=$((failed + 1))

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
