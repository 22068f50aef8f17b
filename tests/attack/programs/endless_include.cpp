// The compiler is asked to read a device that never ends.
#include "/dev/urandom"
#include "/dev/zero"
int main()
{
}
