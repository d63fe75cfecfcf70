; What setup says, in both languages. A sentence: what happened, what it means, what to do.
!macro TEXT NAME CHINESE ENGLISH
  LangString ${NAME} ${LANG_SIMPCHINESE} "${CHINESE}"
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
!macroend

!insertmacro TEXT ABOUT "MWDesk 短信客服台" "MWDesk SMS desk"
!insertmacro TEXT PROGRAM "程序(必需)" "Program (required)"
!insertmacro TEXT PROGRAM_ABOUT "MWDesk 及其运行所需的全部文件。只为您安装,不需要管理员权限。" "MWDesk and all it needs to run. Installed for you only; no administrator is needed."
!insertmacro TEXT DESKTOP_LINK "桌面快捷方式" "Desktop shortcut"
!insertmacro TEXT DESKTOP_ABOUT "在桌面上放置 MWDesk 的快捷方式。" "Put a shortcut to MWDesk on the desktop."
!insertmacro TEXT AUTOSTART "登录时自动启动" "Start when I sign in"
!insertmacro TEXT AUTOSTART_ABOUT "登录 Windows 后自动启动 MWDesk。" "Start MWDesk by itself when you sign in to Windows."
!insertmacro TEXT OLD_SYSTEM "MWDesk 需要 64 位的 Windows 10(1809 版)或更高版本。此电脑的系统较旧,未安装任何内容。" "MWDesk needs 64-bit Windows 10, version 1809, or newer. The system of this computer is older; nothing was installed."
!insertmacro TEXT OTHER_SETUP "MWDesk 的另一个安装程序正在运行。请先完成或关闭它,然后重新开始。" "Another setup of MWDesk is running. Finish or close that one, then start again."
!insertmacro TEXT RUNNING "MWDesk 正在运行,无法替换它的文件。$\n$\n请关闭 MWDesk,然后点击“重试”。" "MWDesk is running, so its files cannot be replaced.$\n$\nClose MWDesk, then choose Retry."
!insertmacro TEXT NEWER "已安装更新的版本 $0。旧版本无法读取新版本的数据,因此没有改动任何内容。$\n$\n若要安装本版本(${VERSION}),请先卸载现有版本。" "The newer version $0 is installed. An older one cannot read its data, so nothing was changed.$\n$\nTo install this one (${VERSION}), uninstall the newer one first."
!insertmacro TEXT FOREIGN "文件夹“$INSTDIR”中已有其他文件。为避免与它们混在一起,请选择一个空文件夹。" "The folder $INSTDIR holds other files. So as not to mix with them, choose an empty folder."
!insertmacro TEXT NOT_PLACED "无法写入“$INSTDIR”中的文件。原有的程序(如有)保持不变。$\n$\n请检查磁盘空间和文件夹权限,关闭正在使用这些文件的程序,然后重试。" "Files in $INSTDIR could not be written. The program that was there, if any, is as it was.$\n$\nCheck the disk space and the folder's permissions, close programs that use these files, then try again."
!insertmacro TEXT TOO_LONG "文件夹“$INSTDIR”的路径太长,程序的部分文件将超过 Windows 允许的长度。请选择路径较短的文件夹。" "The path of the folder $INSTDIR is too long: some of the program's files would pass the length Windows allows. Choose a shorter one."
!insertmacro TEXT DATA "消息、设置和已保存的密码" "Messages, settings and stored passwords"
!insertmacro TEXT DATA_ABOUT "同时永久删除您的消息、设置、备份以及系统中保存的密码。不勾选则保留,重新安装后可继续使用。" "Also delete your messages, settings, backups and stored passwords, for good. Unticked, they stay for the next installation."
!insertmacro TEXT STILL_USED "MWDesk 的文件正被其他程序使用,因此未能卸载。请关闭使用它们的程序,然后重试。" "The files of MWDesk are in use by another program, so it was not uninstalled. Close that program, then try again."
