// the cube of the distance by pow
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string>

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

struct Body {
	double x, y, vx, vy, mass;
};

static Body bodies[] = {
	{0.0, 0.0, 0.0, 0.0, 39.47},
	{1.0, 0.0, 0.0, 6.28, 0.00012},
	{0.0, 1.52, -5.07, 0.0, 0.0000127},
	{-5.2, 0.0, 0.0, -2.75, 0.0377},
};

static void advance(double dt)
{
	for (int i = 0; i < 4; i++)
		for (int j = i + 1; j < 4; j++) {
			Body &a = bodies[i], &b = bodies[j];
			double dx = a.x - b.x, dy = a.y - b.y;
			double d2 = dx * dx + dy * dy;
			double mag = dt * std::pow(d2, -1.5);
			a.vx -= dx * b.mass * mag;
			a.vy -= dy * b.mass * mag;
			b.vx += dx * a.mass * mag;
			b.vy += dy * a.mass * mag;
		}
	for (Body &b : bodies) {
		b.x += dt * b.vx;
		b.y += dt * b.vy;
	}
}

static double energy()
{
	double e = 0;
	for (int i = 0; i < 4; i++) {
		const Body &a = bodies[i];
		e += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy);
		for (int j = i + 1; j < 4; j++) {
			const Body &b = bodies[j];
			double dx = a.x - b.x, dy = a.y - b.y;
			e -= a.mass * b.mass / std::sqrt(dx * dx + dy * dy);
		}
	}
	return e;
}

int main()
{
	printf("%.9f\n", energy());
	for (int i = 0; i < 12000; i++)
		advance(0.001);
	printf("%.9f\n", energy());
	for (const Body &b : bodies)
		printf("%s %s\n", repr(b.x).c_str(), repr(b.y).c_str());
}
