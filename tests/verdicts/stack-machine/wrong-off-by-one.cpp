// steps are counted from zero
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

enum Op { PUSH, LOAD, STORE, ADD, SUB, MUL, DIV, MOD, JUMP, JZ, PRINT, HALT };

struct Instruction {
	Op op;
	long arg = 0;
};

static long floor_div(long a, long b)
{
	long q = a / b;
	return a % b && (a < 0) != (b < 0) ? q - 1 : q;
}

static void run(const std::vector<Instruction> &code)
{
	std::vector<long> stack, out;
	long memory[16] = {};
	size_t pc = 0;
	const long limit = 200000;
	auto fail = [&](const std::string &name) {
		throw std::runtime_error(name + " at " + std::to_string(pc - 1));
	};
	auto pop = [&] {
		if (stack.empty())
			fail("IndexError");
		long v = stack.back();
		stack.pop_back();
		return v;
	};
	for (long steps = 0;; steps++) {
		if (steps > limit)
			throw std::runtime_error("no end after " + std::to_string(limit) + " steps");
		Instruction i = code[pc++];
		long a, b;
		switch (i.op) {
		case PUSH: stack.push_back(i.arg); break;
		case LOAD: stack.push_back(memory[i.arg]); break;
		case STORE: memory[i.arg] = pop(); break;
		case JUMP: pc = (size_t)i.arg; break;
		case JZ:
			if (pop() == 0)
				pc = (size_t)i.arg;
			break;
		case PRINT: out.push_back(pop()); break;
		case HALT:
			std::cout << "([";
			for (size_t k = 0; k < out.size(); k++)
				std::cout << (k ? ", " : "") << out[k];
			std::cout << "], " << steps << ")\n";
			return;
		default:
			b = pop();
			a = pop();
			if ((i.op == DIV || i.op == MOD) && b == 0)
				fail("ZeroDivisionError");
			stack.push_back(i.op == ADD ? a + b : i.op == SUB ? a - b : i.op == MUL ? a * b :
					i.op == DIV ? floor_div(a, b) : a - floor_div(a, b) * b);
		}
	}
}

int main()
{
	const std::vector<Instruction> count{{PUSH, 6000}, {STORE, 0}, {PUSH, -7}, {STORE, 1}, {LOAD, 0}, {JZ, 17},
		{LOAD, 1}, {PUSH, 3}, {MUL}, {PUSH, 10007}, {MOD}, {STORE, 1}, {LOAD, 0}, {PUSH, 1}, {SUB}, {STORE, 0},
		{JUMP, 4}, {LOAD, 1}, {PRINT}, {PUSH, -7}, {PUSH, 2}, {DIV}, {PRINT}, {PUSH, -7}, {PUSH, 5}, {MOD},
		{PRINT}, {HALT}};
	for (const auto &code : std::vector<std::vector<Instruction>>{count, {{PUSH, 1}, {PUSH, 0}, {DIV}}, {{ADD}}, {{JUMP, 0}}}) {
		try {
			run(code);
		} catch (const std::runtime_error &error) {
			std::cout << "error: " << error.what() << "\n";
		}
	}
}
