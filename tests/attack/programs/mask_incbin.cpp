// A hidden file copied into the program by the assembler.
#ifdef SECRET
asm(".section .rodata\n.incbin " SECRET_TEXT "\n.text\n");
#endif
int main() { return 0; }
