/* MWDesk.exe: starts the Python beside it with mwdesk in it, or shows the window that is already open.
 *
 * `MWDesk.exe --name-link FILE.lnk` is what setup calls for each link it makes (link.c).
 *
 * It holds the mutex by which setup and uninstaller know that the program's files are in use. Of two starts without
 * arguments the second one raises the first one's window. While that has none to raise (it is still starting, or
 * hides in the notification area) the second goes on as if it were alone: mwdesk guards the data folder itself
 * (mwdesk/gui/instance.py) and asks the first one over a local socket to show up.
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <wchar.h>
#include "link.h"

#define MUTEX_NAME L"Local\\MWDesk.Running"
#define LONGEST 32768

typedef int (*PyMain)(int, wchar_t **);

static wchar_t own_path[LONGEST];

static int fail(const wchar_t *what)
{
    wchar_t text[LONGEST + 400];
    BOOL chinese = PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_CHINESE;
    _snwprintf(text, LONGEST + 399,
               chinese ? L"MWDesk 无法启动：%ls 缺失或损坏。\n\n请重新运行安装程序，您的数据会保留。"
                       : L"MWDesk cannot start: %ls is missing or damaged.\n\nRun its setup again; your data is kept.",
               what);
    text[LONGEST + 399] = 0;
    MessageBoxW(NULL, text, L"MWDesk", MB_ICONERROR | MB_SETFOREGROUND);
    return 120;
}

/* Find a window of a process that runs this very file. */
static BOOL CALLBACK look_at(HWND window, LPARAM found)
{
    static wchar_t path[LONGEST];
    DWORD process_id = 0, length = LONGEST;
    HANDLE process;
    BOOL ours;

    if (!IsWindowVisible(window) || GetWindow(window, GW_OWNER) || GetWindowTextLengthW(window) == 0)
        return TRUE;
    GetWindowThreadProcessId(window, &process_id);
    process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process_id);
    if (!process)
        return TRUE;
    ours = QueryFullProcessImageNameW(process, 0, path, &length) && _wcsicmp(path, own_path) == 0;
    CloseHandle(process);
    if (ours)
        *(HWND *)found = window;
    return !ours;
}

static BOOL raise_running(void)
{
    HWND window = NULL;

    EnumWindows(look_at, (LPARAM)&window);
    if (!window)
        return FALSE;
    if (IsIconic(window))
        ShowWindow(window, SW_RESTORE);
    return SetForegroundWindow(GetLastActivePopup(window));
}

int wmain(int argc, wchar_t **argv)
{
    static const wchar_t *const before[] = {L"-I", L"-B", L"-X", L"utf8", L"-m", L"mwdesk"};
    const int fixed = sizeof before / sizeof *before;
    wchar_t library[LONGEST], **arguments;
    HANDLE mutex;
    HMODULE python;
    PyMain py_main;
    wchar_t *name;
    int i;

    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    if (!GetModuleFileNameW(NULL, own_path, LONGEST))
        return fail(L"MWDesk.exe");
    if (argc == 3 && !wcscmp(argv[1], L"--name-link"))
        return FAILED(name_link(argv[2], APP_ID));
    mutex = CreateMutexW(NULL, FALSE, MUTEX_NAME);
    if (argc == 1 && mutex && GetLastError() == ERROR_ALREADY_EXISTS && raise_running())
        return 0;
    if (argc > 1)
        AttachConsole(ATTACH_PARENT_PROCESS); /* `MWDesk.exe diagnose` is asked on a terminal */

    wcscpy(library, own_path);
    name = wcsrchr(library, L'\\') + 1;
    if (name - library > LONGEST - 32)
        return fail(L"MWDesk.exe");
    wcscpy(name, PYTHON_DLL);
    python = LoadLibraryExW(library, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    py_main = python ? (PyMain)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!py_main)
        return fail(PYTHON_DLL);

    arguments = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, (argc + fixed + 1) * sizeof *arguments);
    if (!arguments)
        return fail(L"MWDesk.exe");
    arguments[0] = own_path;
    for (i = 0; i < fixed; i++)
        arguments[1 + i] = (wchar_t *)before[i];
    for (i = 1; i < argc; i++)
        arguments[fixed + i] = argv[i];
    return py_main(fixed + argc, arguments);
}
