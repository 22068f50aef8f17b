// The assembler is asked to put the secret into the binary.
__asm__(".section .rodata\n.incbin " SECRET_TEXT "\n.text\n");
int main()
{
}
