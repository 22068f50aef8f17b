#!/usr/bin/env bash
# Proves what .ci/setup and .ci/grammar promise: silent and quick when nothing is missing, a clear
# list where nothing may be installed, an installer that replaces nothing, a grammar that is refused
# when it is not the pinned one. Works on copies; installs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp/tree/build" "$tmp/tree/tests/protocol" "$tmp/empty" "$tmp/fake"
cp -R .ci "$tmp/tree"
cp tests/protocol/package*.json "$tmp/tree/tests/protocol"
for folder in grammar node; do
	[ ! -d "build/$folder" ] || ln -s "$PWD/build/$folder" "$tmp/tree/build/$folder"
done
cd "$tmp/tree"

passed=0 failed=0
check() { # check WHAT COMMAND…: it must succeed
	local what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: $what; it said:"
		cat "$tmp/said"
	fi
}

status=0
said() { # said COMMAND…: keep its words and its exit status
	status=0
	"$@" >"$tmp/said" 2>&1 || status=$?
}

says() { grep -qF -- "$1" "$tmp/said"; }
once() { [ "$(grep -coF -- "$1" "$tmp/said")" = 1 ]; }
exits() { [ "$status" = "$1" ]; }
silent() { [ ! -s "$tmp/said" ]; }

begin=$(date +%s%N)
said env KADANE_NO_INSTALL=1 .ci/setup test
check 'set-up is content on a machine that runs the tests' exits 0
check 'and has nothing to say' silent
check 'and takes less than a second' [ $((($(date +%s%N) - begin) / 1000000)) -lt 1000 ]

said env -i PATH="$tmp/empty" .ci/setup build
check 'without tools it exits 1' exits 1
check 'names the first' says '  gcc: a C compiler'
check 'names a library by its package' says '  libuv1-dev: '
check 'says how to install them' says 'On Debian or Ubuntu: sudo apt install gcc '
check 'asks for no more than the target needs' [ "$(grep -c bubblewrap "$tmp/said")" = 0 ]

said env -i PATH="$tmp/empty" .ci/setup test
check 'tests need more' says '  neovim: '
check 'each thing is listed once' once '  g++: '

# A package manager that refuses, and tells what it was asked.
cat >"$tmp/fake/apt-get" <<E1
#!/bin/sh
echo "\$@" >>"$tmp/asked"
echo "E: refused"
exit 100
E1
printf '#!/bin/sh\necho 0\n' >"$tmp/fake/id"
for tool in env mktemp tail rm sh; do
	ln -s "$(command -v $tool)" "$tmp/fake/$tool"
done
chmod +x "$tmp/fake/apt-get" "$tmp/fake/id"
said env -i PATH="$tmp/fake" .ci/setup demo
check 'when installing fails it exits 1' exits 1
check 'shows the words of the package manager' says 'E: refused'
check 'and the list' says 'These are missing and I could not install them'
cp "$tmp/asked" "$tmp/said"
check 'it never removes a package' says '--no-remove'
check 'nor replaces one' says '--no-upgrade'
check 'and fetches the lists before it gives up' says 'update'

said .ci/setup nonsense
check 'an unknown target is an error' exits 2

rm -rf build
mkdir build
echo 'not the grammar' >build/tree-sitter-python-0.23.6.tgz
said .ci/grammar
check 'another grammar is refused' exits 1
check 'with both checksums' says 'sha256 wanted aab5b860d93dbf84b37fed532f7dacc0'
check 'and nothing is left of it' [ "$(ls build)" = tree-sitter-python-0.23.6.tgz ]

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
