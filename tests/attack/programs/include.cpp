// The compiler is asked to read the secret: it would print it in its messages.
#include SECRET
#include __FILE__ "/../" SECRET
int main()
{
}
