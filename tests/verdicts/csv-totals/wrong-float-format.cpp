// the grand total with two digits
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

// As repr() of Python: the shortest digits that read back, in its choice of notation.
static std::string repr(double v)
{
	if (std::isnan(v))
		return "nan";
	if (std::isinf(v))
		return v < 0 ? "-inf" : "inf";
	char text[64];
	char *end = std::to_chars(text, text + sizeof text, v, std::chars_format::scientific).ptr;
	std::string s(text, end);
	int exponent = std::stoi(s.substr(s.find('e') + 1));
	if (exponent < -4 || exponent >= 16)
		return s;
	end = std::to_chars(text, text + sizeof text, v, std::chars_format::fixed).ptr;
	s.assign(text, end);
	return s.find('.') == std::string::npos ? s + ".0" : s;
}

static std::vector<std::string> split(const std::string &line)
{
	std::vector<std::string> fields(1);
	bool quoted = false;
	for (size_t i = 0; i < line.size(); i++) {
		if (line[i] == '"') {
			if (quoted && i + 1 < line.size() && line[i + 1] == '"')
				fields.back() += line[++i];
			else
				quoted = !quoted;
		} else if (line[i] == ',' && !quoted) {
			fields.emplace_back();
		} else {
			fields.back() += line[i];
		}
	}
	return fields;
}

int main()
{
	const char *regions[] = {"north", "south", "\"far, east\"", "west"};
	struct Group {
		int count = 0;
		double total = 0;
	};
	std::map<std::pair<std::string, std::string>, Group> groups;
	std::vector<const Group *> order;
	std::vector<std::string> broken;
	for (int i = 0; i < 2500; i++) {
		char amount[32];
		snprintf(amount, sizeof amount, "%.2f", (i * 37) % 500 / 4.0);
		std::string line = std::string(regions[i % 3 ? i * 7 % 4 : i % 4]) + ",\"item \"\"" +
				   std::to_string(i % 9) + "\"\"\"," + (i % 211 ? amount : "n/a");
		auto fields = split(line);
		double value;
		auto end = fields[2].data() + fields[2].size();
		if (std::from_chars(fields[2].data(), end, value).ptr != end) {
			broken.push_back("(" + std::to_string(i + 2) + ", \"could not convert string to float: '" + fields[2] + "'\")");
			continue;
		}
		auto [at, fresh] = groups.try_emplace({fields[0], fields[1]});
		if (fresh)
			order.push_back(&at->second);
		at->second.count++;
		at->second.total += value;
	}
	int shown = 0;
	for (auto &[key, group] : groups)
		if (shown++ < 9)
			printf("%-10s %-10s %4d %10.2f\n", key.first.c_str(), key.second.c_str(), group.count, group.total);
	double grand = 0;
	for (auto group : order)
		grand += group->total;
	printf("%zu groups, %zu broken: [%s, %s]\ngrand total %s\n", groups.size(), broken.size(), broken[0].c_str(),
	       broken[1].c_str(), (repr(grand) + "0 EUR").c_str());
}
