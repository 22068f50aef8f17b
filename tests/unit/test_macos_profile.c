/*
 * The profile that confines jobs on macOS: its text as a whole, word for word; that a hostile
 * name stays inside its string and changes nothing else; that what cannot be said is refused.
 * The generator knows no system calls, so it is tested on every system.
 */
#include "../../lsp/jail/macos/profile.c"

#include "check.h"

enum { TEXT_MAX = 32768 };

/* A run with every part there is. */
static const char *const shown[] = {"/Users/ann/.pyenv/versions/3.12.4",
				    "/Users/ann/work dir/pi (1)"};
static const char *const secrets[] = {"/Users/ann/work dir/pi (1)/.env"};
static const struct profile sample = {
	.work = "/private/tmp/kadane-jobs-501/1-2-3",
	.artifact = "/Users/ann/.cache/kadane/jobs/9/artifact",
	.self = "/usr/local/libexec/kadane/kadane-jail",
	.developer = "/Applications/Xcode.app/Contents/Developer",
	.visible = shown,
	.visible_count = 2,
	.hidden = secrets,
	.hidden_count = 1,
};

/* All of it but the names in the list of sysctls. */
static const char *const golden[] = {
	"(version 1)",
	"(deny default)",
	"(allow process-fork)",
	"(allow signal (target same-sandbox))",
	"(allow process-info* (target same-sandbox))",
	"(allow ipc-posix-sem (ipc-posix-name-prefix \"/mp-\"))",
	"(allow sysctl-read",
	"  (sysctl-name-prefix \"hw.optional.\")",
	"  (sysctl-name-prefix \"hw.perflevel\")",
	"  (sysctl-name-prefix \"kern.posix.sem.\")",
	"(allow file-read* file-test-existence",
	"  (literal \"/\")",
	"  (literal \"/dev/null\")",
	"  (literal \"/dev/random\")",
	"  (literal \"/dev/urandom\")",
	"  (literal \"/dev/zero\"))",
	"(allow file-read-data file-write-data (subpath \"/dev/fd\"))",
	"(allow file-write-data (literal \"/dev/null\") (literal \"/dev/zero\"))",
	"(allow file-read-metadata file-test-existence",
	"  (literal \"/dev\")",
	"  (literal \"/etc\")",
	"  (literal \"/tmp\")",
	"  (literal \"/var\"))",
	"(allow file-read* file-test-existence file-map-executable process-exec*",
	"  (subpath \"/bin\")",
	"  (subpath \"/usr/bin\")",
	"  (subpath \"/usr/lib\")",
	"  (subpath \"/usr/libexec\")",
	"  (subpath \"/usr/share\")",
	"  (subpath \"/Library/Apple/System/Library\")",
	"  (subpath \"/Library/Apple/usr/lib\")",
	"  (subpath \"/Library/Developer/CommandLineTools\")",
	"  (subpath \"/System/Cryptexes/OS\")",
	"  (subpath \"/System/Library\")",
	"  (subpath \"/System/Volumes/Preboot/Cryptexes/OS\")",
	"  (subpath \"/private/var/db/timezone\")",
	"  (subpath \"/var/db/timezone\")",
	"  (subpath \"/private/var/select/sh\")",
	"  (subpath \"/var/select/sh\")",
	"  (subpath \"/usr/local/Cellar\")",
	"  (subpath \"/usr/local/Frameworks\")",
	"  (subpath \"/usr/local/bin\")",
	"  (subpath \"/usr/local/include\")",
	"  (subpath \"/usr/local/lib\")",
	"  (subpath \"/usr/local/libexec\")",
	"  (subpath \"/usr/local/opt\")",
	"  (subpath \"/usr/local/share\")",
	"  (subpath \"/Users/ann/.pyenv/versions/3.12.4\")",
	"  (subpath \"/Users/ann/work dir/pi (1)\")",
	"  (subpath \"/Applications/Xcode.app/Contents/Developer\")",
	"  (literal \"/usr/local/libexec/kadane/kadane-jail\"))",
	"(deny file-read* file-map-executable process-exec*",
	"  (subpath \"/Users/ann/work dir/pi (1)/.env\"))",
	"(allow file-read-metadata file-test-existence",
	"  (path-ancestors \"/bin\")",
	"  (path-ancestors \"/usr/bin\")",
	"  (path-ancestors \"/usr/lib\")",
	"  (path-ancestors \"/usr/libexec\")",
	"  (path-ancestors \"/usr/share\")",
	"  (path-ancestors \"/Library/Apple/System/Library\")",
	"  (path-ancestors \"/Library/Apple/usr/lib\")",
	"  (path-ancestors \"/Library/Developer/CommandLineTools\")",
	"  (path-ancestors \"/System/Cryptexes/OS\")",
	"  (path-ancestors \"/System/Library\")",
	"  (path-ancestors \"/System/Volumes/Preboot/Cryptexes/OS\")",
	"  (path-ancestors \"/private/var/db/timezone\")",
	"  (path-ancestors \"/var/db/timezone\")",
	"  (path-ancestors \"/private/var/select/sh\")",
	"  (path-ancestors \"/var/select/sh\")",
	"  (path-ancestors \"/opt/homebrew/bin\")",
	"  (path-ancestors \"/usr/local/bin\")",
	"  (path-ancestors \"/Users/ann/.pyenv/versions/3.12.4\")",
	"  (path-ancestors \"/Users/ann/work dir/pi (1)\")",
	"  (path-ancestors \"/Applications/Xcode.app/Contents/Developer\")",
	"  (path-ancestors \"/Users/ann/.cache/kadane/jobs/9/artifact\")",
	"  (path-ancestors \"/usr/local/libexec/kadane/kadane-jail\")",
	"  (path-ancestors \"/private/tmp/kadane-jobs-501/1-2-3\")",
	"  (path-ancestors \"/tmp/kadane-jobs-501/1-2-3\")",
	"  (literal \"/private/tmp/kadane-jobs-501/1-2-3\")",
	"  (literal \"/tmp/kadane-jobs-501/1-2-3\"))",
	"(allow file-read* file-test-existence file-map-executable process-exec* file-write*",
	"  (subpath \"/private/tmp/kadane-jobs-501/1-2-3/job\")",
	"  (subpath \"/tmp/kadane-jobs-501/1-2-3/job\")",
	"  (subpath \"/private/tmp/kadane-jobs-501/1-2-3/tmp\")",
	"  (subpath \"/tmp/kadane-jobs-501/1-2-3/tmp\"))",
	"(allow file-read* file-test-existence file-write-data file-write-mode",
	"  (literal \"/Users/ann/.cache/kadane/jobs/9/artifact\"))",
	"(deny file-link)",
	"(deny file-write-setugid)",
	"(deny network*)",
};

static void test_golden(void)
{
	char text[TEXT_MAX];
	CHECK(profile_write(text, sizeof text, &sample));
	size_t line = 0, lines = sizeof golden / sizeof *golden;
	for (char *at = text, *next; *at; at = next) {
		next = at + strcspn(at, "\n");
		if (*next)
			*next++ = '\0';
		if (strncmp(at, "  (sysctl-name \"", strlen("  (sysctl-name \"")) == 0)
			continue;
		CHECK_STR(str_of(at), line < lines ? golden[line] : "no more lines");
		line++;
	}
	CHECK_INT(line, lines);
}

/* Nothing in the list tells of other processes, or of who uses the machine. */
static void test_sysctls(void)
{
	static const char *const never[] = {"kern.proc", "kern.procargs", "kern.uuid",
					    "net.",      "security.",     "debug."};
	for (size_t i = 0; i < sizeof profile_sysctl / sizeof *profile_sysctl; i++) {
		for (size_t j = 0; j < sizeof never / sizeof *never; j++)
			CHECK(strncmp(profile_sysctl[i], never[j], strlen(never[j])) != 0);
		CHECK(i == 0 || strcmp(profile_sysctl[i - 1], profile_sysctl[i]) < 0);
	}
}

/* The text without what stands in strings; false when a string or a form does not end. */
static bool skeleton(const char *text, char *bare)
{
	int depth = 0;
	bool inside = false;
	for (; *text; text++) {
		if (inside && *text == '\\' && text[1]) {
			text++;
			continue;
		}
		if (*text == '"')
			inside = !inside;
		if (inside)
			continue;
		*bare++ = *text;
		depth += (*text == '(') - (*text == ')');
		if (depth < 0)
			return false;
	}
	*bare = '\0';
	return depth == 0 && !inside;
}

/* The strings of the text that begin with `start`, as a reader of the language reads them. */
static size_t strings(const char *text, const char *start, char found[][1200], size_t most)
{
	size_t count = 0;
	while (*text && count < most) {
		size_t len = 0;
		if (*text++ != '"')
			continue;
		for (; *text && *text != '"'; text++) {
			if (*text == '\\')
				text++;
			found[count][len++] = *text;
		}
		found[count][len] = '\0';
		text += *text == '"';
		count += strncmp(found[count], start, strlen(start)) == 0;
	}
	return count;
}

/* Which of the sample's paths is replaced by a hostile one. */
enum place { WORK, ARTIFACT, SELF, DEVELOPER, VISIBLE, HIDDEN, PLACES };

static bool write_with(char text[TEXT_MAX], enum place place, const char *path)
{
	const char *visible[] = {shown[0], shown[1]}, *hidden[] = {secrets[0]};
	struct profile profile = sample;
	const char **const places[PLACES] = {
		[WORK] = &profile.work,  [ARTIFACT] = &profile.artifact,
		[SELF] = &profile.self,  [DEVELOPER] = &profile.developer,
		[VISIBLE] = &visible[1], [HIDDEN] = &hidden[0],
	};
	profile.visible = visible;
	profile.hidden = hidden;
	*places[place] = path;
	memset(text, 'x', TEXT_MAX);
	return profile_write(text, TEXT_MAX, &profile);
}

/* It is read back as the one name it is, and every other character of the text is as ever. */
static void check_harmless(enum place place, const char *path)
{
	char text[TEXT_MAX], bare[TEXT_MAX], plain[TEXT_MAX], plain_bare[TEXT_MAX];
	char found[8][1200];
	CHECK(write_with(text, place, path));
	CHECK(write_with(plain, place, "/Users/ann/plain"));
	CHECK(skeleton(text, bare));
	CHECK(skeleton(plain, plain_bare));
	CHECK(strcmp(bare, plain_bare) == 0);
	CHECK_INT(strings(text, "/Users/ann/plain", found, 8), 0);
	size_t count = strings(text, path, found, 8);
	CHECK(count > 0);
	for (size_t i = 0; i < count; i++) {
		const char *rest = found[i] + strlen(path);
		CHECK(*rest == '\0' ||
		      (place == WORK && (strcmp(rest, "/job") == 0 || strcmp(rest, "/tmp") == 0)));
	}
}

static void test_hostile(void)
{
	static const char *const names[] = {
		"/Users/ann/x\"))(allow default)(version 1)(allow file-read* (subpath \"/Users",
		"/Users/ann/x\\",
		"/Users/ann/x\\\"",
		"/Users/ann/\\\\\"))(allow default)",
		"/Users/ann/a) (b",
		"/Users/ann/;comment",
		"/Users/ann/#|comment|#",
		"/Users/ann/#\"^/.*\"",
		"/Users/ann/(param \"HOME\")",
		"/Users/ann/\\x22))(allow default)",
		"/Users/ann/\\042))(allow default)",
		"/Users/ann/'`$(id)",
		"/Users/ann/na\303\257ve \342\200\256 \377",
		"/Users/ann/.../..x",
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		for (enum place place = WORK; place < PLACES; place++)
			check_harmless(place, names[i]);
	/* Every byte a name can hold: kept as it is, or refused. */
	for (int byte = 1; byte < 256; byte++) {
		char text[TEXT_MAX];
		char path[] = {'/', 'U', 's', 'e', 'r', 's', '/', 'x', (char)byte, 'y', '\0'};
		if (byte < ' ' || byte == 0x7f) {
			CHECK(!write_with(text, VISIBLE, path));
			CHECK_STR(str_of(text), "");
		} else {
			check_harmless(VISIBLE, path);
		}
	}
}

static void test_refused(void)
{
	static const char *const never[] = {
		"",
		"pi.py",
		"./pi.py",
		"/",
		"//",
		"/Users//ann",
		"/Users/ann/",
		"/Users/../etc/x",
		"/Users/ann/..",
		"/Users/./ann",
		"/Users/ann/.",
		"/Users/ann/a\nb",
		"/Users/ann/\033[2J",
	};
	/* What is plain, but shows too much. */
	static const char *const wide[] = {"/Users",
					   "/private",
					   "/private/var",
					   "/private/tmp",
					   "/var",
					   "/opt",
					   "/System/Volumes/Data/Users/ann",
					   "/System/Volumes/Data",
					   "/dev/disk0",
					   "/dev/fd/3"};
	char text[TEXT_MAX], path[PROFILE_PATH + 2];
	for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
		for (enum place place = WORK; place < PLACES; place++) {
			CHECK(!write_with(text, place, never[i]));
			CHECK_STR(str_of(text), "");
		}
	}
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
		CHECK(!write_with(text, VISIBLE, wide[i]));
		CHECK_STR(str_of(text), "");
	}
	memset(path, 'a', sizeof path);
	path[0] = path[2] = '/';
	path[PROFILE_PATH + 1] = '\0';
	CHECK(!write_with(text, VISIBLE, path));
	path[PROFILE_PATH] = '\0';
	CHECK(write_with(text, VISIBLE, path));
}

/* A text that was cut would be another profile: it is none. */
static void test_no_room(void)
{
	char text[TEXT_MAX];
	CHECK(profile_write(text, sizeof text, &sample));
	size_t need = strlen(text) + 1;
	for (size_t size = 1; size < need; size++) {
		memset(text, '!', sizeof text);
		bool written = profile_write(text, size, &sample);
		if (written || text[0] != '\0' || text[size] != '!')
			CHECK_INT(size, need);
	}
	CHECK(profile_write(text, need, &sample));
	CHECK(!profile_write(text, 0, &sample));
}

static void test_parts(void)
{
	static const char *const whole[] = {"/usr/local", "/opt/homebrew"};
	static const char *const brewed[] = {"/opt/homebrew/Cellar/llvm/21"};
	char text[TEXT_MAX];
	struct profile profile = sample;
	profile.artifact = NULL;
	profile.developer = NULL;
	profile.visible_count = 0;
	CHECK(profile_write(text, sizeof text, &profile));
	CHECK(strstr(text, "artifact") == NULL);
	CHECK(strstr(text, "Xcode") == NULL);
	CHECK(strstr(text, "(subpath \"/opt/homebrew") == NULL);
	CHECK(strstr(text, "mach-lookup") == NULL);
	/* A prefix as a whole is its programs only: what lies in its etc and var stays hidden. */
	profile.visible = whole;
	profile.visible_count = 2;
	CHECK(profile_write(text, sizeof text, &profile));
	CHECK(strstr(text, "(subpath \"/opt/homebrew\")") == NULL);
	CHECK(strstr(text, "(subpath \"/usr/local\")") == NULL);
	CHECK(strstr(text, "(subpath \"/opt/homebrew/lib\")") != NULL);
	profile.visible = brewed;
	profile.visible_count = 1;
	CHECK(profile_write(text, sizeof text, &profile));
	CHECK(strstr(text, "(subpath \"/opt/homebrew/lib\")") != NULL);
	/* Both spellings of a place below a link, whichever is given. */
	profile.work = "/var/folders/x/y";
	CHECK(profile_write(text, sizeof text, &profile));
	CHECK(strstr(text, "(subpath \"/private/var/folders/x/y/job\")") != NULL);
	CHECK(strstr(text, "(subpath \"/var/folders/x/y/job\")") != NULL);
	CHECK(strstr(text, "file-write*\n  (subpath \"/private/var/folders/x/y\")") == NULL);
}

/* The last rule that fits decides. */
static void test_hidden(void)
{
	static const char *const visible[] = {"/Users/ann/pkg", "/Users/ann/pkg/.git/hooks/run",
					      "/Users/ann/pkg/.gitignore"};
	static const char *const hidden[] = {"/Users/ann/pkg/.git", "/Users/ann/pkg/id_rsa"};
	char text[TEXT_MAX];
	struct profile profile = sample;
	profile.visible = visible;
	profile.visible_count = 3;
	profile.hidden = hidden;
	profile.hidden_count = 2;
	CHECK(profile_write(text, sizeof text, &profile));
	const char *package = strstr(text, "(subpath \"/Users/ann/pkg\")");
	const char *git = strstr(text, "process-exec*\n  (subpath \"/Users/ann/pkg/.git\"))");
	const char *key = strstr(text, "(subpath \"/Users/ann/pkg/id_rsa\")");
	CHECK(package != NULL && git != NULL && key != NULL);
	CHECK(package < git && git < key);
	const char *deny = strstr(text, "(deny file-read* ");
	CHECK(deny != NULL && deny > package && deny < git);
	/* Asked for by name, although it lies in what is hidden; its neighbour is no part of that.
	 */
	const char *again = strstr(key, "(subpath \"/Users/ann/pkg/.git/hooks/run\")");
	CHECK(again != NULL);
	CHECK(strstr(key, "(subpath \"/Users/ann/pkg/.gitignore\")") == NULL);
}

int main(void)
{
	CHECK_BEGIN();
	test_golden();
	test_sysctls();
	test_hostile();
	test_refused();
	test_no_room();
	test_parts();
	test_hidden();
	return CHECK_END();
}
