// What the C++ runtime calls before it ends the program: for an exception that nobody can catch, or
// a pure virtual call. Its own function formats a message, for which pages would download printf.
#include <cstdlib>

extern "C" [[noreturn]] void abort_message(const char* format, ...);

void abort_message(const char*, ...) { std::abort(); }
