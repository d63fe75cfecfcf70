/* helper.exe hold NAME                  own the mutex NAME, say so, keep it until the input ends
 * helper.exe keep TARGET USER SECRET    store a credential as keyring does
 * helper.exe kept TARGET                end with 0 if there is such a credential, with 1 if not
 * helper.exe minimise TITLE             minimise a window; end with 0 when it is
 * helper.exe front TITLE                end with 0 if the user sees it, or a dialog of its program, before all others
 * helper.exe press TITLE NUMBER         press the button of this number in each dialog whose title begins so
 */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>
#include <wincred.h>

static int in_front(HWND window)
{
    DWORD ours = 0, theirs = 0;

    GetWindowThreadProcessId(window, &ours);
    GetWindowThreadProcessId(GetForegroundWindow(), &theirs);
    return !IsIconic(window) && ours == theirs;
}

static BOOL CALLBACK press(HWND window, LPARAM given)
{
    wchar_t **argv = (wchar_t **)given, title[256], kind[16];

    GetClassNameW(window, kind, 16);
    GetWindowTextW(window, title, 256);
    if (IsWindowVisible(window) && !wcscmp(kind, L"#32770") && !wcsncmp(title, argv[2], wcslen(argv[2])))
        PostMessageW(window, WM_COMMAND, wcstoul(argv[3], NULL, 10), 0);
    return TRUE;
}

int wmain(int argc, wchar_t **argv)
{
    CREDENTIALW credential = {0}, *found;
    HWND window;

    if (argc == 3 && !wcscmp(argv[1], L"hold")) {
        if (!CreateMutexW(NULL, TRUE, argv[2]))
            return 2;
        puts("held");
        fflush(stdout);
        getchar();
        return 0;
    }
    if (argc == 5 && !wcscmp(argv[1], L"keep")) {
        credential.Type = CRED_TYPE_GENERIC;
        credential.TargetName = argv[2];
        credential.UserName = argv[3];
        credential.CredentialBlob = (BYTE *)argv[4];
        credential.CredentialBlobSize = (DWORD)(wcslen(argv[4]) * sizeof(wchar_t));
        credential.Persist = CRED_PERSIST_ENTERPRISE;
        return CredWriteW(&credential, 0) ? 0 : 2;
    }
    if (argc == 3 && !wcscmp(argv[1], L"kept"))
        return CredReadW(argv[2], CRED_TYPE_GENERIC, 0, &found) ? 0 : 1;
    if (argc == 4 && !wcscmp(argv[1], L"press"))
        return EnumWindows(press, (LPARAM)argv) ? 0 : 1;
    if (argc == 3 && (window = FindWindowW(NULL, argv[2]))) {
        if (!wcscmp(argv[1], L"minimise")) {
            ShowWindow(window, SW_MINIMIZE);
            return IsIconic(window) ? 0 : 1;
        }
        if (!wcscmp(argv[1], L"front"))
            return in_front(window) ? 0 : 1;
    }
    return 2;
}
