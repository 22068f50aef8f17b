#include <algorithm>
#include <cctype>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

static int mod(int a, int b)
{
	return (a % b + b) % b;
}

static char turn(char c, int by)
{
	if (!isalpha((unsigned char)c))
		return c;
	char base = isupper((unsigned char)c) ? 'A' : 'a';
	return (char)(base + mod(c - base + by, 26));
}

static std::string caesar(std::string text, int shift)
{
	for (char &c : text)
		c = turn(c, shift);
	return text;
}

static std::string vigenere(std::string text, const std::string &key, int sign)
{
	size_t k = 0;
	for (char &c : text)
		if (isalpha((unsigned char)c))
			c = turn(c, sign * (key[k++ % key.size()] - 'a'));
	return text;
}

static double score(const std::string &text)
{
	const std::string letters = "etaoinshrdlu";
	const double frequency[] = {12.7, 9.1, 8.2, 7.5, 7.0, 6.7, 6.3, 6.1, 6.0, 4.3, 4.0, 2.8};
	double sum = 0;
	for (char c : text)
		if (isalpha((unsigned char)c)) {
			size_t at = letters.find((char)tolower(c));
			sum += at == std::string::npos ? 0.5 : frequency[at];
		}
	return sum;
}

int main()
{
	const std::string plain =
		"In the middle of the journey of our life I found myself astray in a dark wood, "
		"where the straight road had been lost sight of. How hard it is to say what it was like!";
	for (int shift : {3, -3, 29})
		printf("%s\n", caesar(plain, shift).substr(0, 60).c_str());
	std::string secret = caesar(plain, 17);
	std::vector<int> guesses(26);
	std::iota(guesses.begin(), guesses.end(), 0);
	std::stable_sort(guesses.begin(), guesses.end(),
			 [&](int a, int b) { return score(caesar(secret, -a)) > score(caesar(secret, -b)); });
	printf("guessed [%d, %d, %d] %.1f\n", guesses[0], guesses[1], guesses[2], score(caesar(secret, -guesses[0])));
	std::string code = vigenere(plain, "lemon", 1);
	printf("%s\n%s\n", code.c_str(), vigenere(code, "lemon", -1) == plain ? "True" : "False");
}
