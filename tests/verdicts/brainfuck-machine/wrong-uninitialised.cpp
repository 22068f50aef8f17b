// the cells from the sixth on are not zero at first
#include <cstdio>
#include <string>
#include <vector>

static long run(const std::string &code)
{
	std::vector<size_t> stack, table(code.size());
	for (size_t i = 0; i < code.size(); i++)
		if (code[i] == '[') {
			stack.push_back(i);
		} else if (code[i] == ']') {
			table[i] = stack.back();
			table[stack.back()] = i;
			stack.pop_back();
		}
	std::vector<unsigned char> tape(300);
	for (size_t i = 5; i < 300; i++)
		tape[i] = 1;
	size_t at = 0;
	long steps = 0;
	for (size_t pc = 0; pc < code.size(); pc++) {
		steps++;
		switch (code[pc]) {
		case '>': at++; break;
		case '<': at--; break;
		case '+': tape[at]++; break;
		case '-': tape[at]--; break;
		case '.':
			if (tape[at] >= 128)
				putchar(0xc0 | tape[at] >> 6);
			putchar(tape[at] < 128 ? tape[at] : 0x80 | (tape[at] & 63));
			break;
		case '[':
			if (!tape[at])
				pc = table[pc];
			break;
		case ']':
			if (tape[at])
				pc = table[pc];
			break;
		}
	}
	return steps;
}

int main()
{
	printf("%ld\n", run("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<."
			    "+++.------.--------.>>+.>++."));
	printf("%ld\n", run("++++[>+++++<-]>[<+++++>-]+<+[>[>+>+<<-]++>>[<<+>>-]>>>[-]++>[-]+>>>+[[-]++++++>>>]"
			    "<<<[[<++++++++<++>>-]+<.<[>----<-]<]<<[>>>>>[>>>[-]+++++++++<[>-<-]+++++++++>"
			    "[-[<->-]+[<<<]]<[>+<-]>]<<-]<<-]"));
	printf("%ld", run("++++++[>+++++++<-]>[>++++++++++++<-]>[>+>+<<-]>-[-]>---.<<+++[>++<-]>."));
}
