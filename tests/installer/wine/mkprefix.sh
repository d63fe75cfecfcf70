#!/usr/bin/env bash
# mkprefix.sh PREFIX TOOLS: make a Wine prefix that Qt 6 runs in, and the helpers of the tests in TOOLS.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
prefix=$1 tools=$2
mkdir -p "$tools" "$prefix.home"
cc=x86_64-w64-mingw32-gcc
for stub in icuuc mscms; do
  "$cc" -Os -s -shared -nostdlib -Wl,-e,0 -o "$tools/$stub.dll" "$here/$stub.c"
done
"$cc" -Os -s -municode -o "$tools/helper.exe" "$here/helper.c" -ladvapi32
# Wine links the desktop and the documents of its user to those of HOME.
export WINEPREFIX=$prefix HOME=$prefix.home WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" LC_ALL=C.UTF-8
unset DISPLAY
wineboot --init >/dev/null 2>&1 </dev/null
wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null 2>&1 </dev/null
wineserver --wait
cp "$tools/icuuc.dll" "$tools/mscms.dll" "$prefix/drive_c/windows/system32/"
