; The uninstaller. Exit codes: 0 done, 10 MWDesk runs, 13 a setup runs, 15 files in use.
; The data stays unless its box is ticked, or /PURGE is given with /S.

Section "un.$(PROGRAM)" UnProgram
  SectionIn RO
  !insertmacro WAIT_UNTIL_CLOSED
SectionEnd

Section /o "un.$(DATA)" UnData
  ; The secrets first: which they are stands in the data.
  ExecWait '"$INSTDIR\app\MWDesk.exe" --forget'
  RMDir /r "$LOCALAPPDATA\MWDesk"
SectionEnd

Section "-un.remove"
  SetOutPath "$TEMP"
  ; Moved aside in one step: either all of it goes or nothing does.
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\app\*.*"
    RMDir /r "$INSTDIR\app.old"
    ClearErrors
    Rename "$INSTDIR\app" "$INSTDIR\app.old"
    ${If} ${Errors}
      !insertmacro REFUSE 15 "$(STILL_USED)"
    ${EndIf}
  ${EndIf}
  RMDir /r "$INSTDIR\app.old"
  RMDir /r "$INSTDIR\app.new"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR" ; only when nothing else is in it
  Delete "$SMPROGRAMS\MWDesk.lnk"
  Delete "$DESKTOP\MWDesk.lnk"
  DeleteRegValue HKCU "${RUN_KEY}" "MWDesk"
  DeleteRegKey HKCU "${PATHS_KEY}"
  DeleteRegKey HKCU "${IDENTITY_KEY}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UnProgram} "$(PROGRAM_ABOUT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${UnData} "$(DATA_ABOUT)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

; Removing needs no space.
Function un.HideSpace
  ShowWindow $mui.ComponentsPage.SpaceRequired ${SW_HIDE}
FunctionEnd

Function un.onInit
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "Language"
  ${If} $0 != ""
    StrCpy $LANGUAGE $0
  ${EndIf}
  !insertmacro ONE_SETUP
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/PURGE" $R1
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${UnData}
  ${EndIf}
FunctionEnd
