// A hidden file named in an include, and as a line's origin that a warning would quote.
#ifdef SECRET
#include SECRET
#line 1 SECRET_TEXT
#endif
int main() { return undeclared_here; }
