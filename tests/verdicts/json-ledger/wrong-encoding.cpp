// the accent is not escaped
#include <cstdio>

static void number(double v)
{
	char b[40];
	snprintf(b, sizeof b, "%.10g", v);
	bool whole = true;
	for (char *p = b; *p; p++)
		whole = whole && *p != '.';
	printf(whole ? "%s.0" : "%s", b);
}

int main()
{
	double sum = 0;
	for (int i = 0; i < 300; i++)
		sum += i * i / 8.0;
	printf("[\n");
	for (int i = 0; i < 300; i += 59) {
		printf("  {\n    \"id\": %d,\n    \"note\": ", i);
		printf(i % 7 ? "null" : "\"caf\u00e9 \\\"x\\\"\\n\"");
		printf(",\n    \"ok\": %s,\n    \"value\": ", i % 3 == 0 ? "true" : "false");
		number(i * i / 8.0);
		printf("\n  }%s\n", i + 59 < 300 ? "," : "");
	}
	printf("]\n{\"sum\": ");
	number(sum);
	printf(", \"empty\": [], \"none\": {}}\n");
	printf("{\"id\":0,\"ok\":true,\"note\":\"caf\u00e9 \\\"x\\\"\\n\",\"value\":0.0}\n");
}
