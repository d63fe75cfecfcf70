/* hold.exe NAME: owns the mutex NAME, says so, and keeps it until it is killed or its input ends. */
#include <windows.h>
#include <stdio.h>

int wmain(int argc, wchar_t **argv)
{
    if (argc != 2 || !CreateMutexW(NULL, TRUE, argv[1]))
        return 2;
    puts("held");
    fflush(stdout);
    getchar();
    return 0;
}
