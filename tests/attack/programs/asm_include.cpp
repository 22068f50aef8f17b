// The assembler is asked to read the secret as source: it would complain about its lines.
__asm__(".include " SECRET_TEXT "\n");
int main()
{
}
