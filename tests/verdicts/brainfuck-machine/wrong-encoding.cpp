// characters above 127 are single bytes
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
			putchar(tape[at]);
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
