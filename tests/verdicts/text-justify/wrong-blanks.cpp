// the odd blank of a centred word is always at the right
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

using Words = std::vector<std::string>;

static size_t letters(const Words &line)
{
	size_t n = 0;
	for (const auto &w : line)
		n += w.size();
	return n;
}

static std::vector<Words> wrap(const Words &words, size_t width)
{
	std::vector<Words> lines;
	Words line;
	for (const auto &word : words) {
		if (letters(line) + line.size() + word.size() > width) {
			lines.push_back(line);
			line.clear();
		}
		line.push_back(word);
	}
	lines.push_back(line);
	return lines;
}

static std::string justify(const Words &line, size_t width)
{
	std::string out;
	if (line.size() == 1) {
		out = line[0];
	} else {
		size_t gaps = line.size() - 1, blanks = width - letters(line);
		for (size_t i = 0; i < gaps; i++)
			out += line[i] + std::string(blanks / gaps + (i < blanks % gaps), ' ');
		out += line.back();
	}
	out.resize(width, ' ');
	return out;
}

static std::string center(const std::string &s, size_t width, bool method)
{
	size_t pad = width - s.size();
	// str.center() puts the odd blank to the left when the width is odd, format() to the right.
	size_t left = pad / 2 + (method ? 0 : 0);
	return std::string(left, ' ') + s + std::string(pad - left, ' ');
}

int main()
{
	std::istringstream text("The quick brown fox jumps over the lazy dog while seven wizards quietly boil "
				"extraordinary jars of vexing quince jam, and nobody in the village asks why.");
	Words words, triple;
	for (std::string w; text >> w;)
		words.push_back(w);
	for (size_t width : {24, 37}) {
		auto lines = wrap(words, width);
		std::cout << "+" << std::string(width, '-') << "+\n";
		for (size_t i = 0; i + 1 < lines.size(); i++)
			std::cout << "|" << justify(lines[i], width) << "|\n";
		std::string last;
		for (const auto &w : lines.back())
			last += (last.empty() ? "" : " ") + w;
		std::cout << "|" << center(last, width, true) << "|\n";
	}
	for (int i = 0; i < 3; i++)
		triple.insert(triple.end(), words.begin(), words.end());
	size_t sum = 0;
	for (size_t w = 15; w < 90; w++)
		sum += wrap(triple, w).size();
	std::cout << sum << "\n";
	for (std::string word : {"odd", "even"})
		for (size_t width : {7, 8})
			std::cout << "[" << center(word, width, false) << "] [" << center(word, width, true) << "] ["
				  << std::string(width - word.size(), ' ') << word << "] [" << word
				  << std::string(width - word.size(), '*') << "]\n";
}
