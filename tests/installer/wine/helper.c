/* helper.exe hold NAME                  own the mutex NAME, say so, keep it until the input ends
 * helper.exe keep TARGET USER SECRET    store a credential as keyring does
 * helper.exe kept TARGET                end with 0 if there is such a credential, with 1 if not
 */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>
#include <wincred.h>

int wmain(int argc, wchar_t **argv)
{
    CREDENTIALW credential = {0}, *found;

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
    return 2;
}
