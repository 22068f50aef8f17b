# The rules of tests/tidy.sh that read C: one pass over all .c and .h files below lsp/, include/ and
# tests/. Comments and the insides of strings are taken out first, so that prose is never a finding.
# Plain awk (mawk, gawk, BWK): no intervals, no word boundaries.

BEGIN {
	# Which rooms a room may open: the floors of docs/architecture.md. Its own is understood.
	opens["base"] = " "
	opens["io"] = " base "
	opens["lang"] = " base "
	opens["judge"] = " base "
	opens["model"] = " base io "
	opens["rpc"] = " base io "
	opens["job"] = " base io judge "
	opens["step"] = " base io lang judge model job "
	opens["action"] = " base lang judge model job step "
	opens["store"] = " base judge "
	opens["jail"] = " "
	opens["server"] = " base io lang judge model job step action store rpc "
	opens["cli"] = " base io lang judge model job step action store "
	opens["main"] = opens["server"] "server cli "

	# A single door besides: the form in which the jail reports to io.
	door["io", "jail/report.h"] = 1

	# Libraries that one room alone opens.
	owner["uv.h"] = owner["curl/"] = "io"
	owner["tree_sitter/"] = "lang"
	owner["sqlite3.h"] = "store"
	owner["seccomp.h"] = "jail"

	house = "^(lsp|include)/"
	names("banned", "", "",
		"(v?sprintf|strcpy|strcat|strtok|gets|ato[fil]|atoll) ?[(]",
		"use base/str.h and base/buf.h, or snprintf")
	names("banned", "", "", "(alloca|system|popen|mktemp|tmpnam) ?[(]",
		"use an arena, io/sandbox.h or mkstemp")
	names("memory", house, "^lsp/(base|jail)/",
		"(malloc|calloc|realloc|reallocarray|strdup|strndup)|free ?[(]",
		"use an arena, a buf, or base/mem.h")
	names("library", house, "^lsp/io/", "(uv_[a-z]|UV_[A-Z]|curl_[a-z]|CURL)",
		"only lsp/io calls libuv and libcurl: use a door of io")
	names("process", house, "^lsp/(io/proc[.]c$|jail/)",
		"(v?fork|forkpty|exec[lv]p?e?|execvpe|fexecve|execveat|clone3?|syscall|wordexp) ?[(]|" \
		"posix_spawn|uv_spawn|asm|__asm__",
		"start programs through io/sandbox.h")
	names("unconfined", house, "^(lsp/io/command[.]c|include/io/command[.]h|lsp/model/(key|program)[.][ch])$",
		"command_start ?[(]",
		"only what the user's own models.json names runs unconfined: use io/sandbox.h")
	names("stdout", house, "^lsp/(cli/|jail/|main[.]c$|io/stream[.]c$)",
		"(v?printf|puts|putchar) ?[(]|stdout",
		"stdout is the editor's: write through io/stream.h, or log_line")
	names("stdout", house, "^lsp/(cli/|io/|jail/|main[.]c$)", "STDOUT_FILENO",
		"stdout is the editor's: write through io/stream.h, or log_line")
	names("environment", house, "^lsp/(base/secret[.]c$|io/|model/|cli/|main[.]c$)",
		"(secure_)?getenv ?[(]",
		"read the environment in main, cli or io and pass the value down")
	names("json", house, "^lsp/base/json[.]c$", "cJSON_(GetObjectItem|HasObjectItem|Parse)",
		"use json_parse and json_get: cJSON's own look-ups ignore case")
	pure = "lang and judge never wait, open files or read a clock: take it as an argument"
	names("pure", "^lsp/(lang|judge)/", "", "(f?open|opendir|l?stat|read|write|u?sleep) ?[(]", pure)
	names("pure", "^lsp/(lang|judge)/", "",
		"(time|clock|clock_gettime|gettimeofday|nanosleep|s?rand) ?[(]", pure)
	names("thread", house, "", "(pthread_[a-z]|thrd_|uv_thread|uv_queue_work|mtx_)",
		"there is one thread: make it an op")
	names("extension", house, "^lsp/jail/", "(_GNU_SOURCE|_DEFAULT_SOURCE|_BSD_SOURCE)",
		"C11 and POSIX only; kernel interfaces belong to lsp/jail")
	# Looked for inside strings too.
	words("protocol", "^lsp/server/", "\"(textDocument|workspace|window|client)/",
		"only server knows LSP")
	words("protocol", "^lsp/rpc/", "\"jsonrpc", "only rpc knows JSON-RPC")
	words("claim", "^lsp/judge/", "\"[^\"]*(x faster|output identical)",
		"only judge/verdict says this: use verdict_headline")
}

# A rule about identifiers: in files that match `where` and not `except`.
function names(rule, where, except, what, advice)
{
	n_rule[++n] = rule
	n_where[n] = where
	n_except[n] = except
	n_what[n] = "(^|[^A-Za-z0-9_])(" what ")"
	n_advice[n] = advice
}

function applies(i)
{
	return file ~ n_where[i] && (n_except[i] == "" || file !~ n_except[i])
}

function words(rule, except, what, advice)
{
	w_rule[++w] = rule
	w_except[w] = except
	w_what[w] = what
	w_advice[w] = advice
}

function say(line, rule, what)
{
	printf "%s:%d: %s: %s\n", file, line, rule, what
}

function exists(path,    line, got)
{
	if (!(path in known)) {
		got = (getline line < path)
		close(path)
		known[path] = (got >= 0)
	}
	return known[path]
}

function room_of(path,    part)
{
	if (path == "lsp/main.c")
		return "main"
	split(path, part, "/")
	return (part[1] == "lsp" || part[1] == "include") ? part[2] : ""
}

# The line without comments and without what stands in strings; with_strings keeps the latter.
function strip(line,    out, i, c, two, quote)
{
	with_strings = ""
	if (!comment && line !~ /["'\/]/)
		return with_strings = line
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		two = substr(line, i, 2)
		if (comment) {
			if (two == "*/") {
				comment = 0
				i++
			}
			continue
		}
		if (quote != "") {
			with_strings = with_strings c
			if (c == "\\") {
				i++
				with_strings = with_strings substr(line, i, 1)
			} else if (c == quote) {
				out = out c
				quote = ""
			}
			continue
		}
		if (two == "//")
			break
		if (two == "/*") {
			comment = 1
			i++
			continue
		}
		if (c == "\"" || c == "'")
			quote = c
		out = out c
		with_strings = with_strings c
	}
	return out
}

function include(line,    name, angled, part, to, own)
{
	angled = (line ~ /</)
	name = line
	sub(/^[^<"]*[<"]/, "", name)
	sub(/[>"].*$/, "", name)
	if (room == "")
		return
	split(name, part, "/")
	if (!first_include) {
		first_include = name
		own = file
		sub(/^lsp\//, "", own)
		sub(/[.]c$/, ".h", own)
		if (!exists("include/" own) && exists("lsp/" own))
			sub(/^.*\//, "", own)
		else if (!exists("include/" own))
			own = ""
		if (file ~ /[.]c$/ && own != "" && name != own)
			say(FNR, "own-header", "open \"" own "\" first: it proves that the header stands alone")
	}
	for (to in owner)
		if (index(name, to) == 1 && owner[to] != room)
			say(FNR, "direction", "only " owner[to] " opens <" name ">: use a door of " owner[to])
	to = part[1]
	if (name !~ /\//) {
		own = "lsp/" (room == "main" ? "" : room "/") name
		if (!angled && (file ~ /^include/ || !exists(own)))
			say(FNR, "private", "no \"" name "\" beside this file: name a door (\"room/file.h\")")
		return
	}
	if (angled && !(to in opens))
		return
	if (!(to in opens) || !exists("include/" name))
		say(FNR, "private", "\"" name "\" is no door: what is not in include/ is private to its room")
	if (to in opens && to != room && !((room, name) in door) && !index(opens[room], " " to " "))
		say(FNR, "direction", room " may not open " to " (it may open:" opens[room] "and its own)")
}

# A declaration at file scope, or a static one in a function: is it state?
function global(text, line,    tail)
{
	sub(/=.*/, "", text)
	gsub(/__attribute__ *[(][(][^;]*[)][)]/, "", text)
	gsub(/\[[^]]*\]/, "", text)
	gsub(/[ \t]+/, " ", text)
	sub(/^ /, "", text)
	sub(/ $/, "", text)
	if (text == "" || text ~ /^(typedef|_Static_assert|static_assert) ?/)
		return
	if (text ~ /^(static )?(struct|union|enum)( [A-Za-z0-9_]+)? ?([{][}])?$/)
		return
	if (text ~ /volatile sig_atomic_t/)
		return
	if (text ~ /[(]/) {
		# A prototype, unless the first parenthesis holds a star: then a pointer to a function.
		if (text !~ /^[^(]*[(] ?[*]/ || text ~ /^[^(]*[(] ?[*] ?const /)
			return
	} else {
		tail = text
		sub(/^.*[*]/, "", tail)
		if ((" " tail " ") ~ /[^A-Za-z0-9_]const[^A-Za-z0-9_]/)
			return
	}
	say(line, "global", "no state outside structs: pass it down from main, or make it const")
}

function statements(code,    i, c)
{
	if (depth > 0 && code ~ /^[ \t]+static [^(]*[;=]/)
		global(substr(code, 1, match(code, /[;=]/) - 1), FNR)
	for (i = 1; i <= length(code); i++) {
		c = substr(code, i, 1)
		if (c == "{" && depth++ == 0)
			text = text "{}"
		else if (c == "}" && depth > 0 && --depth == 0) {
			if (text ~ /[)] ?[{][}]$/ && text !~ /=/)
				text = ""
		} else if (depth == 0 && c == ";") {
			global(text, text_line)
			text = ""
		} else if (depth == 0 && c != "}") {
			if (text == "" && c !~ /[ \t]/)
				text_line = FNR
			if (text != "" || c !~ /[ \t]/)
				text = text c
		}
	}
	if (depth == 0 && text != "")
		text = text " "
}

function finish()
{
	if (lines > 400)
		say(lines, "length", "a file has at most 400 lines: give a part of it a file of its own")
	if (file ~ /[.]h$/ && !once)
		say(1, "once", "a header begins with #pragma once, below its paragraph")
}

FNR == 1 {
	if (file != "")
		finish()
	file = FILENAME
	room = room_of(file)
	comment = once = depth = macro = 0
	first_include = text = ""
	opening = $0
	opened = ($0 ~ /^\/[*]/)
	if (!opened)
		say(1, "opening", "begin with a comment: what this file is, and why it is there")
	if (room != "" && !(room in opens))
		say(1, "direction", "\"" room "\" is no room: see docs/architecture.md")
}

{
	lines = FNR
	code = strip($0)
	if (opened && !comment) {
		if (length(opening) < 20)
			say(1, "opening", "say in a sentence what this file is")
		opened = 0
	} else if (opened && FNR > 1)
		opening = opening $0
}

# Preprocessor lines, with their continuations, hold no statements.
macro || /^[ \t]*#/ {
	if (!macro && $0 ~ /^[ \t]*#[ \t]*include/)
		include($0)
	if ($0 ~ /^#pragma once/)
		once = 1
	if (!macro && room != "" && room != "jail" && $0 ~ /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif)/)
		say(FNR, "ifdef", "no conditional code in rooms: make platform twins by file")
	macro = ($0 ~ /\\$/)
	preprocessor = 1
}

{
	for (i = 1; i <= n; i++)
		if (match(code, n_what[i]) && applies(i) && code !~ /^[ \t]*#[ \t]*include/) {
			found = substr(code, RSTART, RLENGTH)
			gsub(/[^A-Za-z0-9_]/, "", found)
			say(FNR, n_rule[i], found ": " n_advice[i])
		}
	if (room != "")
		for (i = 1; i <= w; i++)
			if (with_strings ~ w_what[i] && file !~ w_except[i])
				say(FNR, w_rule[i], w_advice[i])
	if (room != "" && code ~ /^typedef (struct|union|enum)/)
		say(FNR, "typedef", "struct, union and enum keep their tags")
}

preprocessor {
	preprocessor = 0
	next
}

depth == 0 && /^[A-Za-z_]/ { signature = FNR }
$0 == "{" { body = signature }
$0 == "}" && body && file ~ /[.]c$/ {
	if (FNR - body + 1 > 60)
		say(body, "function", (FNR - body + 1) " lines long, 60 at most: name its parts")
	body = 0
}

room != "" { statements(code) }

END {
	if (file != "")
		finish()
}
