// The compiler is asked to read a device that never ends.
#include "/dev/zero"
#include "/dev/urandom"
int main() {}
