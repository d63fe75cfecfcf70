/* Stands in for mscms.dll: Wine 8's aborts the process in WcsCreateIccProfile, which Qt asks for each screen. */
#define NOTHING(name) \
    __declspec(dllexport) void *name(void) { return 0; }

NOTHING(GetColorProfileFromHandle)
NOTHING(CloseColorProfile)
NOTHING(WcsCreateIccProfile)
NOTHING(OpenColorProfileW)
