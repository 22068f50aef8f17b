// every byte is shown as an escape
#include <cstdio>
#include <string>
#include <vector>

using Bytes = std::vector<unsigned char>;

static Bytes runs(const Bytes &data)
{
	Bytes out;
	for (size_t i = 0, j; i < data.size(); i = j) {
		for (j = i; j < data.size() && data[j] == data[i] && j - i < 255; j++)
			;
		out.push_back((unsigned char)(j - i));
		out.push_back(data[i]);
	}
	return out;
}

struct Token {
	size_t back, n;
	unsigned char byte;
};

static std::vector<Token> window(const std::string &data)
{
	std::vector<Token> out;
	for (size_t i = 0; i < data.size();) {
		Token best{0, 0, (unsigned char)data[i]};
		for (size_t back = 1; back <= i && back <= 64; back++) {
			size_t n = 0;
			while (n < 15 && i + n < data.size() && data[i + n - back] == data[i + n])
				n++;
			if (n > best.n) {
				best.back = back;
				best.n = n;
			}
		}
		if (best.n <= 2)
			best.n = 0;
		out.push_back(best);
		i += best.n ? best.n : 1;
	}
	return out;
}

static std::string show(const Bytes &b)
{
	std::string s = "b'";
	for (unsigned char c : b) {
		char part[8];
		snprintf(part, sizeof part, "\\x%02x", c);
		s += part;
	}
	return s + "'";
}

int main()
{
	Bytes image;
	for (int y = 0; y < 48; y++)
		for (int x = 0; x < 64; x++)
			image.push_back((unsigned char)((x * x / 64 + y) % 7 / 3 * 100));
	Bytes packed = runs(image);
	printf("%zu %zu ", image.size(), packed.size());
	for (size_t i = 0; i < 12; i++)
		printf("%02x", packed[i]);
	printf(" %s\n", show({packed.end() - 4, packed.end()}).c_str());
	std::string text;
	for (int i = 0; i < 6; i++)
		text += "how much wood would a woodchuck chuck if a woodchuck could chuck wood? ";
	text.resize(330);
	auto tokens = window(text);
	size_t copied = 0;
	printf("%zu %zu [", text.size(), tokens.size());
	for (size_t i = 20; i < 32; i++)
		if (tokens[i].n)
			printf("%s(%zu, %zu)", i > 20 ? ", " : "", tokens[i].back, tokens[i].n);
		else
			printf("%s%d", i > 20 ? ", " : "", tokens[i].byte);
	for (auto &t : tokens)
		copied += t.n;
	printf("]\n%zu b'how much ' b'\\xff\\x00\\'\"\\\\'\n", copied);
}
