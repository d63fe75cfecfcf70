/* Gives a link the identity of our windows (APP_ID), which NSIS cannot: so that a pinned link and the running window
 * share one taskbar button, and the system knows whose notices are whose.
 */
#define COBJMACROS
#define INITGUID
#include <windows.h>
#include <propkey.h>
#include <propsys.h>
#include <propvarutil.h>
#include <shlobj.h>
#include "link.h"

/* Write the identity into a link that exists, and look whether it is there now. */
HRESULT name_link(const wchar_t *path, const wchar_t *identity)
{
    IShellLinkW *link = NULL;
    IPersistFile *file = NULL;
    IPropertyStore *store = NULL;
    PROPVARIANT wanted, found;
    HRESULT result;

    PropVariantInit(&found);
    wanted.vt = VT_LPWSTR;
    wanted.pwszVal = (wchar_t *)identity; /* only read; never cleared */
    result = CoInitializeEx(NULL, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE);
    if (FAILED(result))
        return result;
    result = CoCreateInstance(&CLSID_ShellLink, NULL, CLSCTX_INPROC_SERVER, &IID_IShellLinkW, (void **)&link);
    if (SUCCEEDED(result))
        result = IShellLinkW_QueryInterface(link, &IID_IPersistFile, (void **)&file);
    if (SUCCEEDED(result))
        result = IPersistFile_Load(file, path, STGM_READWRITE);
    if (SUCCEEDED(result))
        result = IShellLinkW_QueryInterface(link, &IID_IPropertyStore, (void **)&store);
    if (SUCCEEDED(result))
        result = IPropertyStore_SetValue(store, &PKEY_AppUserModel_ID, &wanted);
    if (SUCCEEDED(result))
        result = IPropertyStore_Commit(store);
    if (SUCCEEDED(result))
        result = IPersistFile_Save(file, path, TRUE);
    if (SUCCEEDED(result))
        result = IPropertyStore_GetValue(store, &PKEY_AppUserModel_ID, &found);
    if (SUCCEEDED(result) && (found.vt != VT_LPWSTR || wcscmp(found.pwszVal, identity)))
        result = E_FAIL;
    PropVariantClear(&found);
    if (store)
        IPropertyStore_Release(store);
    if (file)
        IPersistFile_Release(file);
    if (link)
        IShellLinkW_Release(link);
    CoUninitialize();
    return result;
}
