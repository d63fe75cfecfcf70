#include <windows.h>

HRESULT name_link(const wchar_t *path, const wchar_t *identity);
