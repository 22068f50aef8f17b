// a shape is freed a second time at the end
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <memory>
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

struct Shape {
	virtual ~Shape() = default;
	virtual double area() const = 0;
	virtual const char *name() const = 0;
	virtual std::string text() const = 0;
};

struct Circle : Shape {
	double radius;
	explicit Circle(double r) : radius(r) {}
	double area() const override { return M_PI * (radius * radius); }
	const char *name() const override { return "circle"; }
	std::string text() const override { return "Circle(radius=" + repr(radius) + ")"; }
};

struct Box : Shape {
	double width, height;
	bool whole; // the script passes its height as an integer
	Box(double w, double h, bool integer) : width(w), height(h), whole(integer) {}
	double area() const override { return width * height; }
	const char *name() const override { return "box"; }
	virtual const char *type() const { return "Box"; }
	std::string text() const override
	{
		return std::string(type()) + "(width=" + repr(width) + ", height=" +
		       (whole ? std::to_string((long)height) : repr(height)) + ")";
	}
};

struct Square : Box {
	explicit Square(double side) : Box(side, side, false) {}
	const char *name() const override { return "square"; }
	const char *type() const override { return "Square"; }
};

static void show(const Shape &s, const char *end)
{
	printf("%s of %.2f%s", s.name(), s.area(), end);
}

int main()
{
	std::vector<std::unique_ptr<Shape>> shapes;
	int circles = 0, boxes = 0, squares = 0;
	for (int i = 1; i < 1500; i++) {
		int kind = i * i % 7;
		if (kind < 2) {
			shapes.push_back(std::make_unique<Circle>(i % 50 / 4.0));
			circles++;
		} else if (kind == 2) {
			shapes.push_back(std::make_unique<Square>(i % 40 / 2.0));
			squares++;
		} else {
			shapes.push_back(std::make_unique<Box>(i % 30 / 3.0, i % 11, true));
			boxes++;
		}
	}
	std::stable_sort(shapes.begin(), shapes.end(), [](auto &a, auto &b) { return a->area() < b->area(); });
	for (size_t i = shapes.size() - 4; i < shapes.size(); i++)
		show(*shapes[i], "\n");
	show(*shapes[0], " ");
	show(*shapes[700], " ");
	auto most = std::max_element(shapes.begin(), shapes.end(), [](auto &a, auto &b) { return a->area() < b->area(); });
	printf("%s %s\n{'Circle': %d, 'Box': %d, 'Square': %d}\n", shapes[700]->text().c_str(), (*most)->text().c_str(),
	       circles, boxes, squares);
	double sum = 0;
	for (auto &s : shapes)
		sum += s->area();
	bool less = shapes[3]->area() < shapes[900]->area();
	fflush(stdout);
	delete shapes[5].get();
	printf("%.6f %s %s\n", sum, less ? "True" : "False", less ? "False" : "True");
}
