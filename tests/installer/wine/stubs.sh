#!/usr/bin/env bash
# stubs.sh PREFIX TOOLS: build what Qt 6 misses in Wine 8 into a prefix, and the helpers of the tests into TOOLS.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
prefix=$1 tools=$2
mkdir -p "$tools"
cc=x86_64-w64-mingw32-gcc
for stub in icuuc mscms; do
  "$cc" -Os -s -shared -nostdlib -Wl,-e,0 -o "$tools/$stub.dll" "$here/$stub.c"
done
"$cc" -Os -s -municode -o "$tools/helper.exe" "$here/helper.c" -ladvapi32
cp "$tools/icuuc.dll" "$tools/mscms.dll" "$prefix/drive_c/windows/system32/"
