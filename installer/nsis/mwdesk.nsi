; The setup: per user, without administrator rights, in Chinese and English.
; From build.py: VERSION QUAD OUTPUT APP_ID ICON PICTURE KILOBYTES LONGEST FILES (the generated list) [SIGN] [FAST].
; Exit codes: 0 done, 10 MWDesk runs, 11 system too old, 12 newer version installed, 13 another setup runs,
; 14 folder with foreign files, 15 files not placed, 16 path too long; NSIS's own: 1 cancelled.
Target amd64-unicode
!ifdef FAST
  SetCompressor /FINAL zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
!define MUI_LANGDLL_ALLLANGUAGES
!define MUI_LANGDLL_WINDOWTITLE "MWDesk"
!define MUI_LANGDLL_INFO "请选择语言 / Please choose a language"
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\MWDesk"
!define PATHS_KEY "Software\Microsoft\Windows\CurrentVersion\App Paths\MWDesk.exe"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define IDENTITY_KEY "Software\Classes\AppUserModelId\${APP_ID}"
!define RUNNING_MUTEX "Local\MWDesk.Running"
!define SETUP_MUTEX "Local\MWDesk.Setup"

Name "MWDesk"
Caption "MWDesk ${VERSION}"
BrandingText "MWDesk ${VERSION}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\MWDesk"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
RequestExecutionLevel user
ManifestDPIAware true
ManifestLongPathAware true
CRCCheck force
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${QUAD}"
!macro ABOUT_SETUP LANGUAGE DESCRIPTION
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "MWDesk"
  VIAddVersionKey /LANG=${LANGUAGE} "CompanyName" "MWDesk"
  VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${DESCRIPTION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "Apache-2.0"
!macroend
!insertmacro ABOUT_SETUP 2052 "MWDesk 安装程序"
!insertmacro ABOUT_SETUP 1033 "MWDesk setup"
!ifdef SIGN
  !uninstfinalize '"${SIGN}" "%1"' = 0
  !finalize '"${SIGN}" "%1"' = 0
!endif

; An upgrade speaks the language that was chosen first.
!define MUI_LANGDLL_REGISTRY_ROOT HKCU
!define MUI_LANGDLL_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE RefuseNewer
!define MUI_WELCOMEPAGE_TITLE "$(WELCOME)"
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME_TEXT)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE RefusePlace
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\app\MWDesk.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(OPEN_NOW)"
!define MUI_FINISHPAGE_TITLE "$(FINISHED)"
!define MUI_FINISHPAGE_TEXT "$(FINISHED_TEXT)"
!insertmacro MUI_PAGE_FINISH
!define MUI_PAGE_HEADER_TEXT "$(REMOVE)"
!define MUI_PAGE_HEADER_SUBTEXT "$(REMOVE_ABOUT)"
!define MUI_COMPONENTSPAGE_TEXT_TOP "$(REMOVE_WHAT)"
!define MUI_PAGE_CUSTOMFUNCTION_SHOW un.HideSpace
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_RESERVEFILE_LANGDLL
!include strings.nsh

; Say why it ends, unless silent, and end with a code of its own.
!macro REFUSE CODE TEXT
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

; $1 = 1 while somebody holds the mutex.
!macro HELD NAME
  StrCpy $1 0
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${NAME}") p .r2'
  ${If} $2 P<> 0
    System::Call 'kernel32::CloseHandle(p r2)'
    StrCpy $1 1
  ${EndIf}
!macroend

!macro WAIT_UNTIL_CLOSED
  ${Do}
    !insertmacro HELD "${RUNNING_MUTEX}"
    ${If} $1 = 0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDCANCEL`
      SetErrorLevel 10
      Quit
    ${EndIf}
  ${Loop}
!macroend

!macro ONE_SETUP
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${SETUP_MUTEX}") p .r2 ?e'
  Pop $1
  ${If} $1 = 183
    !insertmacro REFUSE 13 "$(OTHER_SETUP)"
  ${EndIf}
!macroend

; What a killed setup left: the old program moved aside comes back, a half-unpacked one goes.
!macro REPAIR
  ${IfNot} ${FileExists} "$INSTDIR\app\MWDesk.exe"
  ${AndIf} ${FileExists} "$INSTDIR\app.old\MWDesk.exe"
    RMDir /r "$INSTDIR\app"
    Rename "$INSTDIR\app.old" "$INSTDIR\app"
  ${EndIf}
  RMDir /r "$INSTDIR\app.new"
  RMDir /r "$INSTDIR\app.old"
!macroend

; A link to the program, with the identity of its windows; without one it still starts the program.
!macro LINK FILE
  CreateShortcut "${FILE}" "$INSTDIR\app\MWDesk.exe" "" "" "" "" "" "$(ABOUT)"
  ExecWait '"$INSTDIR\app\MWDesk.exe" --name-link "${FILE}"'
!macroend

Section "$(PROGRAM)" SectionProgram
  SectionIn RO
  Call RefuseNewer
  Call RefusePlace
  !insertmacro WAIT_UNTIL_CLOSED
  ClearErrors
  CreateDirectory "$INSTDIR"
  ${If} ${Errors}
    !insertmacro REFUSE 15 "$(NOT_PLACED)"
  ${EndIf}
  SetOutPath "$INSTDIR"
  !insertmacro REPAIR
  ; Our mark on the folder, before anything else is in it: a killed first installation can be repeated.
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  ClearErrors
  !include "${FILES}"
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
  ${OrIfNot} ${FileExists} "$INSTDIR\app.new\MWDesk.exe"
    Call PutBack
  ${EndIf}
  ; Unpacking takes a while; somebody may have started it again.
  !insertmacro WAIT_UNTIL_CLOSED
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\app\*.*"
    Rename "$INSTDIR\app" "$INSTDIR\app.old"
    ${If} ${Errors}
      Call PutBack
    ${EndIf}
  ${EndIf}
  Rename "$INSTDIR\app.new" "$INSTDIR\app"
  ${If} ${Errors}
    Call PutBack
  ${EndIf}
  RMDir /r "$INSTDIR\app.old"

  !insertmacro LINK "$SMPROGRAMS\MWDesk.lnk"
  ; Whose notices these are, for the system's notification centre.
  WriteRegStr HKCU "${IDENTITY_KEY}" "DisplayName" "MWDesk"
  WriteRegStr HKCU "${IDENTITY_KEY}" "IconUri" "$INSTDIR\app\mwdesk.png"
  WriteRegStr HKCU "${PATHS_KEY}" "" "$INSTDIR\app\MWDesk.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "MWDesk"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\app\MWDesk.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "MWDesk"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Language" "$LANGUAGE"
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section /o "$(DESKTOP_LINK)" SectionDesktop
  !insertmacro LINK "$DESKTOP\MWDesk.lnk"
SectionEnd

Section /o "$(AUTOSTART)" SectionAutostart
  ; The program's own settings may have said that it starts out of sight.
  ReadRegStr $0 HKCU "${RUN_KEY}" "MWDesk"
  StrCpy $1 $0 "" -10
  ${If} $1 == " --in-tray"
    WriteRegStr HKCU "${RUN_KEY}" "MWDesk" '"$INSTDIR\app\MWDesk.exe" --in-tray'
  ${Else}
    WriteRegStr HKCU "${RUN_KEY}" "MWDesk" '"$INSTDIR\app\MWDesk.exe"'
  ${EndIf}
SectionEnd

Section "-what was unticked"
  ${IfNot} ${SectionIsSelected} ${SectionDesktop}
    Delete "$DESKTOP\MWDesk.lnk"
  ${EndIf}
  ${IfNot} ${SectionIsSelected} ${SectionAutostart}
    DeleteRegValue HKCU "${RUN_KEY}" "MWDesk"
  ${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionProgram} "$(PROGRAM_ABOUT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionDesktop} "$(DESKTOP_ABOUT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionAutostart} "$(AUTOSTART_ABOUT)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    !insertmacro REFUSE 11 "$(OLD_SYSTEM)"
  ${EndIf}
  !insertmacro ONE_SETUP
  !insertmacro MUI_LANGDLL_DISPLAY
  ${GetParameters} $R0
  ; An upgrade keeps what was chosen before.
  ClearErrors
  ${GetOptions} $R0 "/DESKTOP" $R1
  ${IfNot} ${Errors}
  ${OrIf} ${FileExists} "$DESKTOP\MWDesk.lnk"
    !insertmacro SelectSection ${SectionDesktop}
  ${EndIf}
  ReadRegStr $R1 HKCU "${RUN_KEY}" "MWDesk"
  ClearErrors
  ${GetOptions} $R0 "/AUTOSTART" $R2
  ${IfNot} ${Errors}
  ${OrIf} $R1 != ""
    !insertmacro SelectSection ${SectionAutostart}
  ${EndIf}
FunctionEnd

; NSIS stops here by itself when a file cannot be written.
Function .onInstFailed
  SetErrorLevel 15
FunctionEnd

Function PutBack
  ${IfNot} ${FileExists} "$INSTDIR\app\*.*"
    Rename "$INSTDIR\app.old" "$INSTDIR\app"
  ${EndIf}
  RMDir /r "$INSTDIR\app.new"
  !insertmacro REFUSE 15 "$(NOT_PLACED)"
FunctionEnd

Function RefuseNewer
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 = 1
      !insertmacro REFUSE 12 "$(NEWER)"
    ${EndIf}
  ${EndIf}
FunctionEnd

; The wizard stays on its page to let another folder be chosen; the silent setup ends.
!macro REFUSE_FOLDER CODE TEXT
  ${If} ${Silent}
    SetErrorLevel ${CODE}
    Quit
  ${EndIf}
  MessageBox MB_OK|MB_ICONEXCLAMATION "${TEXT}"
  Abort
!macroend

Function RefusePlace
  StrLen $0 "$INSTDIR\app.new\"
  IntOp $0 $0 + ${LONGEST}
  ${If} $0 > 259
    !insertmacro REFUSE_FOLDER 16 "$(TOO_LONG)"
  ${EndIf}
  ${IfNot} ${FileExists} "$INSTDIR\*.*"
  ${OrIf} ${FileExists} "$INSTDIR\Uninstall.exe"
  ${OrIf} ${FileExists} "$INSTDIR\app\MWDesk.exe"
  ${OrIf} ${FileExists} "$INSTDIR\app.old\MWDesk.exe"
    Return
  ${EndIf}
  ${DirState} "$INSTDIR" $0
  ${If} $0 = 1
    !insertmacro REFUSE_FOLDER 14 "$(FOREIGN)"
  ${EndIf}
FunctionEnd

!include uninstall.nsh
