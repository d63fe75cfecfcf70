<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AccountDesk</name>
    <message>
        <source>Nothing is received while nobody is signed in; the gateway keeps it. The password is forgotten.</source>
        <translation>退出后不再收取来信，来信由网关保留；本机不再保存密码。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) not sent yet stay here and go out after the next sign-in, from the account then used.</source>
        <translation>
            <numerusform>还有 %n 条待发，留在本机，下次登录后由届时的账号发出。</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Sign out of %1?</source>
        <translation>退出账号 %1？</translation>
    </message>
    <message>
        <source>Stay signed in</source>
        <translation>保持登录</translation>
    </message>
    <message>
        <source>The password was changed: the gateway takes the new one.</source>
        <translation>密码已改，网关接受新密码。</translation>
    </message>
    <message>
        <source>The password was not changed: the gateway still takes the old one.</source>
        <translation>密码未改，网关仍用旧密码。</translation>
    </message>
    <message>
        <source>The password was changed.</source>
        <translation>密码已修改。</translation>
    </message>
</context>
<context>
    <name>AddressFields</name>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>1 to 65535</source>
        <translation>1 到 65535</translation>
    </message>
    <message>
        <source>Only a name or an address, without port and without “http://”.</source>
        <translation>只写名称或地址，不带 http:// 和端口。</translation>
    </message>
    <message>
        <source>This is neither a name nor an address such as 61.242.89.115.</source>
        <translation>这不是名称，也不是 61.242.89.115 这样的地址。</translation>
    </message>
</context>
<context>
    <name>AlertDesk</name>
    <message>
        <source>A customer</source>
        <translation>某位客户</translation>
    </message>
    <message>
        <source>This is how a new message is told.</source>
        <translation>新来信会这样提醒您。</translation>
    </message>
    <message>
        <source>New message</source>
        <translation>有新来信</translation>
    </message>
    <message>
        <source>The preview is off; open it to read.</source>
        <translation>预览已关闭，打开后查看</translation>
    </message>
    <message>
        <source>%1 customers wrote, %2 messages</source>
        <translation>%1 位客户来信，共 %2 条</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between customers&apos; names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>%1 new, the latest: %2</source>
        <translation>%1 条新来信，最新：%2</translation>
    </message>
</context>
<context>
    <name>AlertsPage</name>
    <message>
        <source>When a customer writes out of view</source>
        <translation>客户来信而会话不在眼前时</translation>
    </message>
    <message>
        <source>Notice of MWDesk</source>
        <translation>MWDesk 提醒</translation>
    </message>
    <message>
        <source>Notice of the system</source>
        <translation>系统通知</translation>
    </message>
    <message>
        <source>No notice</source>
        <translation>不弹出</translation>
    </message>
    <message>
        <source>Play a sound</source>
        <translation>播放提示音</translation>
    </message>
    <message>
        <source>Hide sender and text</source>
        <translation>隐藏发件人和内容</translation>
    </message>
    <message>
        <source>The notice says only that a message came.</source>
        <translation>提醒只说明有新来信。</translation>
    </message>
    <message>
        <source>Repeat until read, every (min)</source>
        <translation>未读时每隔几分钟再提醒</translation>
    </message>
    <message>
        <source>0: tell only once.</source>
        <translation>0：只提醒一次。</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一下</translation>
    </message>
    <message>
        <source>Do not disturb daily from</source>
        <translation>每天免打扰，从</translation>
    </message>
    <message>
        <source>For example 22:00; empty: never.</source>
        <translation>例如 22:00；留空则不启用。</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>For example 8:00.</source>
        <translation>例如 8:00。</translation>
    </message>
    <message>
        <source>A whole number from 0 to {highest}.</source>
        <translation>请填 0 到 {highest} 的整数。</translation>
    </message>
    <message>
        <source>A time of day, for example 22:00.</source>
        <translation>请填时间，例如 22:00。</translation>
    </message>
    <message>
        <source>Another time than the beginning.</source>
        <translation>请与开始时间不同。</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>MWDesk is already running</source>
        <translation>MWDesk 已在运行</translation>
    </message>
    <message>
        <source>It does not answer. Close it, or end it in the system&apos;s task manager, then start again.</source>
        <translation>但没有回应。请关闭它，或在系统的任务管理器中结束它，然后重新启动。</translation>
    </message>
    <message>
        <source>MWDesk cannot start</source>
        <translation>MWDesk 无法启动</translation>
    </message>
    <message>
        <source>Its data folder cannot be used. Nothing in it was changed. Check that the disk is there and not full and that you may read and write the folder, then start again.</source>
        <translation>数据文件夹无法使用，其中的内容没有改动。请检查磁盘是否存在、是否已满，以及您是否有权读写该文件夹，然后重新启动。</translation>
    </message>
</context>
<context>
    <name>BackupList</name>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>备份时间</translation>
    </message>
    <message>
        <source>Newest message</source>
        <translation>最新消息</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Choose a backup</source>
        <translation>选择备份</translation>
    </message>
    <message>
        <source>Backups (*.db);;All files (*)</source>
        <translation>备份 (*.db);;所有文件 (*)</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已加锁</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>BackupsDialog</name>
    <message>
        <source>Data and backups</source>
        <translation>数据与备份</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>One is made each day; those of the last 7 days and 4 weeks are kept beside the messages.</source>
        <translation>每天自动备份一次，保留最近 7 天和 4 周的备份，与消息放在一起。</translation>
    </message>
    <message>
        <source>Pass-phrase or recovery key of this backup</source>
        <translation>此备份的口令或恢复密钥</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>另存副本…</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>恢复…</translation>
    </message>
    <message>
        <source>Protection</source>
        <translation>保护</translation>
    </message>
    <message>
        <source>If this computer or its password store is lost, only this key opens the messages and their backups. Write it down and keep it somewhere else.</source>
        <translation>本机或其密码库一旦丢失，只有这把密钥能打开消息和备份。请抄下来，放在别处。</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>恢复密钥</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Remove the encryption…</source>
        <translation>取消加密…</translation>
    </message>
    <message>
        <source>Show the recovery key</source>
        <translation>显示恢复密钥</translation>
    </message>
    <message>
        <source>Messages are kept</source>
        <translation>消息保留</translation>
    </message>
    <message>
        <source>For good</source>
        <translation>一直保留</translation>
    </message>
    <message>
        <source>For some days</source>
        <translation>保留若干天</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The recovery key cannot be shown</source>
        <translation>无法显示恢复密钥</translation>
    </message>
    <message>
        <source>The password store has none.</source>
        <translation>密码库里没有。</translation>
    </message>
    <message>
        <source>Delete old messages</source>
        <translation>删除旧消息</translation>
    </message>
    <message>
        <source>{messages} will be deleted.</source>
        <translation>将删除 {messages}消息。</translation>
    </message>
    <message>
        <source>They are older than {days} days. From now on each message is deleted when it gets that old. Backups made before still hold them for up to 4 weeks.</source>
        <translation>这些消息已超过 {days} 天。今后每条消息到期即删除。此前的备份里仍有它们，最长 4 周。</translation>
    </message>
    <message>
        <source>Delete them</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>先不删</translation>
    </message>
    <message>
        <source>This does not open the backup. Nothing was changed.</source>
        <translation>打不开此备份。没有改动任何内容。</translation>
    </message>
    <message>
        <source>Not encrypted: whoever gets at this computer&apos;s disk can read every message.</source>
        <translation>未加密：能接触本机硬盘的人都能看到全部消息。</translation>
    </message>
    <message>
        <source>Encrypted. The key is in this computer&apos;s password store.</source>
        <translation>已加密，密钥在本机密码库里。</translation>
    </message>
    <message>
        <source>Encrypted with a pass-phrase, which is asked for at each start.</source>
        <translation>已用口令加密，每次启动时询问。</translation>
    </message>
    <message>
        <source>Use another pass-phrase…</source>
        <translation>换用新口令…</translation>
    </message>
    <message>
        <source>Encrypt…</source>
        <translation>加密…</translation>
    </message>
    <message>
        <source>A whole number from 1 to {highest}.</source>
        <translation>请填 1 到 {highest} 的整数。</translation>
    </message>
    <message>
        <source>Delete older ones…</source>
        <translation>删除更早的…</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>另存副本</translation>
    </message>
    <message>
        <source>Backups (*.db)</source>
        <translation>备份 (*.db)</translation>
    </message>
    <message>
        <source>It holds {messages} of {customers} customers.</source>
        <translation>其中有 {customers} 位客户的 {messages}消息。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Go back to the backup of {moment}?</source>
        <translation>恢复到 {moment} 的备份？</translation>
    </message>
    <message>
        <source>What was sent, received and noted since is no longer shown; the present messages are kept beside the backups and can be restored in the same way.</source>
        <translation>此后收发和记录的内容将不再显示；现有消息会与备份放在一起，可用同样的方法恢复。</translation>
    </message>
    <message>
        <source>Keep the present ones</source>
        <translation>保留现有消息</translation>
    </message>
    <message>
        <source>Remove the encryption</source>
        <translation>取消加密</translation>
    </message>
    <message>
        <source>Keep the messages readable on the disk?</source>
        <translation>让消息以明文存在硬盘上？</translation>
    </message>
    <message>
        <source>Whoever gets at this computer&apos;s disk can then read every number and every message: another user, a thief, a repair shop. The backups beside the messages become readable as well.</source>
        <translation>此后能接触本机硬盘的人都能看到每个号码和每条消息，例如其他用户、窃贼、维修人员。与消息放在一起的备份也会变成明文。</translation>
    </message>
    <message>
        <source>Leave them encrypted</source>
        <translation>保持加密</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>BarChart</name>
    <message>
        <source>Sent %1</source>
        <translation>发出 %1 条</translation>
    </message>
    <message>
        <source>Received %1</source>
        <translation>收到 %1 条</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>收到</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发出</translation>
    </message>
</context>
<context>
    <name>BlockedStrip</name>
    <message>
        <source>This number is blocked: what it writes is kept, but asks for nothing</source>
        <translation>号码已屏蔽：来信保存，但不提醒</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>取消屏蔽</translation>
    </message>
    <message>
        <source>This number is blocked</source>
        <translation>号码已屏蔽</translation>
    </message>
</context>
<context>
    <name>Calendar</name>
    <message>
        <source>Previous month (PgUp)</source>
        <translation>上个月（PgUp）</translation>
    </message>
    <message>
        <source>Next month (PgDn)</source>
        <translation>下个月（PgDn）</translation>
    </message>
</context>
<context>
    <name>CannedPopup</name>
    <message>
        <source>Canned replies</source>
        <translation>常用回复</translation>
    </message>
    <message>
        <source>Manage canned replies</source>
        <translation>管理常用回复</translation>
    </message>
    <message numerus="yes">
        <source>%n fit(s) “{query}”</source>
        <comment>canned replies</comment>
        <translation>
            <numerusform>匹配“{query}” %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>↑↓ choose   Enter insert   Esc close</source>
        <translation>↑↓ 选择   Enter 插入   Esc 关闭</translation>
    </message>
    <message>
        <source>There are none yet.</source>
        <translation>还没有常用回复。</translation>
    </message>
    <message>
        <source>None fits.</source>
        <translation>没有匹配的常用回复。</translation>
    </message>
</context>
<context>
    <name>CannedRepliesDialog</name>
    <message>
        <source>Canned replies</source>
        <translation>常用回复</translation>
    </message>
    <message>
        <source>Search initials, title, text</source>
        <translation>搜索首字母、标题、内容</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>{blanks} are filled in when the reply is inserted. Any other words between braces are left for the operator to fill in before sending.</source>
        <translation>{blanks} 在插入时自动填好；花括号里的其他文字留到发送前由操作员填写。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>%n reply(s)</source>
        <comment>canned replies</comment>
        <translation>
            <numerusform>%n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>“{title}” was deleted.</source>
        <comment>a canned reply</comment>
        <translation>已删除“{title}”。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more row(s)</source>
        <comment>left out of an import</comment>
        <translation>
            <numerusform>还有 %n 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reply(s) added</source>
        <comment>canned replies</comment>
        <translation>
            <numerusform>已添加 %n 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) left out</source>
        <translation>
            <numerusform>%n 行未导入</numerusform>
        </translation>
    </message>
    <message>
        <source>{added}, {left_out}</source>
        <translation>{added}，{left_out}</translation>
    </message>
    <message numerus="yes">
        <source>%n reply(s) written</source>
        <comment>canned replies</comment>
        <translation>
            <numerusform>已写出 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Initials: {letters}</source>
        <translation>首字母：{letters}</translation>
    </message>
    <message>
        <source>Its pinyin initials find it; they are made on saving.</source>
        <translation>可用拼音首字母查找，保存时自动生成。</translation>
    </message>
    <message>
        <source>At most {limit} characters.</source>
        <translation>最多 {limit} 个字。</translation>
    </message>
    <message numerus="yes">
        <source>%n msg</source>
        <comment>counter beside the send button</comment>
        <translation>
            <numerusform>%n 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n marked character(s) cannot go by SMS</source>
        <translation>
            <numerusform>标出的 %n 个字无法用短信编码发送</numerusform>
        </translation>
    </message>
    <message>
        <source>Canned replies (*.json *.csv *.xlsx);;All files (*)</source>
        <translation>常用回复 (*.json *.csv *.xlsx);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Import canned replies</source>
        <translation>导入常用回复</translation>
    </message>
    <message>
        <source>JSON (*.json);;CSV for Excel (*.csv)</source>
        <translation>JSON (*.json);;Excel 用的 CSV (*.csv)</translation>
    </message>
    <message>
        <source>Export canned replies</source>
        <translation>导出常用回复</translation>
    </message>
    <message>
        <source>Row {line}: {reason}</source>
        <translation>第 {line} 行：{reason}</translation>
    </message>
    <message>
        <source>{words} (“{value}”)</source>
        <comment>a row left out, and what stood there</comment>
        <translation>{words}（“{value}”）</translation>
    </message>
    <message>
        <source>it is there already</source>
        <translation>已经有了</translation>
    </message>
    <message>
        <source>the title is missing</source>
        <translation>缺少标题</translation>
    </message>
    <message>
        <source>the title has more than {limit} characters</source>
        <translation>标题超过 {limit} 个字</translation>
    </message>
    <message>
        <source>the text is missing</source>
        <translation>缺少内容</translation>
    </message>
    <message>
        <source>the text has more than {limit} characters</source>
        <translation>内容超过 {limit} 个字</translation>
    </message>
    <message>
        <source>it is no canned reply</source>
        <translation>不是常用回复</translation>
    </message>
</context>
<context>
    <name>CannedWords</name>
    <message>
        <source>name</source>
        <comment>blank in a canned reply</comment>
        <translation>姓名</translation>
    </message>
    <message>
        <source>number</source>
        <comment>blank in a canned reply</comment>
        <translation>号码</translation>
    </message>
    <message>
        <source>today</source>
        <comment>blank in a canned reply</comment>
        <translation>今天</translation>
    </message>
    <message>
        <source>time</source>
        <comment>blank in a canned reply</comment>
        <translation>时间</translation>
    </message>
    <message>
        <source>me</source>
        <comment>blank in a canned reply</comment>
        <translation>我</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>China Mobile</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>China Unicom</source>
        <translation>联通</translation>
    </message>
    <message>
        <source>PHS</source>
        <translation>小灵通</translation>
    </message>
    <message>
        <source>not in the table</source>
        <translation>不在号段表中</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>deferred</source>
        <translation>暂缓</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>without report</source>
        <translation>无回执</translation>
    </message>
    <message>
        <source>Deliveries (last %1 days)</source>
        <translation>送达情况（近 %1 天）</translation>
    </message>
    <message>
        <source>Nothing was sent in this time</source>
        <translation>这段时间没有发出过短信</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>what became of messages, and of how many</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>how many messages, and what became of them</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>who and when</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1, edited</source>
        <translation>%1 修改</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>号段</translation>
    </message>
    <message>
        <source>First contact</source>
        <translation>首次往来</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>最近往来</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>累计来信</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>累计发出</translation>
    </message>
    <message>
        <source>Mean time to answer</source>
        <translation>平均回复用时</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
</context>
<context>
    <name>CardDesk</name>
    <message>
        <source>Delete a note</source>
        <translation>删除备注</translation>
    </message>
    <message>
        <source>This note will be deleted for good.</source>
        <translation>这条备注将被彻底删除。</translation>
    </message>
    <message>
        <source>Nobody will see it any more, and it cannot be brought back.</source>
        <translation>删除后不再显示，也无法恢复。</translation>
    </message>
    <message>
        <source>Delete the note</source>
        <translation>删除备注</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>CardPanel</name>
    <message>
        <source>Contact card</source>
        <translation>客户名片</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Change the name</source>
        <translation>修改姓名</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>复制号码</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
</context>
<context>
    <name>ChangePasswordDialog</name>
    <message>
        <source>Change password</source>
        <translation>修改密码</translation>
    </message>
    <message>
        <source>Account {name}. Other computers using it will need the new password.</source>
        <translation>账号 {name}。修改后，其他正在使用此账号的电脑需要改用新密码。</translation>
    </message>
    <message>
        <source>Current password</source>
        <translation>当前密码</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>1 to 6 letters and digits; no comma, no blank, no Chinese.</source>
        <translation>1 到 6 位，字母和数字；不能含逗号、空格和中文。</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>再输一次新密码</translation>
    </message>
    <message>
        <source>Caps Lock seems to be on.</source>
        <translation>大写锁定可能已打开。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Changing…</source>
        <translation>正在修改…</translation>
    </message>
    <message>
        <source>The gateway did not take the change (error {code}: {reason})</source>
        <translation>平台没有接受修改（错误 {code}：{reason}）</translation>
    </message>
    <message>
        <source>The old password still holds.</source>
        <translation>旧密码仍然有效。</translation>
    </message>
    <message>
        <source>{count} characters; {limit} at most.</source>
        <translation>共 {count} 位，最多 {limit} 位。</translation>
    </message>
    <message>
        <source>Nobody knows whether the password was changed</source>
        <translation>不知道密码是否已改</translation>
    </message>
    <message>
        <source>The answer was lost. The next sign-in tries the new password first, then the old one.</source>
        <translation>没有收到答复。下次登录会先用新密码，不行再用旧密码。</translation>
    </message>
    <message>
        <source>The password was changed</source>
        <translation>密码已修改</translation>
    </message>
    <message>
        <source>Sign in with the new one on the other computers.</source>
        <translation>其他电脑请用新密码登录。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>It is the same as the current one.</source>
        <translation>新密码与当前密码相同。</translation>
    </message>
    <message>
        <source>The two do not match.</source>
        <translation>两次输入不一致。</translation>
    </message>
</context>
<context>
    <name>CheckColumn</name>
    <message>
        <source>Connection test</source>
        <translation>连接测试</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>再测一次</translation>
    </message>
    <message>
        <source>The test was stopped</source>
        <translation>测试已停止</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>什么都没有改动。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy diagnosis (without passwords)</source>
        <translation>复制诊断（不含密码）</translation>
    </message>
</context>
<context>
    <name>CheckRow</name>
    <message>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Go to or do</source>
        <translation>前往或执行</translation>
    </message>
    <message>
        <source>Name, initials, number, command or setting</source>
        <translation>姓名、拼音首字母、号码、命令或设置</translation>
    </message>
    <message>
        <source>↑↓ choose   Enter open   Esc close</source>
        <translation>↑↓ 选择   Enter 打开   Esc 关闭</translation>
    </message>
    <message>
        <source>Nothing fits. Messages are found by the search.</source>
        <translation>没有符合的。查短信内容请用搜索。</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Tools and settings</source>
        <translation>工具与设置</translation>
    </message>
    <message>
        <source>Account and connection</source>
        <translation>账号与连接</translation>
    </message>
    <message>
        <source>Window and help</source>
        <translation>窗口与帮助</translation>
    </message>
    <message>
        <source>“%1” in the menu</source>
        <comment>where a command without keys is found</comment>
        <translation>菜单中的“%1”</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what a control does, and its key</comment>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message</source>
        <translation>短信内容</translation>
    </message>
    <message>
        <source>Open a conversation to write</source>
        <translation>打开一个会话后可以写短信</translation>
    </message>
    <message>
        <source>Write to {number}, / for canned replies</source>
        <translation>写给 {number}，输入 / 选常用回复</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends; twice goes to who waits longest</source>
        <translation>Ctrl+Enter 发送，连按两次转到等待最久的人</translation>
    </message>
    <message>
        <source>Write to {number}; goes out later</source>
        <translation>写给 {number}，恢复后发出</translation>
    </message>
    <message>
        <source>Being stored…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>No link: what you send now waits in the queue</source>
        <translation>连接已断开，现在发送会先排队</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter starts a new line</source>
        <translation>Enter 发送，Shift+Enter 换行</translation>
    </message>
</context>
<context>
    <name>ConnectionBanner</name>
    <message>
        <source>Copy diagnosis</source>
        <translation>复制诊断</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Connected again.</source>
        <translation>已恢复连接。</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting message(s) are going out.</source>
        <translation>
            <numerusform>%n 条待发正在发出。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not signed in:</source>
        <translation>未登录：</translation>
    </message>
    <message>
        <source>Disconnected:</source>
        <translation>连接已断开：</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Messages you write stay here.</source>
        <translation>写好的短信会留在本机。</translation>
    </message>
    <message>
        <source>Replies stay here and go out in order once it is back.</source>
        <translation>写好的回复会留在本机，恢复后按顺序发出。</translation>
    </message>
    <message>
        <source>Account suspended:</source>
        <translation>账号已停用：</translation>
    </message>
    <message>
        <source>This computer is not let in:</source>
        <translation>本机不被允许登录：</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait and go out after a top-up.</source>
        <translation>
            <numerusform>%n 条待发，充值后自动发出。</numerusform>
        </translation>
    </message>
    <message>
        <source>The balance is used up:</source>
        <translation>余额不足：</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait and go out by themselves.</source>
        <translation>
            <numerusform>%n 条待发，稍后自动发出。</numerusform>
        </translation>
    </message>
    <message>
        <source>{reason}:</source>
        <comment>why nothing goes out</comment>
        <translation>{reason}：</translation>
    </message>
    <message>
        <source>{left} messages left; you wanted to be told at {limit}. Top up in time.</source>
        <translation>剩余 {left} 条，已到提醒线 {limit} 条。请及时充值。</translation>
    </message>
    <message>
        <source>The balance is low:</source>
        <translation>余额偏低：</translation>
    </message>
    <message>
        <source>{reason}. What comes in is kept in memory and stored as soon as it is possible.</source>
        <translation>{reason}。新内容暂存在内存中，可以写入时会自动存盘。</translation>
    </message>
    <message>
        <source>Messages cannot be stored on this computer:</source>
        <translation>本机数据库无法写入：</translation>
    </message>
    <message>
        <source>the link to the gateway ended ({time}).</source>
        <translation>与网关的连接中断（{time}）。</translation>
    </message>
    <message>
        <source>{reason} ({time}).</source>
        <comment>why the link is gone, and since when</comment>
        <translation>{reason}（{time}）。</translation>
    </message>
    <message>
        <source>Retry {attempt} in {seconds} s</source>
        <translation>第 {attempt} 次重试，{seconds} 秒后</translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>正在重试…</translation>
    </message>
    <message>
        <source>Next try in {seconds} s</source>
        <translation>{seconds} 秒后再试</translation>
    </message>
</context>
<context>
    <name>ConnectionForm</name>
    <message>
        <source>SMS account</source>
        <translation>企业短信账号</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Remember the password, in the system&apos;s keyring</source>
        <translation>记住密码，保存在系统凭据库</translation>
    </message>
    <message>
        <source>Way to the gateway</source>
        <translation>连接方式</translation>
    </message>
    <message>
        <source>Direct socket</source>
        <translation>直连 socket</translation>
    </message>
    <message>
        <source>HTTP tunnel</source>
        <translation>HTTP 通道</translation>
    </message>
    <message>
        <source>Direct is faster; where only web pages are allowed, use the HTTP tunnel.</source>
        <translation>直连更快；只允许上网页的网络请用 HTTP 通道。</translation>
    </message>
    <message>
        <source>Gateway address</source>
        <translation>网关地址</translation>
    </message>
    <message>
        <source>Enter the gateway&apos;s address.</source>
        <translation>请填写网关地址。</translation>
    </message>
    <message>
        <source>Encrypt with TLS</source>
        <translation>使用 TLS 加密</translation>
    </message>
    <message>
        <source>Proxy server</source>
        <translation>代理服务器</translation>
    </message>
    <message>
        <source>only if the company&apos;s network asks for one</source>
        <translation>公司网络要求时才需要</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Proxy address</source>
        <translation>代理地址</translation>
    </message>
    <message>
        <source>Enter the proxy&apos;s address.</source>
        <translation>请填写代理地址。</translation>
    </message>
    <message>
        <source>Proxy user (may be empty)</source>
        <translation>代理用户名（可空）</translation>
    </message>
    <message>
        <source>Proxy password</source>
        <translation>代理密码</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Login type</source>
        <translation>登录类型</translation>
    </message>
    <message>
        <source>Send command</source>
        <translation>发送命令</translation>
    </message>
    <message>
        <source>Change these two only if the platform&apos;s support says so.</source>
        <translation>这两项只在平台客服要求时才改。</translation>
    </message>
    <message>
        <source>Sub-port (may be empty)</source>
        <translation>扩展子端口（可空）</translation>
    </message>
    <message>
        <source>Digits customers see behind the service number.</source>
        <translation>客户看到的、接在特服号后面的数字。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) waiting to be sent will go out from this account.</source>
        <translation>
            <numerusform>有 %n 条待发短信，将由此账号发出。</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer has no keyring; the password is asked for at each start.</source>
        <translation>本机没有可用的凭据库，每次启动都要输入密码。</translation>
    </message>
    <message>
        <source>Enter the account.</source>
        <translation>请填写账号。</translation>
    </message>
    <message>
        <source>Enter the password.</source>
        <translation>请填写密码。</translation>
    </message>
    <message>
        <source>{count} characters; {limit} at most.</source>
        <translation>{count} 个字符，最多 {limit} 个。</translation>
    </message>
    <message>
        <source>A colon cannot stand in the user name of an HTTP proxy.</source>
        <translation>HTTP 代理的用户名里不能有冒号。</translation>
    </message>
    <message>
        <source>A password needs a user name.</source>
        <translation>填了密码就要填用户名。</translation>
    </message>
    <message>
        <source>A SOCKS proxy takes English letters, digits and signs only.</source>
        <translation>SOCKS 代理只接受英文字母、数字和符号。</translation>
    </message>
    <message>
        <source>There is an invisible character in it.</source>
        <translation>其中有看不见的字符。</translation>
    </message>
    <message>
        <source>Digits only, {limit} at most.</source>
        <translation>只能是数字，最多 {limit} 位。</translation>
    </message>
    <message>
        <source>Encrypted. The gateway must offer TLS on this port, with a certificate for this address.</source>
        <translation>已加密。网关须在此端口提供 TLS，且证书与此地址相符。</translation>
    </message>
    <message>
        <source>Not encrypted: account, password and messages cross the network in the clear.</source>
        <translation>未加密：账号、密码和短信以明文经过网络。</translation>
    </message>
    <message>
        <source>Caps Lock seems to be on.</source>
        <translation>大写锁定可能已打开。</translation>
    </message>
</context>
<context>
    <name>Counter</name>
    <message numerus="yes">
        <source>%n msg</source>
        <comment>counter beside the send button</comment>
        <translation>
            <numerusform>%n 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataDesk</name>
    <message numerus="yes">
        <source>%n message(s) or change(s) could not be stored yet and would be lost.</source>
        <translation>
            <numerusform>还有 %n 项消息或改动未能存盘，继续就会丢失。</numerusform>
        </translation>
    </message>
    <message>
        <source>Make the disk writable first.</source>
        <translation>请先让硬盘恢复可写。</translation>
    </message>
    <message>
        <source>The backup was not restored</source>
        <translation>备份未恢复</translation>
    </message>
    <message>
        <source>The backup was restored</source>
        <translation>备份已恢复</translation>
    </message>
    <message>
        <source>The messages there were before are kept beside the backups.</source>
        <translation>原来的消息已与备份放在一起。</translation>
    </message>
    <message>
        <source>The encryption was not changed</source>
        <translation>加密方式未更改</translation>
    </message>
    <message>
        <source>The messages and their backups are encrypted</source>
        <translation>消息和备份已加密</translation>
    </message>
    <message>
        <source>From the next start on the pass-phrase is asked for.</source>
        <translation>从下次启动起会询问口令。</translation>
    </message>
    <message>
        <source>The recovery key cannot be shown</source>
        <translation>无法显示恢复密钥</translation>
    </message>
    <message>
        <source>This file cannot be used</source>
        <translation>此文件无法使用</translation>
    </message>
    <message>
        <source>No backup was made</source>
        <translation>未能备份</translation>
    </message>
    <message>
        <source>A backup was made</source>
        <translation>已备份</translation>
    </message>
    <message>
        <source>The copy was not saved</source>
        <translation>副本未保存</translation>
    </message>
    <message>
        <source>The copy was saved</source>
        <translation>副本已保存</translation>
    </message>
    <message>
        <source>It opens with the same key or pass-phrase; on another computer it is asked for.</source>
        <translation>用同一密钥或口令打开；在别的电脑上会询问。</translation>
    </message>
    <message>
        <source>The messages and their backups are readable without a key now</source>
        <translation>消息和备份现在无需密钥即可读取</translation>
    </message>
</context>
<context>
    <name>DateJump</name>
    <message>
        <source>Go to a day</source>
        <translation>跳转到日期</translation>
    </message>
    <message>
        <source>Days with messages are marked. Enter goes there</source>
        <translation>有消息的日子带圆点，按 Enter 跳转</translation>
    </message>
</context>
<context>
    <name>DetailsPopover</name>
    <message>
        <source>Message details</source>
        <translation>消息详情</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>As the gateway said it</source>
        <translation>平台原话</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>%1. %2.</source>
        <comment>a reason and an advice, as sentences</comment>
        <translation>%1。%2。</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>收到</translation>
    </message>
    <message>
        <source>Gateway time</source>
        <translation>平台时间</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>存下</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 字</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>写好</translation>
    </message>
    <message>
        <source>Sent off</source>
        <translation>发出</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>平台受理</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Message id</source>
        <translation>信息编号</translation>
    </message>
    <message>
        <source>Raw code</source>
        <translation>原始代码</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>计费</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>已用条数</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>同时发出</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>无主回执</translation>
    </message>
    <message>
        <source>%1 fit, of %2</source>
        <translation>%1 条时间相符，共 %2 条</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>迹象</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>状态报告</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>平台拒绝</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>放弃等待</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>平台受理</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>最后变化</translation>
    </message>
    <message>
        <source>%1, as its id tells</source>
        <translation>%1（据信息编号）</translation>
    </message>
    <message>
        <source>%1 (UTC+8)</source>
        <translation>%1（UTC+8）</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>day and time</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>Diagnosis</name>
    <message>
        <source>Password of the account %1: </source>
        <translation>账号 %1 的密码：</translation>
    </message>
    <message>
        <source>Password of the proxy&apos;s user %1: </source>
        <translation>代理用户 %1 的密码：</translation>
    </message>
    <message>
        <source>Check what was entered</source>
        <translation>检查填写内容</translation>
    </message>
    <message>
        <source>Look up the proxy&apos;s name</source>
        <translation>解析代理地址</translation>
    </message>
    <message>
        <source>Look up the gateway&apos;s name</source>
        <translation>解析网关地址</translation>
    </message>
    <message>
        <source>Connect to the proxy</source>
        <translation>连接代理</translation>
    </message>
    <message>
        <source>Connect to the gateway through the proxy</source>
        <translation>经代理连接网关</translation>
    </message>
    <message>
        <source>Connect to the gateway</source>
        <translation>连接网关</translation>
    </message>
    <message>
        <source>Agree on encryption</source>
        <translation>协商加密</translation>
    </message>
    <message>
        <source>Wait for the gateway&apos;s greeting</source>
        <translation>等待网关问候</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Ask for the balance</source>
        <translation>查询余额</translation>
    </message>
    <message>
        <source>Not tried</source>
        <translation>未进行</translation>
    </message>
    <message>
        <source>Account, password, address and port can be used</source>
        <translation>账号、密码、地址和端口格式正确</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>name → address</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>The gateway said OK</source>
        <translation>收到 OK</translation>
    </message>
    <message>
        <source>The gateway takes account and password</source>
        <translation>网关接受了账号和密码</translation>
    </message>
    <message>
        <source>%1 messages left, %2 used</source>
        <translation>剩余 %1 条，已用 %2 条</translation>
    </message>
    <message>
        <source>The gateway gave error %1: %2</source>
        <comment>number, meaning</comment>
        <translation>平台返回错误 %1：%2</translation>
    </message>
    <message>
        <source>Everything works</source>
        <translation>一切正常</translation>
    </message>
    <message>
        <source>Network, account and password are right; you can sign in.</source>
        <translation>网络、账号和密码都没有问题，可以登录。</translation>
    </message>
    <message>
        <source>Where only web pages are allowed, use the HTTP tunnel.</source>
        <translation>只允许上网页的网络请用 HTTP 通道。</translation>
    </message>
    <message>
        <source>The network is fine; account or password is wrong</source>
        <translation>网络没有问题，账号或密码不对</translation>
    </message>
    <message>
        <source>Check the account&apos;s capitals and the password. If it was changed, use the new one; if it still fails, send the diagnosis to the platform&apos;s support.</source>
        <translation>请核对账号的大小写和密码。若刚改过密码，请用新密码；仍不行请联系平台客服，并附上诊断。</translation>
    </message>
    <message>
        <source>The network is fine; %1</source>
        <comment>%1 is a whole clause</comment>
        <translation>网络没有问题，%1</translation>
    </message>
    <message>
        <source>The network is fine; %1</source>
        <translation>网络没有问题，%1</translation>
    </message>
    <message>
        <source>Sign out elsewhere, wait a few minutes, then try again.</source>
        <translation>请在别处退出登录，等几分钟再试。</translation>
    </message>
    <message>
        <source>the account is suspended</source>
        <translation>账号已被停用</translation>
    </message>
    <message>
        <source>the platform does not allow this computer&apos;s address</source>
        <translation>平台不允许本机的网络地址登录</translation>
    </message>
    <message>
        <source>Tell the platform&apos;s support: account %1 is suspended (error 7), please activate it.</source>
        <translation>请告诉平台客服：账号 %1 已被停用（错误 7），请予启用。</translation>
    </message>
    <message>
        <source>Tell the platform&apos;s support: account %1 is refused from this network&apos;s public address (error 57), please allow it.</source>
        <translation>请告诉平台客服：账号 %1 从本网络的公网地址登录被拒绝（错误 57），请予放行。</translation>
    </message>
    <message>
        <source>account %1 is signed in elsewhere too many times</source>
        <translation>账号 %1 在别处登录的次数已满</translation>
    </message>
    <message>
        <source>The name %1 cannot be resolved</source>
        <comment>a computer&apos;s name</comment>
        <translation>名称 %1 无法解析</translation>
    </message>
    <message>
        <source>Check how it is written and whether this computer is online. If other pages open, ask your network&apos;s administrator about its name server.</source>
        <translation>请检查拼写，并确认本机已联网。若别的网页能打开，请向网络管理员询问域名服务器。</translation>
    </message>
    <message>
        <source>direct socket</source>
        <translation>直连 socket</translation>
    </message>
    <message>
        <source>HTTP tunnel</source>
        <translation>HTTP 通道</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS 加密</translation>
    </message>
    <message>
        <source>not encrypted</source>
        <translation>未加密</translation>
    </message>
    <message>
        <source>no proxy</source>
        <translation>不使用代理</translation>
    </message>
    <message>
        <source>through the %1 proxy %2</source>
        <comment>kind, address</comment>
        <translation>经 %1 代理 %2</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>连接方式</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>登录参数</translation>
    </message>
    <message>
        <source>Last errors of the connection</source>
        <translation>最近的连接错误</translation>
    </message>
</context>
<context>
    <name>DoneStrip</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{who} {done}</source>
        <comment>a name or number, and ‘archived’</comment>
        <translation>{who} {done}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export messages</source>
        <translation>导出消息</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>This conversation</source>
        <translation>当前会话</translation>
    </message>
    <message>
        <source>All, for a time</source>
        <translation>一段时间内全部</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 天</translation>
    </message>
    <message>
        <source>Own dates</source>
        <translation>自选日期</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>起始日</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>截止日</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Excel (xlsx)</source>
        <translation>Excel (xlsx)</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Page to print</source>
        <translation>打印页</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>{messages} written</source>
        <translation>已写入 {messages}</translation>
    </message>
    <message>
        <source>{messages} exported</source>
        <translation>已导出 {messages}消息</translation>
    </message>
    <message>
        <source>Open to print</source>
        <translation>打开并打印</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The export was cancelled</source>
        <translation>已取消导出</translation>
    </message>
    <message>
        <source>No file was written.</source>
        <translation>没有留下文件。</translation>
    </message>
    <message>
        <source>The system does not take this place or this name.</source>
        <translation>系统不接受这个位置或文件名。</translation>
    </message>
    <message>
        <source>A date like 2026-11-23.</source>
        <translation>请填日期，例如 2026-11-23。</translation>
    </message>
    <message>
        <source>It is before the first day.</source>
        <translation>早于起始日。</translation>
    </message>
    <message>
        <source>Name a file.</source>
        <translation>请填文件名。</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>没有这个文件夹。</translation>
    </message>
    <message>
        <source>This is a folder; name a file in it.</source>
        <translation>这是文件夹，请填其中的文件名。</translation>
    </message>
    <message>
        <source>There is a file of this name; it will be replaced.</source>
        <translation>已有同名文件，将被替换。</translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation>替换文件</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Message ID</source>
        <translation>消息 ID</translation>
    </message>
    <message>
        <source>Gateway time</source>
        <translation>网关时间</translation>
    </message>
    <message>
        <source>From</source>
        <translation>发送方</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>最近变化</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Exported by MWDesk at {moment}. Times are local, with their distance from UTC.</source>
        <translation>由 MWDesk 于 {moment} 导出。时间为本地时间，附与 UTC 的时差。</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>正在开始…</translation>
    </message>
</context>
<context>
    <name>FilterTabs</name>
    <message>
        <source>Waiting</source>
        <translation>待回复</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>已归档</translation>
    </message>
    <message>
        <source>More filters</source>
        <translation>更多筛选</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this conversation</source>
        <translation>在此会话中查找</translation>
    </message>
    <message>
        <source>Older hit</source>
        <translation>较早一处</translation>
    </message>
    <message>
        <source>Newer hit</source>
        <translation>较新一处</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>a text in quotation marks</comment>
        <translation>“%1”</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) here, </source>
        <comment>hits in a conversation</comment>
        <translation>
            <numerusform>在此会话 %n 条，</numerusform>
        </translation>
    </message>
    <message>
        <source>number %1</source>
        <comment>which hit is shown</comment>
        <translation>第 %1 条</translation>
    </message>
    <message>
        <source>not in this conversation</source>
        <translation>此会话中没有</translation>
    </message>
</context>
<context>
    <name>FixedKeys</name>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send and go to who waits longest</source>
        <translation>发送并转到等待最久的人</translation>
    </message>
    <message>
        <source>Right after a send: go to who waits longest</source>
        <translation>刚发送后：转到等待最久的人</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Take back what is about to be sent; else undo typing</source>
        <translation>撤回将要发送的短信；否则撤销输入</translation>
    </message>
    <message>
        <source>Canned replies, at the beginning of a word</source>
        <translation>在词首输入：常用回复</translation>
    </message>
    <message>
        <source>Go back to changing a long text</source>
        <translation>返回修改过长的短信</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Insert the chosen one</source>
        <translation>插入选中的一条</translation>
    </message>
    <message>
        <source>Insert the first to the ninth</source>
        <translation>插入第一到第九条</translation>
    </message>
    <message>
        <source>Close; what was typed stays</source>
        <translation>关闭，已输入的保留</translation>
    </message>
    <message>
        <source>From message to message</source>
        <translation>逐条移动</translation>
    </message>
    <message>
        <source>Page by page</source>
        <translation>翻页</translation>
    </message>
    <message>
        <source>To the newest message</source>
        <translation>到最新一条</translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation>短信详情</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>复制短信</translation>
    </message>
    <message>
        <source>All that can be done with the message</source>
        <translation>这条短信的全部操作</translation>
    </message>
    <message>
        <source>Open the conversation above or below</source>
        <translation>打开上一个或下一个会话</translation>
    </message>
    <message>
        <source>Open the conversation and write</source>
        <translation>打开会话并开始写</translation>
    </message>
    <message>
        <source>Choose what was found</source>
        <translation>选择结果</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>In a conversation: the hit above</source>
        <translation>会话内查找：上面一处</translation>
    </message>
    <message>
        <source>In a conversation: the hit below</source>
        <translation>会话内查找：下面一处</translation>
    </message>
    <message>
        <source>Back to where the search began</source>
        <translation>回到查找之前的位置</translation>
    </message>
    <message>
        <source>Open its conversation</source>
        <translation>打开所在会话</translation>
    </message>
    <message>
        <source>Charts: day by day</source>
        <translation>图表：逐日查看</translation>
    </message>
    <message>
        <source>Dialog of canned replies: a new one</source>
        <translation>常用回复对话框：新建</translation>
    </message>
    <message>
        <source>Dialog of canned replies: save</source>
        <translation>常用回复对话框：保存</translation>
    </message>
    <message>
        <source>Show or hide a password</source>
        <translation>显示或隐藏密码</translation>
    </message>
    <message>
        <source>Close a dialog, leave a page</source>
        <translation>关闭对话框，离开页面</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>写短信</translation>
    </message>
    <message>
        <source>Canned replies</source>
        <translation>常用回复</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>短信</translation>
    </message>
    <message>
        <source>List of conversations</source>
        <translation>会话列表</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Failed messages</source>
        <translation>失败的短信</translation>
    </message>
    <message>
        <source>Pages and dialogs</source>
        <translation>页面与对话框</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>Character {place} is a comma, which the gateway cannot take.</source>
        <translation>第 {place} 位是逗号，平台无法接收。</translation>
    </message>
    <message>
        <source>Character {place} is a semicolon, which the gateway cannot take.</source>
        <translation>第 {place} 位是分号，平台无法接收。</translation>
    </message>
    <message>
        <source>Character {place} is a blank, which the gateway cannot take.</source>
        <translation>第 {place} 位是空格，平台无法接收。</translation>
    </message>
    <message>
        <source>Character {place} is invisible; the gateway cannot take it.</source>
        <translation>第 {place} 位是不可见字符，平台无法接收。</translation>
    </message>
    <message>
        <source>Character {place} is “{character}”; only English letters, digits and signs can be used.</source>
        <translation>第 {place} 位是“{character}”；只能用英文字母、数字和半角符号。</translation>
    </message>
</context>
<context>
    <name>GatewayError</name>
    <message>
        <source>Sign-in was refused</source>
        <translation>用户登录不成功</translation>
    </message>
    <message>
        <source>Check account and password, then sign in again.</source>
        <translation>请核对账号和密码后重新登录。</translation>
    </message>
    <message>
        <source>Trying again before that does not help.</source>
        <translation>在此之前重试没有用。</translation>
    </message>
    <message>
        <source>Trying again later can help.</source>
        <translation>过一会儿重试可能有用。</translation>
    </message>
    <message>
        <source>MWDesk tries again by itself.</source>
        <translation>MWDesk 会自动重试。</translation>
    </message>
    <message>
        <source>The same again will be refused again.</source>
        <translation>原样重试仍会被拒绝。</translation>
    </message>
    <message>
        <source>The gateway does not take this account with this password.</source>
        <translation>平台不接受此账号和密码的组合。</translation>
    </message>
    <message>
        <source>The gateway does not take the account that pays for the messages; signing in fails.</source>
        <translation>平台不接受付费的账号，因此无法登录。</translation>
    </message>
    <message>
        <source>Check account and password; if both are right, ask the supplier about the billing account.</source>
        <translation>请核对账号和密码；都无误请联系服务商核对计费账号。</translation>
    </message>
    <message>
        <source>Call the supplier and name this code.</source>
        <translation>请联系服务商，并告知此错误编号。</translation>
    </message>
    <message>
        <source>Try once more; if it stays, call the supplier and name this code.</source>
        <translation>请再试一次；仍不行请联系服务商，并告知此错误编号。</translation>
    </message>
    <message>
        <source>The account has no route to this number&apos;s carrier; the message did not go out.</source>
        <translation>账号没有通往该运营商的通道，这条没有发出。</translation>
    </message>
    <message>
        <source>The gateway does not know the account&apos;s price plan, so nothing can be sent.</source>
        <translation>平台上没有账号所用的资费，因此不能发送。</translation>
    </message>
    <message>
        <source>It concerns managing accounts, which MWDesk does not do; messages are not affected.</source>
        <translation>这是账号管理的功能，MWDesk 不使用；收发短信不受影响。</translation>
    </message>
    <message>
        <source>Gateway and MWDesk disagree on the number of this request; it was not carried out.</source>
        <translation>平台与 MWDesk 的请求编号对不上，这次请求没有执行。</translation>
    </message>
    <message>
        <source>Connect anew; if it stays, copy the diagnosis and report it.</source>
        <translation>请重新连接；仍不行请复制诊断并反馈。</translation>
    </message>
    <message>
        <source>There is nothing to do.</source>
        <translation>无需处理。</translation>
    </message>
    <message>
        <source>The request was refused; why is not known.</source>
        <translation>请求被拒绝，原因不明。</translation>
    </message>
    <message>
        <source>The request was not well formed</source>
        <translation>提交格式不正确</translation>
    </message>
    <message>
        <source>The gateway could not read what MWDesk sent; nothing was carried out.</source>
        <translation>平台看不懂 MWDesk 提交的内容，操作没有执行。</translation>
    </message>
    <message>
        <source>This is a defect; copy the diagnosis and report it.</source>
        <translation>这是程序缺陷，请复制诊断并反馈。</translation>
    </message>
    <message>
        <source>The balance is used up</source>
        <translation>用户余额不足</translation>
    </message>
    <message>
        <source>Nothing more can be sent; customers&apos; messages still arrive.</source>
        <translation>不能再发送；客户来信仍可收取。</translation>
    </message>
    <message>
        <source>The phone number is not valid</source>
        <translation>手机号码不正确</translation>
    </message>
    <message>
        <source>The gateway cannot send to this number; the message did not go out.</source>
        <translation>平台无法发往此号码，这条没有发出。</translation>
    </message>
    <message>
        <source>Check the number and send again.</source>
        <translation>请核对号码后重发。</translation>
    </message>
    <message>
        <source>The billing account is wrong</source>
        <translation>计费用户账号错误</translation>
    </message>
    <message>
        <source>The gateway holds as many connections as it allows; this computer has to wait.</source>
        <translation>平台允许的连接数已满，本机需要等待。</translation>
    </message>
    <message>
        <source>Close MWDesk on other computers.</source>
        <translation>请关闭其他电脑上的 MWDesk。</translation>
    </message>
    <message>
        <source>The gateway gave error %1, which its manual does not explain</source>
        <translation>平台返回错误 %1，手册中没有说明</translation>
    </message>
    <message>
        <source>Ask the supplier to check the account&apos;s set-up.</source>
        <translation>请联系服务商核对账号配置。</translation>
    </message>
    <message>
        <source>The billing account&apos;s password is wrong</source>
        <translation>计费用户密码错误</translation>
    </message>
    <message>
        <source>The account is suspended</source>
        <translation>账号已被停用</translation>
    </message>
    <message>
        <source>Ask the supplier to activate it.</source>
        <translation>请联系服务商启用。</translation>
    </message>
    <message>
        <source>This type of account does not allow that</source>
        <translation>账号类型不支持该功能</translation>
    </message>
    <message>
        <source>Ask the supplier for an account that does.</source>
        <translation>请联系服务商更换账号类型。</translation>
    </message>
    <message>
        <source>The gateway named no reason</source>
        <translation>其他错误，平台未说明原因</translation>
    </message>
    <message>
        <source>The enterprise code is wrong</source>
        <translation>企业代码不正确</translation>
    </message>
    <message>
        <source>The message is too long</source>
        <translation>信息内容超长</translation>
    </message>
    <message>
        <source>Shorten it to 68 characters and send again.</source>
        <translation>请缩短到 68 字以内后重发。</translation>
    </message>
    <message>
        <source>This account cannot send to Unicom numbers</source>
        <translation>不能发送联通号码</translation>
    </message>
    <message>
        <source>Ask the supplier for a route to Unicom.</source>
        <translation>请联系服务商开通联通通道。</translation>
    </message>
    <message>
        <source>The operator has no right to do that</source>
        <translation>操作员权限不够</translation>
    </message>
    <message>
        <source>The rate code is wrong</source>
        <translation>费率代码不正确</translation>
    </message>
    <message>
        <source>The gateway is busy</source>
        <translation>服务器繁忙</translation>
    </message>
    <message>
        <source>The enterprise has no right to do that</source>
        <translation>企业权限不够</translation>
    </message>
    <message>
        <source>Ask the supplier for the right.</source>
        <translation>请联系服务商开通权限。</translation>
    </message>
    <message>
        <source>Sending is not allowed at this time of day</source>
        <translation>此时间段不允许发送</translation>
    </message>
    <message>
        <source>The dealer&apos;s name or password is wrong</source>
        <translation>经销商用户名或密码错误</translation>
    </message>
    <message>
        <source>Top up the account; what waits goes out after that.</source>
        <translation>请充值；等待中的短信随后发出。</translation>
    </message>
    <message>
        <source>Neither sending nor fetching works until it is activated.</source>
        <translation>启用之前不能发送，也不能收取。</translation>
    </message>
    <message>
        <source>The account may not do this; whatever else it may do still works.</source>
        <translation>此类账号不能使用该功能，其他功能不受影响。</translation>
    </message>
    <message>
        <source>The gateway does not find the enterprise the account belongs to.</source>
        <translation>平台找不到账号所属的企业。</translation>
    </message>
    <message>
        <source>The text holds more characters than one message; it did not go out.</source>
        <translation>字数超过一条短信的上限，这条没有发出。</translation>
    </message>
    <message>
        <source>The account&apos;s operator may not do this; it was not carried out.</source>
        <translation>此账号的操作员不能这样做，操作没有执行。</translation>
    </message>
    <message>
        <source>Ask the administrator or the supplier for the right.</source>
        <translation>请联系管理员或服务商授权。</translation>
    </message>
    <message>
        <source>The gateway has too much to do just now; this request was not carried out.</source>
        <translation>平台一时处理不过来，这次请求没有执行。</translation>
    </message>
    <message>
        <source>Wait a few minutes.</source>
        <translation>请等几分钟。</translation>
    </message>
    <message>
        <source>The enterprise&apos;s contract does not cover this; it was not carried out.</source>
        <translation>企业开通的业务不包含此项，操作没有执行。</translation>
    </message>
    <message>
        <source>The gateway takes no messages at this hour; this one did not go out.</source>
        <translation>平台此时段不接收短信，这条没有发出。</translation>
    </message>
    <message>
        <source>Send it again in the permitted hours.</source>
        <translation>请在允许的时间段重发。</translation>
    </message>
    <message>
        <source>The list of phone numbers or its rule is wrong</source>
        <translation>手机列表或规则错误</translation>
    </message>
    <message>
        <source>A number is not written as the gateway wants it, so none of the list was taken.</source>
        <translation>有号码的写法不合平台要求，整批都没有发出。</translation>
    </message>
    <message>
        <source>Check the numbers and send again.</source>
        <translation>请核对号码后重发。</translation>
    </message>
    <message>
        <source>There is no right to open or close accounts</source>
        <translation>没有开停户权限</translation>
    </message>
    <message>
        <source>There is no right to change the type of account</source>
        <translation>没有转换用户类型的权限</translation>
    </message>
    <message>
        <source>There is no right to change the account&apos;s dealer</source>
        <translation>没有修改用户所属经销商的权限</translation>
    </message>
    <message>
        <source>The operator&apos;s name or password is wrong</source>
        <translation>操作员登录名或密码错误</translation>
    </message>
    <message>
        <source>The account to top up does not exist</source>
        <translation>所充值的用户不存在</translation>
    </message>
    <message>
        <source>The operator has no right to top up the business edition</source>
        <translation>操作员没有充值商务版的权限</translation>
    </message>
    <message>
        <source>A trial account cannot be topped up</source>
        <translation>该用户没有转正，不能充值</translation>
    </message>
    <message>
        <source>A trial account must become a full one before it can be topped up.</source>
        <translation>试用账号转为正式账号后才能充值。</translation>
    </message>
    <message>
        <source>Ask the supplier to make it a full account.</source>
        <translation>请联系服务商转为正式账号。</translation>
    </message>
    <message>
        <source>The account may not send through this route</source>
        <translation>此用户没有权限从此通道发送信息</translation>
    </message>
    <message>
        <source>The message did not go out, and no other through this route will.</source>
        <translation>这条没有发出，从此通道发的其他短信也发不出。</translation>
    </message>
    <message>
        <source>Ask the supplier to open the route.</source>
        <translation>请联系服务商开通该通道。</translation>
    </message>
    <message>
        <source>This account cannot send to China Mobile numbers</source>
        <translation>不能发送移动号码</translation>
    </message>
    <message>
        <source>Ask the supplier for a route to China Mobile.</source>
        <translation>请联系服务商开通移动通道。</translation>
    </message>
    <message>
        <source>The number or its range is not allowed</source>
        <translation>手机号码（段）非法</translation>
    </message>
    <message>
        <source>The gateway does not serve this number; the message did not go out.</source>
        <translation>平台不受理此号码，这条没有发出。</translation>
    </message>
    <message>
        <source>Check the number; if it is right, ask the supplier.</source>
        <translation>请核对号码；号码无误请联系服务商。</translation>
    </message>
    <message>
        <source>The account uses a wrong rate code</source>
        <translation>用户使用的费率代码错误</translation>
    </message>
    <message>
        <source>The text holds a forbidden word</source>
        <translation>含有非法关键词</translation>
    </message>
    <message>
        <source>The gateway blocks a word of this text; the message did not go out.</source>
        <translation>内容含有平台禁止的词，这条没有发出。</translation>
    </message>
    <message>
        <source>Word it differently and send again.</source>
        <translation>请改写后重发。</translation>
    </message>
    <message>
        <source>Sending to several numbers is not allowed</source>
        <translation>不能发送多个手机</translation>
    </message>
    <message>
        <source>The account may write to one number at a time; none of these was written to.</source>
        <translation>此账号每次只能发一个号码，这批都没有发出。</translation>
    </message>
    <message>
        <source>Send to one number at a time.</source>
        <translation>请逐个号码发送。</translation>
    </message>
    <message>
        <source>Sending to a single number is not allowed</source>
        <translation>不能发送单个手机</translation>
    </message>
    <message>
        <source>The account may only write to lists of numbers; the message did not go out.</source>
        <translation>此账号只能群发，这条没有发出。</translation>
    </message>
    <message>
        <source>Too many equal messages; sending is paused</source>
        <translation>单发相同的信息超过流量，已暂停</translation>
    </message>
    <message>
        <source>The dealer has no right to do that</source>
        <translation>经销商权限不够</translation>
    </message>
    <message>
        <source>The account is registered already</source>
        <translation>重复注册</translation>
    </message>
    <message>
        <source>Messages are fetched too often</source>
        <translation>读取上行信息太快</translation>
    </message>
    <message>
        <source>Reports are fetched too often</source>
        <translation>读取状态报告太快</translation>
    </message>
    <message>
        <source>The account is signed in too many times</source>
        <translation>超过单个账号的最大登录数</translation>
    </message>
    <message>
        <source>The account has no right to extended service numbers</source>
        <translation>该账号没有扩展子端口权限</translation>
    </message>
    <message>
        <source>The packet number is lower than the last one</source>
        <translation>信息包编号小于旧编号</translation>
    </message>
    <message>
        <source>The packet number is higher than expected</source>
        <translation>信息包编号大于旧编号</translation>
    </message>
    <message>
        <source>The password was not changed</source>
        <translation>修改密码错误</translation>
    </message>
    <message>
        <source>The card number or its password is wrong</source>
        <translation>卡号或密码错误</translation>
    </message>
    <message>
        <source>The account can send to China Mobile numbers only</source>
        <translation>该账号只能发送移动号码</translation>
    </message>
    <message>
        <source>Ask the supplier for further routes.</source>
        <translation>请联系服务商开通其他通道。</translation>
    </message>
    <message>
        <source>Check the name of the account to top up.</source>
        <translation>请核对要充值的账号。</translation>
    </message>
    <message>
        <source>The same text was sent too often, so the gateway holds it up; this one did not go out.</source>
        <translation>相同内容发得太多，平台已暂停，这条没有发出。</translation>
    </message>
    <message>
        <source>Wait some minutes, or change the text.</source>
        <translation>请等几分钟，或修改内容。</translation>
    </message>
    <message>
        <source>Sign in with it instead.</source>
        <translation>请直接登录。</translation>
    </message>
    <message>
        <source>Customers&apos; messages arrive a little later; none is lost.</source>
        <translation>客户来信会晚一点到，不会丢失。</translation>
    </message>
    <message>
        <source>Delivery reports arrive a little later; none is lost.</source>
        <translation>送达状态会晚一点更新，不会丢失。</translation>
    </message>
    <message>
        <source>The account is in use as often as it may be; this computer has to wait.</source>
        <translation>此账号的登录数已满，本机需要等待。</translation>
    </message>
    <message>
        <source>Sign out elsewhere.</source>
        <translation>请在别处退出登录。</translation>
    </message>
    <message>
        <source>The account may not add digits to its service number; the message did not go out.</source>
        <translation>账号不能在特服号后加子端口，这条没有发出。</translation>
    </message>
    <message>
        <source>The old password still holds; the connection is not affected.</source>
        <translation>旧密码仍然有效，连接未受影响。</translation>
    </message>
    <message>
        <source>Check the current password, then try again.</source>
        <translation>请核对当前密码后再试。</translation>
    </message>
    <message>
        <source>Check the card&apos;s number and password.</source>
        <translation>请核对卡号和密码。</translation>
    </message>
    <message>
        <source>The account can send to Unicom numbers only</source>
        <translation>该账号只能发送联通号码</translation>
    </message>
    <message>
        <source>The account can send to PHS numbers only</source>
        <translation>该账号只能发送小灵通号码</translation>
    </message>
    <message>
        <source>The time set for sending is not valid</source>
        <translation>定时发送时间无效</translation>
    </message>
    <message>
        <source>The gateway does not take the message for that time; it did not go out.</source>
        <translation>平台不接受这个发送时间，这条没有发出。</translation>
    </message>
    <message>
        <source>Choose another time and send again.</source>
        <translation>请另选时间后重发。</translation>
    </message>
    <message>
        <source>There are too many connections</source>
        <translation>连接数过多</translation>
    </message>
    <message>
        <source>This computer&apos;s network address is not allowed</source>
        <translation>本机网络地址未获允许</translation>
    </message>
    <message>
        <source>The gateway does not let this computer in; the password has nothing to do with it.</source>
        <translation>平台不允许本机接入，与密码无关。</translation>
    </message>
    <message>
        <source>Ask the supplier to allow this address.</source>
        <translation>请联系服务商允许该地址。</translation>
    </message>
</context>
<context>
    <name>GuideWindow</name>
    <message>
        <source>Guide</source>
        <translation>使用指南</translation>
    </message>
    <message>
        <source>Find in the guide</source>
        <translation>在指南中查找</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 处，共 %2 处</translation>
    </message>
    <message>
        <source>Not in the guide</source>
        <translation>指南中没有</translation>
    </message>
</context>
<context>
    <name>HabitsPage</name>
    <message>
        <source>Closing the window leaves MWDesk in the tray</source>
        <translation>关闭窗口后留在托盘</translation>
    </message>
    <message>
        <source>It goes on receiving there. %1 ends it. Without a tray, closing ends it as ever.</source>
        <comment>keys</comment>
        <translation>在托盘中继续收发。退出：%1。系统没有托盘时，关闭窗口即退出。</translation>
    </message>
    <message>
        <source>Start when I sign in to this computer</source>
        <translation>登录这台电脑时自动启动</translation>
    </message>
    <message>
        <source>Start in the tray then, without a window</source>
        <translation>自动启动时只在托盘，不打开窗口</translation>
    </message>
    <message>
        <source>Messages are announced as ever; a click on the tray opens the window.</source>
        <translation>来信照常提醒；点击托盘图标打开窗口。</translation>
    </message>
</context>
<context>
    <name>HintRow</name>
    <message>
        <source>Go to it</source>
        <translation>移到该字</translation>
    </message>
    <message>
        <source>Go to the place</source>
        <translation>跳到该处</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) still to be filled in: {blank}; then it can be sent</source>
        <translation>
            <numerusform>还有 %n 处没有填：{blank}，填好后才能发送</numerusform>
        </translation>
    </message>
    <message>
        <source>Not sent: </source>
        <translation>未发送：</translation>
    </message>
    <message>
        <source>cannot go by SMS</source>
        <comment>after a character</comment>
        <translation>无法用短信编码发送</translation>
    </message>
    <message>
        <source>cannot go by SMS; use</source>
        <comment>after a character, before its replacement</comment>
        <translation>无法用短信编码发送，建议改为</translation>
    </message>
    <message numerus="yes">
        <source>; %n more place(s)</source>
        <translation>
            <numerusform>，还有 %n 处</numerusform>
        </translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>全部替换</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
</context>
<context>
    <name>ImportNamesDialog</name>
    <message>
        <source>Import names</source>
        <translation>导入姓名</translation>
    </message>
    <message>
        <source>A CSV or Excel file with phone numbers in one column and names in another. Nothing is changed before you have seen what would be.</source>
        <translation>选择一个 CSV 或 Excel 文件，一列是手机号，一列是姓名。先列出将要发生的变化，确认后才会修改。</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>No file chosen</source>
        <translation>尚未选择文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>What the file would change</source>
        <translation>文件将带来的变化</translation>
    </message>
    <message numerus="yes">
        <source>%n new name(s)</source>
        <translation>
            <numerusform>新增 %n 个姓名</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) replaced</source>
        <translation>
            <numerusform>替换 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) unchanged</source>
        <translation>
            <numerusform>%n 个不变</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) left out</source>
        <translation>
            <numerusform>跳过 %n 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n name(s)</source>
        <translation>
            <numerusform>导入 %n 个姓名</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入…</translation>
    </message>
    <message>
        <source>There is nothing to import</source>
        <translation>没有可导入的姓名</translation>
    </message>
    <message>
        <source>Every name in the file is known already, or left out.</source>
        <translation>文件中的姓名都已存在，或已被跳过。</translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) imported</source>
        <translation>
            <numerusform>已导入 %n 个姓名</numerusform>
        </translation>
    </message>
    <message>
        <source>Search finds them all; the list shows those with messages.</source>
        <translation>搜索能找到全部客户；有短信的客户在列表里显示姓名。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Tables (*.csv *.txt *.xlsx);;All files (*)</source>
        <translation>表格文件 (*.csv *.txt *.xlsx);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
</context>
<context>
    <name>InsertTools</name>
    <message>
        <source>Canned replies (/)</source>
        <translation>常用回复 (/)</translation>
    </message>
    <message>
        <source>Insert a name, number or time</source>
        <translation>插入姓名、号码或时间</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Today&apos;s date</source>
        <translation>今天日期</translation>
    </message>
    <message>
        <source>Time now</source>
        <translation>现在时间</translation>
    </message>
    <message>
        <source>My name</source>
        <translation>我的称呼</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>KeyField</name>
    <message>
        <source>Press the new keys</source>
        <translation>请按新的快捷键</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>改用于此</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>不设按键</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部恢复默认</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已改</translation>
    </message>
    <message>
        <source>Keys for “%1”</source>
        <translation>“%1”的按键</translation>
    </message>
    <message>
        <source>%1 belongs to “%2”.</source>
        <translation>%1 已用于“%2”。</translation>
    </message>
    <message>
        <source>Taken over, it is for “%1”, and “%2” has no keys.</source>
        <translation>改用后它用于“%1”，“%2”不再有按键。</translation>
    </message>
    <message>
        <source>This key cannot be used. Choose another one.</source>
        <translation>这个键不能用，请换一个。</translation>
    </message>
    <message>
        <source>This key writes or moves. Press it with Ctrl or Alt, or take F1 to F12.</source>
        <translation>这个键用于输入或移动光标。请与 Ctrl 或 Alt 同按，或选 F1 到 F12。</translation>
    </message>
    <message>
        <source>Enter is for sending and opening. Choose another key.</source>
        <translation>Enter 用于发送和打开，请换一个键。</translation>
    </message>
    <message>
        <source>Text fields, canned replies or the system need these keys. Choose others.</source>
        <translation>文本框、常用回复或系统要用这组键，请换一组。</translation>
    </message>
</context>
<context>
    <name>ListPane</name>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>搜索姓名、号码、内容</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新的在前</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>等待最久在前</translation>
    </message>
    <message>
        <source>Try another word, or part of the number</source>
        <translation>换个词，或输入号码的一部分</translation>
    </message>
    <message>
        <source>Try another word, or look in all times, sides and states</source>
        <translation>换个词，或放宽时间、来往和状态</translation>
    </message>
    <message>
        <source>The search failed</source>
        <translation>搜索失败</translation>
    </message>
    <message>
        <source>The local database could not be read. Change a word to search again</source>
        <translation>无法读取本机数据库。改动一个字即可重新搜索</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>New messages will appear here</source>
        <translation>新来信会出现在这里</translation>
    </message>
    <message>
        <source>Answered conversations are under All</source>
        <translation>已回复的会话在“全部”里</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>查看全部</translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) answered today</source>
        <translation>
            <numerusform>今天答复了 %n 位客户</numerusform>
        </translation>
    </message>
    <message>
        <source>Average wait: %1</source>
        <translation>平均等待 %1</translation>
    </message>
    <message>
        <source>Nothing unread</source>
        <translation>没有未读</translation>
    </message>
    <message>
        <source>Nothing failed</source>
        <translation>没有失败</translation>
    </message>
    <message>
        <source>Messages that were not delivered will appear here</source>
        <translation>没有送达的短信会列在这里</translation>
    </message>
    <message>
        <source>Nothing archived</source>
        <translation>没有已归档的会话</translation>
    </message>
    <message>
        <source>What is archived keeps its messages; when the customer writes, it comes back by itself</source>
        <translation>归档后消息都还在；客户再来信时，会话会自动回到列表</translation>
    </message>
    <message>
        <source>No conversations yet</source>
        <translation>还没有会话</translation>
    </message>
    <message>
        <source>They begin with the first message, in or out</source>
        <translation>收到或发出第一条短信后出现</translation>
    </message>
    <message>
        <source>Nobody is waiting</source>
        <translation>没有人在等</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
</context>
<context>
    <name>LoadingRows</name>
    <message>
        <source>Searching</source>
        <translation>正在搜索</translation>
    </message>
</context>
<context>
    <name>LockDesk</name>
    <message>
        <source>%1 locks the window.</source>
        <comment>keys</comment>
        <translation>锁定窗口：%1。</translation>
    </message>
    <message>
        <source>The lock was removed.</source>
        <translation>已取消窗口锁。</translation>
    </message>
    <message>
        <source>The forgotten pass-phrase was removed; set a new one in the settings.</source>
        <translation>忘记的口令已清除，请在设置中另设一个。</translation>
    </message>
</context>
<context>
    <name>LockPhraseDialog</name>
    <message>
        <source>Change the lock</source>
        <translation>更改窗口锁</translation>
    </message>
    <message>
        <source>Lock the window</source>
        <translation>锁定窗口</translation>
    </message>
    <message>
        <source>Present pass-phrase</source>
        <translation>当前口令</translation>
    </message>
    <message>
        <source>Forgotten, the account&apos;s password opens the lock as well. The lock keeps passers-by out; it does not encrypt anything.</source>
        <translation>忘记口令可用账号密码解锁。窗口锁防旁人查看，不加密数据。</translation>
    </message>
    <message>
        <source>Remove the lock</source>
        <translation>取消窗口锁</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Set the pass-phrase</source>
        <translation>设定口令</translation>
    </message>
    <message>
        <source>This is not the present pass-phrase; the lock stays as it was.</source>
        <translation>当前口令不对，窗口锁没有改变。</translation>
    </message>
</context>
<context>
    <name>LockWindow</name>
    <message>
        <source>MWDesk is locked</source>
        <translation>MWDesk 已锁定</translation>
    </message>
    <message>
        <source>Messages are still received and sent; what you were writing is kept.</source>
        <translation>收发照常进行，未写完的内容已保留。</translation>
    </message>
    <message>
        <source>Pass-phrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Password of the account %1</source>
        <translation>账号 %1 的密码</translation>
    </message>
    <message>
        <source>It unlocks and removes the forgotten pass-phrase; set a new one in the settings then.</source>
        <translation>密码正确即解锁，并清除忘记的口令；之后请在设置中另设一个。</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>This is not the password.</source>
        <translation>密码不对。</translation>
    </message>
    <message>
        <source>This is not it.</source>
        <translation>口令不对。</translation>
    </message>
    <message>
        <source>Wrong pass-phrases were tried before.</source>
        <translation>此前有人输错过口令。</translation>
    </message>
    <message>
        <source>Use the pass-phrase</source>
        <translation>改用口令</translation>
    </message>
    <message>
        <source>Forgotten the pass-phrase?</source>
        <translation>忘记口令？</translation>
    </message>
    <message>
        <source>Try again in %1 s.</source>
        <translation>%1 秒后可再试。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Write to a new number…</source>
        <translation>写给新号码…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>在此会话中查找</translation>
    </message>
    <message>
        <source>Go to a day…</source>
        <translation>跳转到日期…</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Sign in and connection…</source>
        <translation>登录与连接…</translation>
    </message>
    <message>
        <source>Change password…</source>
        <translation>修改密码…</translation>
    </message>
    <message>
        <source>Connect now</source>
        <translation>立即连接</translation>
    </message>
    <message>
        <source>Sign out…</source>
        <translation>退出登录…</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>立即锁定</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>用量</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Data and backups…</source>
        <translation>数据与备份…</translation>
    </message>
    <message>
        <source>Canned replies…</source>
        <translation>常用回复…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Import names…</source>
        <translation>导入姓名…</translation>
    </message>
    <message>
        <source>Contact card</source>
        <translation>客户名片</translation>
    </message>
    <message>
        <source>Name this customer</source>
        <translation>给客户起名</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>复制号码</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Next area</source>
        <translation>下一区域</translation>
    </message>
    <message>
        <source>Previous area</source>
        <translation>上一区域</translation>
    </message>
    <message>
        <source>Go to or do…</source>
        <translation>前往或执行…</translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation>按键…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>使用指南</translation>
    </message>
    <message>
        <source>Choose a conversation, or write to a new number</source>
        <translation>选一个会话，或写给新号码</translation>
    </message>
    <message>
        <source>New messages appear in the list; who has waited longest stands first</source>
        <translation>新来信会出现在列表里，等待最久的排在最前</translation>
    </message>
    <message>
        <source>Write to a new number</source>
        <translation>写给新号码</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>The settings file was damaged; it is kept as settings.json.bad. MWDesk began with its defaults: sign in, and look through the settings, the lock included. Messages are not concerned.</source>
        <translation>设置文件已损坏，原文件保留为 settings.json.bad。MWDesk 现在使用默认设置：请登录，并检查各项设置，包括窗口锁。短信不受影响。</translation>
    </message>
    <message>
        <source>What you wrote to %1 goes out in %2 s; %3 takes it back.</source>
        <comment>number, seconds, key</comment>
        <translation>发给 %1 的消息 %2 秒后发出，按 %3 撤回。</translation>
    </message>
    <message>
        <source>The diagnosis was copied. It holds no password and no customer&apos;s number.</source>
        <translation>诊断已复制，不含密码和客户号码。</translation>
    </message>
    <message>
        <source>Close MWDesk</source>
        <translation>关闭 MWDesk</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) or change(s) are not stored yet.</source>
        <translation>
            <numerusform>还有 %n 项消息或改动未存盘。</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer&apos;s database cannot be written. Closed now, what the gateway handed over is lost: it does not hand it over again.</source>
        <translation>本机数据库无法写入。现在关闭，网关已交付的内容就会丢失，网关不会再次交付。</translation>
    </message>
    <message>
        <source>Close and lose them</source>
        <translation>关闭并丢弃</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>先不关闭</translation>
    </message>
</context>
<context>
    <name>Marks</name>
    <message>
        <source>Resolve</source>
        <translation>标为已处理</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Pin to the top</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Take out of the archive</source>
        <translation>移出归档</translation>
    </message>
    <message>
        <source>Block…</source>
        <translation>屏蔽…</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>取消屏蔽</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>在此会话中查找</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>复制号码</translation>
    </message>
    <message>
        <source>Resolve, or reopen</source>
        <translation>标为已处理 / 重新打开</translation>
    </message>
    <message>
        <source>Resolve and go to who waits longest</source>
        <translation>标为已处理，转到等待最久的人</translation>
    </message>
    <message>
        <source>Snooze…</source>
        <translation>稍后提醒…</translation>
    </message>
    <message>
        <source>Unsnooze</source>
        <translation>取消稍后提醒</translation>
    </message>
    <message>
        <source>Pin, or unpin</source>
        <translation>置顶 / 取消置顶</translation>
    </message>
    <message>
        <source>Archive, or take back</source>
        <translation>归档 / 移出归档</translation>
    </message>
    <message>
        <source>Mark as unread</source>
        <translation>标为未读</translation>
    </message>
    <message>
        <source>Block, or unblock</source>
        <translation>屏蔽 / 取消屏蔽</translation>
    </message>
    <message>
        <source>Undo the last mark</source>
        <translation>撤销上一次标记</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>已标为已处理</translation>
    </message>
    <message>
        <source>reopened</source>
        <translation>已重新打开</translation>
    </message>
    <message>
        <source>snoozed</source>
        <translation>已设为稍后提醒</translation>
    </message>
    <message>
        <source>unsnoozed</source>
        <translation>已取消稍后提醒</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>已置顶</translation>
    </message>
    <message>
        <source>unpinned</source>
        <translation>已取消置顶</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>已归档</translation>
    </message>
    <message>
        <source>taken out of the archive</source>
        <translation>已移出归档</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>已屏蔽</translation>
    </message>
    <message>
        <source>unblocked</source>
        <translation>已取消屏蔽</translation>
    </message>
    <message>
        <source>marked as unread</source>
        <translation>已标为未读</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>已屏蔽</translation>
    </message>
    <message>
        <source>Snoozed until %1</source>
        <translation>稍后提醒：%1</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>已归档</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>In 1 hour</source>
        <translation>1 小时后</translation>
    </message>
    <message>
        <source>This afternoon</source>
        <translation>今天下午</translation>
    </message>
    <message>
        <source>Tomorrow morning</source>
        <translation>明天早上</translation>
    </message>
    <message>
        <source>Next Monday</source>
        <translation>下周一</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>day and time</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>明天</translation>
    </message>
</context>
<context>
    <name>MarksDesk</name>
    <message>
        <source>%1 %2 (%3 undoes it)</source>
        <comment>a name or number, what was done, a key</comment>
        <translation>%1 %2（%3 撤销）</translation>
    </message>
    <message>
        <source>Block a number</source>
        <translation>屏蔽号码</translation>
    </message>
    <message>
        <source>Block %1?</source>
        <translation>屏蔽 %1？</translation>
    </message>
    <message>
        <source>What this number writes is still received and kept, but it no longer waits, counts as unread or notifies anybody. The customer is not told. It can be unblocked at any time.</source>
        <translation>该号码的来信仍会接收并保存，但不再进入待回复，不计未读，也不提醒。客户不会知道。随时可以取消屏蔽。</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>屏蔽</translation>
    </message>
    <message>
        <source>Do not block</source>
        <translation>先不屏蔽</translation>
    </message>
    <message>
        <source>The number is blocked</source>
        <translation>号码已屏蔽</translation>
    </message>
    <message>
        <source>Send to %1 all the same?</source>
        <translation>仍要发送给 %1？</translation>
    </message>
    <message>
        <source>This number is blocked: an answer would be kept, but neither wait nor notify anybody.</source>
        <translation>该号码已屏蔽：客户的回信会保存，但不进入待回复，也不提醒。</translation>
    </message>
    <message>
        <source>Send all the same</source>
        <translation>仍要发送</translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation>先不发送</translation>
    </message>
    <message>
        <source>Choose a time…</source>
        <translation>选择时间…</translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>Open %1…</source>
        <translation>打开 %1…</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制网址</translation>
    </message>
    <message>
        <source>Copy with time and sender</source>
        <translation>复制（含时间和发送方）</translation>
    </message>
    <message>
        <source>Copy the chosen text</source>
        <translation>复制选中的文字</translation>
    </message>
    <message numerus="yes">
        <source>Copy %n message(s)</source>
        <translation>
            <numerusform>复制 %n 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Select all messages</source>
        <translation>全选消息</translation>
    </message>
</context>
<context>
    <name>MessageWords</name>
    <message>
        <source>Dealt with already</source>
        <translation>已处理过</translation>
    </message>
    <message>
        <source>Resending may charge it twice</source>
        <translation>重发可能重复收费</translation>
    </message>
    <message>
        <source>Can be resent, best at another time</source>
        <translation>可稍后重发，或换时间段</translation>
    </message>
    <message>
        <source>Resending seldom helps; check the number</source>
        <translation>重发多半没有用，请核对号码</translation>
    </message>
    <message>
        <source>Can be resent</source>
        <translation>可重发</translation>
    </message>
    <message>
        <source>Change the text before resending</source>
        <translation>请改写后再发</translation>
    </message>
    <message>
        <source>Can be resent once the cause is gone</source>
        <translation>排除原因后可重发</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>平台没有告知</translation>
    </message>
    <message>
        <source>%1, %2 more</source>
        <comment>a count before and after, and the difference</comment>
        <translation>%1，多了 %2 条</translation>
    </message>
    <message>
        <source>the gateway did not answer</source>
        <translation>平台未答复</translation>
    </message>
    <message>
        <source>the answer was not clear (%1)</source>
        <translation>平台答复不明（%1）</translation>
    </message>
    <message>
        <source>%1; used meanwhile %2</source>
        <translation>%1；期间已用 %2</translation>
    </message>
    <message>
        <source>The hints speak for its having gone out.</source>
        <translation>迹象表明很可能已发出。</translation>
    </message>
    <message>
        <source>The hints speak against its having gone out.</source>
        <translation>迹象表明很可能没有发出。</translation>
    </message>
    <message>
        <source>The hints do not say whether it went out.</source>
        <translation>现有迹象看不出是否已发出。</translation>
    </message>
    <message>
        <source>Submitted, and nothing was heard of it since</source>
        <translation>已提交，之后没有回执</translation>
    </message>
    <message>
        <source>Dealt with · %1</source>
        <comment>a failure, and its reason</comment>
        <translation>已处理 · %1</translation>
    </message>
    <message>
        <source>1 message, %1 characters</source>
        <translation>1 条，%1 字</translation>
    </message>
    <message>
        <source>Received from the customer</source>
        <translation>客户来信</translation>
    </message>
    <message>
        <source>under 0.1 days</source>
        <translation>不到 0.1 天</translation>
    </message>
    <message>
        <source>about %1 days</source>
        <translation>约 %1 天</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>day and time</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Submitted %1 h ago, no report came</source>
        <translation>已提交 %1 小时，没有回执</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>what is wrong, and what can be done</comment>
        <translation>%1。%2</translation>
    </message>
</context>
<context>
    <name>NamesModel</name>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>将会怎样</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>stays as it is</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>replaces “%1”</source>
        <translation>替换“%1”</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>left out: %1</source>
        <translation>跳过：%1</translation>
    </message>
    <message>
        <source>this is no phone number</source>
        <translation>不是电话号码</translation>
    </message>
    <message>
        <source>the number stands further up already</source>
        <translation>前面已有这个号码</translation>
    </message>
    <message>
        <source>the name is missing</source>
        <translation>没有姓名</translation>
    </message>
    <message>
        <source>the name has more than %1 characters</source>
        <translation>姓名超过 %1 个字</translation>
    </message>
    <message>
        <source>it is no row with a number and a name</source>
        <translation>这一行没有号码和姓名</translation>
    </message>
</context>
<context>
    <name>NewNumberDialog</name>
    <message>
        <source>Write to a new number</source>
        <translation>写给新号码</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>手机号码</translation>
    </message>
    <message>
        <source>Blanks, hyphens and +86 do no harm.</source>
        <translation>可含空格、连字符和 +86。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写短信</translation>
    </message>
    <message>
        <source>{number} is not a usual mobile number. It can still be tried.</source>
        <translation>{number} 不是常见的手机号码，仍可尝试。</translation>
    </message>
    <message>
        <source>This is no phone number: write 1 to 15 digits, for example {number}.</source>
        <translation>这不是电话号码，请输入 1 到 15 位数字，例如 {number}。</translation>
    </message>
</context>
<context>
    <name>NoteBox</name>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Change the note</source>
        <translation>修改备注</translation>
    </message>
    <message>
        <source>Delete the note</source>
        <translation>删除备注</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收起</translation>
    </message>
</context>
<context>
    <name>NoteEditor</name>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>What colleagues should know</source>
        <translation>写给同事看的备注</translation>
    </message>
    <message>
        <source>Keep the note</source>
        <translation>保存备注</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>A note holds {limit} characters; this one has {count}.</source>
        <translation>一条备注最多 {limit} 个字，现在有 {count} 个。</translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message numerus="yes">
        <source>%n more note(s)</source>
        <translation>
            <numerusform>还有 %n 条备注</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OpenLinkQuestion</name>
    <message>
        <source>Open a link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>This link leads to %1</source>
        <translation>此链接通往 %1</translation>
    </message>
    <message>
        <source>It came from a customer and opens in the browser. This is the whole address:</source>
        <translation>链接来自客户，将在浏览器中打开。完整网址如下：</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Do not open</source>
        <translation>不打开</translation>
    </message>
    <message>
        <source>The whole address</source>
        <translation>完整网址</translation>
    </message>
    <message>
        <source>This address may deceive</source>
        <translation>此网址可能有诈</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制网址</translation>
    </message>
    <message>
        <source>What stands before the @ is not the place it leads to.</source>
        <translation>@ 前面的部分并不是它通往的网站。</translation>
    </message>
    <message>
        <source>Its name has letters of another alphabet, which can look like Latin ones; it is shown as it is sent.</source>
        <translation>网站名含有其他文字的字母，可能与拉丁字母极为相似；这里按实际发送的形式显示。</translation>
    </message>
    <message>
        <source>It names a computer by number only, as honest senders seldom do.</source>
        <translation>它只用数字指向一台计算机，正规发送方很少这样做。</translation>
    </message>
</context>
<context>
    <name>OwnerStrip</name>
    <message>
        <source>Send to the first number</source>
        <translation>发送给原号码</translation>
    </message>
    <message>
        <source>Keep as its draft</source>
        <translation>存为原号码的草稿</translation>
    </message>
    <message>
        <source>Begun for {owner}, but {open} is open now</source>
        <comment>a text and two numbers</comment>
        <translation>这段文字是写给 {owner} 的，现在打开的是 {open}</translation>
    </message>
    <message>
        <source>{owner}, open: {open}</source>
        <comment>a text&apos;s number and another</comment>
        <translation>写给 {owner}，打开的是 {open}</translation>
    </message>
    <message>
        <source>Send there</source>
        <translation>发给原号码</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>存为草稿</translation>
    </message>
    <message>
        <source>Open: {open}</source>
        <comment>another number than the text&apos;s</comment>
        <translation>打开的是 {open}</translation>
    </message>
</context>
<context>
    <name>PaletteDesk</name>
    <message>
        <source>in force</source>
        <comment>a setting that is already chosen</comment>
        <translation>当前</translation>
    </message>
    <message>
        <source>Theme: light</source>
        <translation>主题：浅色</translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation>主题：深色</translation>
    </message>
    <message>
        <source>Theme: as the system</source>
        <translation>主题：跟随系统</translation>
    </message>
    <message>
        <source>%1 to %2 pixels</source>
        <translation>%1 改为 %2 像素</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Rows of the list: compact</source>
        <translation>列表行高：紧凑</translation>
    </message>
    <message>
        <source>Rows of the list: roomy</source>
        <translation>列表行高：宽松</translation>
    </message>
    <message>
        <source>Send key: Enter</source>
        <translation>发送键：Enter</translation>
    </message>
    <message>
        <source>Send key: Ctrl+Enter</source>
        <translation>发送键：Ctrl+Enter</translation>
    </message>
    <message>
        <source>Write to %1</source>
        <translation>写给 %1</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>Passphrase</name>
    <message>
        <source>Several words that only you put together, for example.</source>
        <translation>例如几个只有您会放在一起的词。</translation>
    </message>
    <message>
        <source>Weak: a program would guess it. Make it longer.</source>
        <translation>弱：程序能猜出来，请加长。</translation>
    </message>
    <message>
        <source>Fair: one more word would make it strong.</source>
        <translation>一般：再加一个词就够强了。</translation>
    </message>
    <message>
        <source>Strong.</source>
        <translation>强。</translation>
    </message>
</context>
<context>
    <name>PassphraseFields</name>
    <message>
        <source>Pass-phrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Pass-phrase again</source>
        <translation>再输一次口令</translation>
    </message>
    <message>
        <source>Nobody can bring it back: without it the messages stay locked for good. Write it down.</source>
        <translation>口令无法找回：忘了它，消息就再也打不开。请抄下来。</translation>
    </message>
    <message>
        <source>The two do not match.</source>
        <translation>两次输入不一致。</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>Hide password</source>
        <translation>隐藏密码</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>显示密码</translation>
    </message>
</context>
<context>
    <name>ProtectDialog</name>
    <message>
        <source>Encrypt the messages</source>
        <translation>加密消息</translation>
    </message>
    <message>
        <source>With</source>
        <translation>加密方式</translation>
    </message>
    <message>
        <source>A key in the password store</source>
        <translation>密钥存入密码库</translation>
    </message>
    <message>
        <source>A pass-phrase</source>
        <translation>用口令</translation>
    </message>
    <message>
        <source>Nothing is asked at the start: the key comes from this computer&apos;s password store. Write the recovery key down afterwards; without both the messages stay locked for good.</source>
        <translation>启动时不询问，密钥取自本机密码库。加密后请抄下恢复密钥：两者都没有了，消息就再也打不开。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Encrypt</source>
        <translation>加密</translation>
    </message>
</context>
<context>
    <name>ReadingDesk</name>
    <message>
        <source>Nothing was written on %1. Shown is %2.</source>
        <comment>two days</comment>
        <translation>%1没有消息，现在显示%2。</translation>
    </message>
</context>
<context>
    <name>ResendQuestion</name>
    <message>
        <source>Resend</source>
        <translation>重发</translation>
    </message>
    <message>
        <source>Nobody knows whether this went out. Send it again?</source>
        <translation>不知道这条有没有发出，还要再发吗？</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>a text in quotation marks</comment>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Sent again, the customer may receive it twice, and one more message may be charged.</source>
        <translation>再发一次，客户可能收到两遍，可能重复收费。</translation>
    </message>
    <message>
        <source>Resend anyway</source>
        <translation>仍要重发</translation>
    </message>
    <message>
        <source>Mark as sent</source>
        <translation>标为已发出</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>先不动</translation>
    </message>
    <message>
        <source>none by %1</source>
        <comment>no answer by a time of day</comment>
        <translation>到 %1 没有答复</translation>
    </message>
    <message>
        <source>The gateway&apos;s answer</source>
        <translation>平台答复</translation>
    </message>
    <message>
        <source>Messages used</source>
        <translation>已用条数</translation>
    </message>
    <message>
        <source>Others sent meanwhile</source>
        <translation>同时发出的其他消息</translation>
    </message>
</context>
<context>
    <name>SafetyPage</name>
    <message>
        <source>Lock of the window</source>
        <translation>窗口锁</translation>
    </message>
    <message>
        <source>Lock after minutes without a touch</source>
        <translation>无操作几分钟后自动锁定</translation>
    </message>
    <message>
        <source>Empty: only when told to.</source>
        <translation>留空：只手动锁定。</translation>
    </message>
    <message>
        <source>While it is locked, messages are received and sent as ever and notices show nothing of them. MWDesk also starts locked.</source>
        <translation>锁定期间收发照常进行，提醒不显示来信内容。MWDesk 启动时也处于锁定状态。</translation>
    </message>
    <message>
        <source>%1 locks the window at once; your pass-phrase opens it.</source>
        <comment>keys</comment>
        <translation>立即锁定：%1；用口令解锁。</translation>
    </message>
    <message>
        <source>Keeps passers-by from reading and writing. Choose a pass-phrase first.</source>
        <translation>离开座位时防止旁人查看和发送。请先设定口令。</translation>
    </message>
    <message>
        <source>Change or remove the pass-phrase…</source>
        <translation>更改或取消口令…</translation>
    </message>
    <message>
        <source>Set a pass-phrase…</source>
        <translation>设定口令…</translation>
    </message>
    <message>
        <source>A whole number from 0 to {highest}.</source>
        <translation>请填 0 到 {highest} 的整数。</translation>
    </message>
</context>
<context>
    <name>SearchDelegate</name>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>All time</source>
        <translation>全部时间</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>今年</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>来信和回复</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>来信</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>全部状态</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>来往</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>SearchModel</name>
    <message>
        <source>Received</source>
        <translation>来信</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>People and numbers</source>
        <translation>联系人与号码</translation>
    </message>
    <message>
        <source>%1 found, %2 conversations</source>
        <comment>messages, and in how many conversations</comment>
        <translation>%1 条，%2 个会话</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>来往内容</translation>
    </message>
</context>
<context>
    <name>SearchResults</name>
    <message>
        <source>Search results</source>
        <translation>搜索结果</translation>
    </message>
</context>
<context>
    <name>SendButton</name>
    <message>
        <source>More ways to send</source>
        <translation>其他发送方式</translation>
    </message>
    <message>
        <source>Send and go to who waits longest</source>
        <translation>发送并转到等待最久的人</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <source>Stands in canned replies for {blank}.</source>
        <translation>在常用回复里代替 {blank}。</translation>
    </message>
    <message>
        <source>Waiting: amber from (min)</source>
        <translation>等待多久变黄（分）</translation>
    </message>
    <message>
        <source>Waiting: red from (min)</source>
        <translation>等待多久变红（分）</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Is the album ready for Thursday?</source>
        <translation>周四能取相册吗？</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Send key</source>
        <translation>发送键</translation>
    </message>
    <message>
        <source>Size of message text</source>
        <translation>短信文字大小</translation>
    </message>
    <message>
        <source>Rows of the list</source>
        <translation>列表行高</translation>
    </message>
    <message>
        <source>Roomy</source>
        <translation>宽松</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Your name for customers</source>
        <translation>给客户看的称呼</translation>
    </message>
    <message>
        <source>Warn when the balance falls to (messages)</source>
        <translation>余额降到多少条时提醒</translation>
    </message>
    <message>
        <source>Empty: no warning.</source>
        <translation>留空则不提醒。</translation>
    </message>
    <message>
        <source>Time to undo a send (s)</source>
        <translation>撤回时间（秒）</translation>
    </message>
    <message>
        <source>0: sends at once.</source>
        <translation>填 0 则立即发送。</translation>
    </message>
    <message>
        <source>Price of a message (yuan)</source>
        <translation>每条单价（元）</translation>
    </message>
    <message>
        <source>Empty: no price is shown.</source>
        <translation>不填则不显示价格。</translation>
    </message>
    <message>
        <source>Yes, from two o&apos;clock, order 12,345.</source>
        <translation>可以，下午两点后，单号 12,345。</translation>
    </message>
    <message>
        <source>Preview of messages in the chosen theme</source>
        <translation>所选主题的消息预览</translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation>按键…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>设置分页</translation>
    </message>
    <message>
        <source>Enter sends; Shift+Enter starts a new line.</source>
        <translation>Enter 发送，Shift+Enter 换行。</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends; Enter starts a new line.</source>
        <translation>Ctrl+Enter 发送，Enter 换行。</translation>
    </message>
    <message>
        <source>A whole number from 1 to {highest}.</source>
        <translation>请填 1 到 {highest} 的整数。</translation>
    </message>
    <message>
        <source>More than {minutes}: red comes after amber.</source>
        <translation>须大于 {minutes}，先变黄后变红。</translation>
    </message>
    <message>
        <source>A whole number from 0 to {highest}.</source>
        <translation>请填 0 到 {highest} 的整数。</translation>
    </message>
    <message>
        <source>A price up to {highest}, for example 0.05.</source>
        <translation>不超过 {highest} 的价格，例如 0.05。</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>更改按键…</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>使用指南</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Sign in and connection</source>
        <translation>登录与连接</translation>
    </message>
    <message>
        <source>The password goes into no log and no settings file</source>
        <translation>密码不会写入日志或设置文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Stop the test</source>
        <translation>停止测试</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>正在登录…</translation>
    </message>
</context>
<context>
    <name>SnoozeTimeDialog</name>
    <message>
        <source>Snooze until</source>
        <translation>稍后提醒时间</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>稍后提醒</translation>
    </message>
    <message>
        <source>Day and time, or the time alone: 2026-11-24 09:00, 11-24 9:00, 14:30</source>
        <translation>写日期和时间，或只写时间：2026-11-24 09:00、11-24 9:00、14:30</translation>
    </message>
    <message>
        <source>Back: {moment}, or as soon as the customer writes</source>
        <translation>{moment} 回到待回复；客户来信时提前回来</translation>
    </message>
    <message>
        <source>This is no day and time: write for example 2026-11-24 09:00, or 14:30.</source>
        <translation>这不是有效的日期和时间：请写成 2026-11-24 09:00 或 14:30 这样。</translation>
    </message>
    <message>
        <source>This time is over: choose a later one.</source>
        <translation>这个时间已过：请选晚一些的时间。</translation>
    </message>
</context>
<context>
    <name>SplitStrip</name>
    <message>
        <source>, charged as {count}</source>
        <translation>，计 {count} 条</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>返回修改</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>共 %n 字</numerusform>
        </translation>
    </message>
    <message>
        <source>, about {price} yuan</source>
        <translation>，约 {price} 元</translation>
    </message>
    <message>
        <source>About {price} yuan.</source>
        <translation>约 {price} 元。</translation>
    </message>
    <message>
        <source>At most {limit} each; {price} yuan for one, from the settings.</source>
        <translation>每条最多 {limit} 字；单价 {price} 元来自设置。</translation>
    </message>
    <message>
        <source>{characters} will go out as {count} messages</source>
        <translation>{characters}，将拆成 {count} 条发出</translation>
    </message>
    <message>
        <source>At most {limit} each, broken at the bars.</source>
        <translation>每条最多 {limit} 字；竖线处为分条位置。</translation>
    </message>
    <message>
        <source>Balance: {count}.</source>
        <translation>余额 {count} 条。</translation>
    </message>
    <message numerus="yes">
        <source>Send as %n message(s)</source>
        <translation>
            <numerusform>分 %n 条发送</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StandbyDesk</name>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>For 30 minutes</source>
        <translation>30 分钟</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>For 4 hours</source>
        <translation>4 小时</translation>
    </message>
    <message>
        <source>Until I turn it off</source>
        <translation>直到手动关闭</translation>
    </message>
    <message>
        <source>The system did not take the change of the automatic start (%1); it starts as before.</source>
        <translation>系统没有接受自动启动的更改（%1），启动方式不变。</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>免打扰</translation>
    </message>
    <message>
        <source>Do not disturb until %1</source>
        <translation>免打扰到 %1</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Status</source>
        <translation>状态栏</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Connected, socket</source>
        <translation>已连接 socket</translation>
    </message>
    <message>
        <source>Connected, HTTP tunnel</source>
        <translation>已连接 HTTP 通道</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Account suspended</source>
        <translation>账号已停用</translation>
    </message>
    <message>
        <source>This computer is not let in</source>
        <translation>本机不被允许登录</translation>
    </message>
    <message>
        <source>Balance {count}</source>
        <translation>余额 {count} 条</translation>
    </message>
    <message>
        <source>{balance} ({time})</source>
        <comment>a balance and when it was told</comment>
        <translation>{balance}（{time}）</translation>
    </message>
    <message>
        <source>{balance} · {runway}</source>
        <comment>a balance, and how long it lasts</comment>
        <translation>{balance} · {runway}</translation>
    </message>
    <message>
        <source>Used {count}</source>
        <translation>已用 {count} 条</translation>
    </message>
    <message>
        <source>Today {sent} sent, {received} received</source>
        <translation>今日 发 {sent} 收 {received}</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting to be sent</source>
        <translation>
            <numerusform>%n 条待发</numerusform>
        </translation>
    </message>
    <message>
        <source>Last fetch {time}</source>
        <translation>上次收取 {time}</translation>
    </message>
    <message numerus="yes">
        <source>Disconnected, next try in %n s</source>
        <translation>
            <numerusform>已断开，%n 秒后重试</numerusform>
        </translation>
    </message>
    <message>
        <source>Disconnected</source>
        <translation>已断开</translation>
    </message>
    <message>
        <source>Account or password refused</source>
        <translation>账号或密码被拒绝</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>未登录</translation>
    </message>
</context>
<context>
    <name>TagChip</name>
    <message>
        <source>Tag %1</source>
        <translation>标签 %1</translation>
    </message>
    <message>
        <source>Delete removes it</source>
        <translation>按 Delete 键移除</translation>
    </message>
</context>
<context>
    <name>TagRow</name>
    <message>
        <source>+ Add</source>
        <translation>＋ 添加</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>新标签</translation>
    </message>
</context>
<context>
    <name>ThreadDesk</name>
    <message>
        <source>%1 was copied.</source>
        <translation>已复制 %1。</translation>
    </message>
    <message>
        <source>Nobody else is waiting.</source>
        <translation>没有其他人在等。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) copied, with time and sender.</source>
        <translation>
            <numerusform>已复制 %n 条消息，含时间和发送方。</numerusform>
        </translation>
    </message>
    <message>
        <source>It is being sent again already, from the message box.</source>
        <translation>这条消息已放入输入框，正在等待重发。</translation>
    </message>
</context>
<context>
    <name>ThreadHeader</name>
    <message>
        <source>Find in this conversation</source>
        <translation>在此会话中查找</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>稍后提醒</translation>
    </message>
    <message>
        <source>Contact card</source>
        <translation>客户名片</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>waiting %1</source>
        <translation>已等 %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Prefix: China Mobile</source>
        <translation>号段：移动</translation>
    </message>
    <message>
        <source>Prefix: China Unicom</source>
        <translation>号段：联通</translation>
    </message>
    <message>
        <source>Prefix: PHS</source>
        <translation>号段：小灵通</translation>
    </message>
    <message>
        <source>Prefix not in the carriers&apos; table</source>
        <translation>号段未收录</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Remind in 10 minutes</source>
        <translation>10 分钟后再提醒</translation>
    </message>
    <message>
        <source>Open the first</source>
        <translation>打开最早一位</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>ToolRow</name>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send to {number}</source>
        <translation>发送给 {number}</translation>
    </message>
    <message>
        <source>To {number}</source>
        <comment>short send button</comment>
        <translation>发给 {number}</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>[%1] %2: %3</source>
        <comment>time, who wrote, text</comment>
        <translation>[%1] %2：%3</translation>
    </message>
</context>
<context>
    <name>TrayDesk</name>
    <message>
        <source>Open MWDesk</source>
        <translation>打开 MWDesk</translation>
    </message>
    <message>
        <source>MWDesk: %1 unread, %2 waiting</source>
        <translation>MWDesk：%1 个未读，%2 人等待</translation>
    </message>
</context>
<context>
    <name>TroublePage</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>结果不明</translation>
    </message>
    <message>
        <source>No report</source>
        <translation>无回执</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Failed and unknown</source>
        <translation>失败与不明</translation>
    </message>
    <message numerus="yes">
        <source>No report: last %n days</source>
        <translation>
            <numerusform>无回执：最近 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing failed</source>
        <translation>没有失败的消息</translation>
    </message>
    <message>
        <source>Messages that were not delivered will appear here</source>
        <translation>没有送达的消息会出现在这里</translation>
    </message>
</context>
<context>
    <name>TroubleView</name>
    <message>
        <source>Failed and unknown messages</source>
        <translation>失败与不明的消息</translation>
    </message>
    <message>
        <source>Open the conversation</source>
        <translation>打开会话</translation>
    </message>
</context>
<context>
    <name>UndoStrip</name>
    <message>
        <source>Undo</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>Goes to {number} in {seconds} s: “{text}”</source>
        <comment>a message that can still be taken back</comment>
        <translation>{seconds} 秒后发送给 {number}：“{text}”</translation>
    </message>
    <message>
        <source>{number} in {seconds} s</source>
        <comment>a message that can still be taken back</comment>
        <translation>{seconds} 秒后：{number}</translation>
    </message>
</context>
<context>
    <name>UnlockDialog</name>
    <message>
        <source>MWDesk: messages on this computer</source>
        <translation>MWDesk：本机的短信数据</translation>
    </message>
    <message>
        <source>Pass-phrase or recovery key</source>
        <translation>口令或恢复密钥</translation>
    </message>
    <message>
        <source>Protection</source>
        <translation>保护</translation>
    </message>
    <message>
        <source>With a pass-phrase</source>
        <translation>用口令加密</translation>
    </message>
    <message>
        <source>Without encryption</source>
        <translation>不加密</translation>
    </message>
    <message>
        <source>Whoever gets at this computer&apos;s disk can read every number and every message: another user, a thief, a repair shop. It can be changed at any time under Data and backups.</source>
        <translation>能接触本机硬盘的人都能看到每个号码和每条消息，例如其他用户、窃贼、维修人员。随时可在“数据与备份”中更改。</translation>
    </message>
    <message>
        <source>Pass-phrase or recovery key of this backup</source>
        <translation>此备份的口令或恢复密钥</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>This does not open the messages. Nothing was changed.</source>
        <translation>打不开消息。没有改动任何内容。</translation>
    </message>
    <message>
        <source>The messages on this computer are locked</source>
        <translation>本机的短信数据已加锁</translation>
    </message>
    <message>
        <source>This computer&apos;s password store does not have their key. Type the pass-phrase or the recovery key you wrote down. Nothing is lost, and nothing is changed meanwhile.</source>
        <translation>本机密码库里没有对应的密钥。请输入口令，或抄下的恢复密钥。消息没有丢失，这期间也不会被改动。</translation>
    </message>
    <message>
        <source>How are the messages on this computer to be protected?</source>
        <translation>本机的短信数据如何保护？</translation>
    </message>
    <message>
        <source>There is no password store here that could keep a key. Choose a pass-phrase, which is asked for at each start, or keep the messages readable.</source>
        <translation>本机没有可存放密钥的密码库。请设一个每次启动时询问的口令，或者以明文保存。</translation>
    </message>
    <message>
        <source>It may be MWDesk of another user, a backup program or a virus scanner. Nothing was changed.</source>
        <translation>可能是其他用户的 MWDesk、备份程序或杀毒软件。没有改动任何内容。</translation>
    </message>
    <message>
        <source>Close it and try again.</source>
        <translation>请关闭后重试。</translation>
    </message>
    <message>
        <source>Without room no message can be received. Make room, then try again.</source>
        <translation>没有空间就收不了消息。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>Folder: {path}</source>
        <translation>文件夹：{path}</translation>
    </message>
    <message>
        <source>This does not open the backup. Nothing was changed.</source>
        <translation>打不开此备份。没有改动任何内容。</translation>
    </message>
    <message>
        <source>This backup cannot be used</source>
        <translation>此备份无法使用</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>恢复备份…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Start without encryption</source>
        <translation>不加密，开始使用</translation>
    </message>
    <message>
        <source>Encrypt and start</source>
        <translation>加密并开始</translation>
    </message>
    <message>
        <source>Restore this backup</source>
        <translation>恢复此备份</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>There is no backup that can be read in this folder. Choose a file, if there is one.</source>
        <translation>此文件夹里没有可读的备份。如果别处有，请选择文件。</translation>
    </message>
    <message>
        <source>The file there is now is kept in the folder of the backups.</source>
        <translation>现有文件会保留在备份文件夹里。</translation>
    </message>
    <message>
        <source>Messages after {moment} are not in it. The file there is now is kept in the folder of the backups.</source>
        <translation>{moment} 之后的消息不在其中。现有文件会保留在备份文件夹里。</translation>
    </message>
</context>
<context>
    <name>UsagePage</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>返回 (Esc)</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>用量</translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余额</translation>
    </message>
    <message>
        <source>Lasts about</source>
        <translation>约可用</translation>
    </message>
    <message>
        <source>Used today</source>
        <translation>今天已用</translation>
    </message>
    <message>
        <source>Used this month</source>
        <translation>本月已用</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Today by the hour</source>
        <translation>今天每小时</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>the first and the last day</comment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>messages</source>
        <comment>unit behind a figure</comment>
        <translation>条</translation>
    </message>
    <message>
        <source>The gateway has not told it yet</source>
        <translation>平台还没有告知</translation>
    </message>
    <message>
        <source>As told at %1</source>
        <translation>平台 %1 告知</translation>
    </message>
    <message>
        <source>Too little is known of the use so far</source>
        <translation>用量数据还太少</translation>
    </message>
    <message>
        <source>days</source>
        <comment>unit behind a figure</comment>
        <translation>天</translation>
    </message>
    <message>
        <source>At the pace of the last hours</source>
        <translation>按最近几小时的用量</translation>
    </message>
    <message>
        <source>About %1 a day over the last %2 days</source>
        <translation>前 %2 天平均每天约 %1 条</translation>
    </message>
    <message>
        <source>As the gateway counts</source>
        <translation>按平台计数</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>day and time</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Counted since %1</source>
        <translation>开始计数：%1</translation>
    </message>
    <message>
        <source>%1 sent, %2 received in all</source>
        <translation>合计 发 %1 收 %2</translation>
    </message>
    <message>
        <source>No reply of these days has a report yet.</source>
        <translation>这段时间发出的消息还没有回执。</translation>
    </message>
    <message>
        <source>Delivered: %1 % of what has a report. Failed %2, unknown %3, no report yet %4.</source>
        <translation>送达率 %1 %（按已有回执）。失败 %2，不明 %3，尚无回执 %4。</translation>
    </message>
</context>
<context>
    <name>WholeTextDialog</name>
    <message>
        <source>The whole text, %1 characters</source>
        <translation>全文，共 %1 字</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>复制全文</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>Waiting to send</source>
        <translation>待发</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>已提交</translation>
    </message>
    <message>
        <source>Deferred</source>
        <translation>暂缓</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>结果不明</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>No report</source>
        <translation>无回执</translation>
    </message>
    <message>
        <source>Edit and resend</source>
        <translation>编辑后重发</translation>
    </message>
    <message>
        <source>Resend</source>
        <translation>重发</translation>
    </message>
    <message>
        <source>Resend...</source>
        <translation>重发…</translation>
    </message>
    <message>
        <source>Mark as sent</source>
        <translation>标为已发出</translation>
    </message>
    <message>
        <source>Cancel sending</source>
        <translation>取消发送</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>不再处理</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Goes out by itself once connected again</source>
        <translation>恢复连接后自动发出</translation>
    </message>
    <message>
        <source>Refused: %1 (%2)</source>
        <translation>平台拒收：%1（%2）</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>平台拒收：%1</translation>
    </message>
    <message>
        <source>Not delivered: no reason was given</source>
        <translation>未送达：没有说明原因</translation>
    </message>
    <message>
        <source>Not sent: text or number cannot go by SMS</source>
        <translation>未发送：内容或号码无法用短信发送</translation>
    </message>
    <message>
        <source>Delivered to the phone</source>
        <translation>已送达手机</translation>
    </message>
    <message>
        <source>Not delivered: the phone could not be reached</source>
        <translation>未送达：手机无法接通</translation>
    </message>
    <message>
        <source>Not delivered: the phone was off or out of coverage until the message expired</source>
        <translation>未送达：对方关机或不在服务区，超过有效期</translation>
    </message>
    <message>
        <source>Not delivered: the carrier rejected the message</source>
        <translation>未送达：运营商拒绝了该短信</translation>
    </message>
    <message>
        <source>Not delivered: the carrier deleted the message</source>
        <translation>未送达：运营商删除了该短信</translation>
    </message>
    <message>
        <source>Not delivered: the carrier does not know why</source>
        <translation>未送达：运营商未能说明原因</translation>
    </message>
    <message>
        <source>Not delivered: the phone&apos;s network refused it (code %1)</source>
        <translation>未送达：手机所在网络拒绝（代码 %1）</translation>
    </message>
    <message>
        <source>Not delivered: the carrier gave the code %1</source>
        <translation>未送达：运营商返回代码 %1</translation>
    </message>
    <message>
        <source>Outcome unknown: %1</source>
        <translation>结果不明：%1</translation>
    </message>
    <message>
        <source>Outcome unknown: the gateway&apos;s answer was lost</source>
        <translation>结果不明：没有收到网关的答复</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 时</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <comment>date pattern of Qt for the pill, without the year</comment>
        <translation>M月d日 dddd</translation>
    </message>
    <message>
        <source>ddd d MMM yyyy</source>
        <comment>date pattern of Qt for the pill, with the year</comment>
        <translation>yyyy年M月d日 dddd</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>date pill: today, date</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>two sentences in a row</comment>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>This cannot be sent as it is</source>
        <translation>内容无法按原样发送</translation>
    </message>
    <message>
        <source>Nothing went out. Change it and send again.</source>
        <translation>没有发出。请修改后重发。</translation>
    </message>
    <message>
        <source>Something that must be filled in is empty</source>
        <translation>必填的内容没有填</translation>
    </message>
    <message>
        <source>Nothing went out. Fill it in and try again.</source>
        <translation>什么都没有发出。请填好再试。</translation>
    </message>
    <message>
        <source>Something is longer than the gateway takes</source>
        <translation>有内容超过了网关允许的长度</translation>
    </message>
    <message>
        <source>Nothing went out. Shorten it and try again.</source>
        <translation>什么都没有发出。请缩短后再试。</translation>
    </message>
    <message>
        <source>A character cannot be carried to the gateway</source>
        <translation>有字符无法传给网关</translation>
    </message>
    <message>
        <source>Nothing went out. Take the character out and try again.</source>
        <translation>什么都没有发出。请去掉该字符再试。</translation>
    </message>
    <message>
        <source>The gateway answered something that cannot be understood</source>
        <translation>无法理解网关的答复</translation>
    </message>
    <message>
        <source>The connection was closed to be safe. Try again; if it stays, copy the diagnosis and report it.</source>
        <translation>为安全起见已断开连接。请重试；仍不行请复制诊断并反馈。</translation>
    </message>
    <message>
        <source>The gateway&apos;s name was not found</source>
        <translation>找不到网关的域名</translation>
    </message>
    <message>
        <source>There is no way to the gateway. Check the network and the gateway&apos;s address, then try again.</source>
        <translation>暂时连不上网关。请检查网络和网关地址后重试。</translation>
    </message>
    <message>
        <source>No connection to the gateway</source>
        <translation>无法连接网关</translation>
    </message>
    <message>
        <source>Nothing answers at its address. Check network, firewall, address and port, then try again.</source>
        <translation>该地址没有应答。请检查网络、防火墙、地址和端口后重试。</translation>
    </message>
    <message>
        <source>This computer cannot make a connection</source>
        <translation>本机无法建立连接</translation>
    </message>
    <message>
        <source>It has run out of memory or network handles. Close other programs, or restart the computer.</source>
        <translation>内存或网络句柄已用尽。请关闭其他程序，或重启电脑。</translation>
    </message>
    <message>
        <source>No proxy of this kind answers</source>
        <translation>没有这种代理在应答</translation>
    </message>
    <message>
        <source>The gateway was not even tried. Check the proxy&apos;s kind, address and port; your network&apos;s administrator knows them.</source>
        <translation>还没有连到网关。请核对代理的种类、地址和端口，可向网络管理员询问。</translation>
    </message>
    <message>
        <source>The proxy does not let us through</source>
        <translation>代理不放行</translation>
    </message>
    <message>
        <source>Its user name or password is wrong, or its rules forbid the gateway. Check both, then ask your network&apos;s administrator to allow the gateway&apos;s address and port.</source>
        <translation>代理的用户名或密码不对，或其规则不允许连接网关。请核对后再请网络管理员放行网关的地址和端口。</translation>
    </message>
    <message>
        <source>The proxy answers but does not reach the gateway</source>
        <translation>代理有应答，但连不到网关</translation>
    </message>
    <message>
        <source>The way to the proxy is fine. Check the gateway&apos;s address and port; if they are right, ask your network&apos;s administrator.</source>
        <translation>到代理的路没有问题。请核对网关的地址和端口；若无误，请联系网络管理员。</translation>
    </message>
    <message>
        <source>No encrypted connection came about</source>
        <translation>没有建立加密连接</translation>
    </message>
    <message>
        <source>What answers there does not speak TLS, or its certificate is not for this address, so no password was sent. Ask the platform&apos;s support whether this port is encrypted.</source>
        <translation>对方不支持 TLS，或证书与此地址不符，因此没有发出密码。请向平台客服确认此端口是否加密。</translation>
    </message>
    <message>
        <source>The HTTP gateway answered with an error page</source>
        <translation>HTTP 网关返回了错误页面</translation>
    </message>
    <message>
        <source>A web server answers there, but not as a gateway. Check address and port; if they are right, try again later.</source>
        <translation>那里有网页服务器应答，但不是网关。请核对地址和端口；若无误，请稍后再试。</translation>
    </message>
    <message>
        <source>Connected, but nothing greets there</source>
        <translation>已连上，但对方没有问候</translation>
    </message>
    <message>
        <source>Address or port belong to something else, or a firewall swallows what the gateway says. Check both; where only web pages are allowed, use the HTTP tunnel.</source>
        <translation>地址或端口属于别的服务，或防火墙拦下了网关的话。请核对二者；只允许上网页的网络请用 HTTP 通道。</translation>
    </message>
    <message>
        <source>The gateway did not answer the sign-in</source>
        <translation>网关没有回答登录</translation>
    </message>
    <message>
        <source>Whether the password is right is not known. Try again; if it stays, ask the platform&apos;s support.</source>
        <translation>密码对不对还不知道。请再试一次；若仍如此，请联系平台客服。</translation>
    </message>
    <message>
        <source>Connected, but no gateway answers there</source>
        <translation>已连通，但对方不是网关</translation>
    </message>
    <message>
        <source>Address or port belong to something else, or the gateway is out of order. Check both, then try again.</source>
        <translation>地址或端口属于别的服务，或网关有故障。请核对后重试。</translation>
    </message>
    <message>
        <source>The gateway did not answer in time</source>
        <translation>网关没有及时答复</translation>
    </message>
    <message>
        <source>Nobody knows whether it took effect. Check before you repeat it: it could happen twice.</source>
        <translation>不知道是否已生效。重做之前请先核对，以免重复。</translation>
    </message>
    <message>
        <source>The connection to the gateway was lost</source>
        <translation>与网关的连接已断开</translation>
    </message>
    <message>
        <source>Nobody knows whether what was under way took effect. Check before you repeat it.</source>
        <translation>不知道进行中的操作是否已生效。重做之前请先核对。</translation>
    </message>
    <message>
        <source>There is no connection to the gateway</source>
        <translation>没有连接到网关</translation>
    </message>
    <message>
        <source>Nothing was sent. Try again once it is back.</source>
        <translation>没有发出。请在恢复连接后重试。</translation>
    </message>
    <message>
        <source>The connection to the gateway failed</source>
        <translation>与网关的连接失败</translation>
    </message>
    <message>
        <source>There is no way to the gateway. Check the network, then try again.</source>
        <translation>暂时连不上网关。请检查网络后重试。</translation>
    </message>
    <message>
        <source>The conversation with the gateway broke its rules</source>
        <translation>与网关的通信不合规则</translation>
    </message>
    <message>
        <source>The messages were written by a newer MWDesk</source>
        <translation>短信数据由更新版本的 MWDesk 写入</translation>
    </message>
    <message>
        <source>This version leaves them alone so as not to damage them. Update MWDesk and start it.</source>
        <translation>为避免损坏，此版本不会改动它们。请更新 MWDesk 后再启动。</translation>
    </message>
    <message>
        <source>The messages on this computer are locked with another key</source>
        <translation>本机的短信数据用另一把密钥加密</translation>
    </message>
    <message>
        <source>Nothing was changed. Bring back the key in this computer&apos;s password store, or restore a backup.</source>
        <translation>没有改动任何数据。请恢复系统凭据库中的密钥，或恢复备份。</translation>
    </message>
    <message>
        <source>The key of the messages on this computer is missing</source>
        <translation>缺少本机短信数据的密钥</translation>
    </message>
    <message>
        <source>Nothing was changed. Type the pass-phrase or the recovery key, or restore a backup.</source>
        <translation>没有改动任何内容。请输入口令或恢复密钥，或者恢复备份。</translation>
    </message>
    <message>
        <source>There is nothing yet to protect the messages on this computer with</source>
        <translation>还没有保护本机短信数据的办法</translation>
    </message>
    <message>
        <source>Nothing was stored. Choose a pass-phrase, or keep the messages readable.</source>
        <translation>尚未存储任何内容。请设口令，或者以明文保存。</translation>
    </message>
    <message>
        <source>The messages on this computer are damaged</source>
        <translation>本机的短信数据已损坏</translation>
    </message>
    <message>
        <source>Not all of them can be read. Restore a backup.</source>
        <translation>有一部分无法读取。请恢复备份。</translation>
    </message>
    <message>
        <source>This file is no backup of MWDesk, or a damaged one</source>
        <translation>这个文件不是 MWDesk 的备份，或已损坏</translation>
    </message>
    <message>
        <source>Your messages are as they were. Choose another file.</source>
        <translation>您的短信没有变化。请另选一个文件。</translation>
    </message>
    <message>
        <source>The messages on this computer may not be written</source>
        <translation>本机的短信数据不允许写入</translation>
    </message>
    <message>
        <source>Nothing new can be stored. Check the rights of their folder, then try again.</source>
        <translation>新的内容无法保存。请检查数据文件夹的权限后重试。</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>What was done last was not saved. Make room, then try again.</source>
        <translation>最近的操作没有保存。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>Another program holds the messages on this computer</source>
        <translation>本机的短信数据正被其他程序占用</translation>
    </message>
    <message>
        <source>Nothing was changed. Close the other program, then try again.</source>
        <translation>没有改动任何数据。请关闭该程序后重试。</translation>
    </message>
    <message>
        <source>The messages on this computer cannot be read or written</source>
        <translation>本机的短信数据无法读写</translation>
    </message>
    <message>
        <source>What was done last may not be saved. Check that the disk has room and can be written to, then try again.</source>
        <translation>最近的操作可能没有保存。请检查磁盘空间和写入权限后重试。</translation>
    </message>
    <message>
        <source>The disk has no room for the file</source>
        <translation>硬盘空间不足，放不下文件</translation>
    </message>
    <message>
        <source>What was there before is unchanged. Make room, or choose another disk.</source>
        <translation>原有文件没有改动。请腾出空间，或换一个硬盘。</translation>
    </message>
    <message>
        <source>The file may not be written there</source>
        <translation>无权写入该位置</translation>
    </message>
    <message>
        <source>What was there before is unchanged. Close the program that has it open, or choose another folder.</source>
        <translation>原有文件没有改动。请关闭正打开它的程序，或另选文件夹。</translation>
    </message>
    <message>
        <source>The file could not be written</source>
        <translation>文件无法写入</translation>
    </message>
    <message>
        <source>What was there before is unchanged. Check the folder, or choose another one.</source>
        <translation>原有文件没有改动。请检查文件夹，或另选一个。</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>文件读不出来</translation>
    </message>
    <message>
        <source>Nothing was changed. Close the program that has it open, or see whether it is still there.</source>
        <translation>什么都没有改动。请关闭正在打开它的程序，或看看文件是否还在。</translation>
    </message>
    <message>
        <source>The file is too big to be imported in one go</source>
        <translation>文件太大，无法一次导入</translation>
    </message>
    <message>
        <source>Nothing was changed. Split it into files of at most 200,000 rows and 20 MB, one after another.</source>
        <translation>什么都没有改动。请拆成每个不超过 20 万行、20 MB 的文件，逐个导入。</translation>
    </message>
    <message>
        <source>The file is no table that can be read here</source>
        <translation>这个文件不是能读取的表格</translation>
    </message>
    <message>
        <source>Nothing was changed. It may be damaged, have a password, or come from an old Excel (.xls). Save it as xlsx or CSV without a password, then choose it again.</source>
        <translation>什么都没有改动。文件可能已损坏、设有密码，或是旧版 Excel（.xls）的格式。请去掉密码，另存为 xlsx 或 CSV，再重新选择。</translation>
    </message>
    <message>
        <source>No column of the file holds phone numbers</source>
        <translation>文件里没有一列是手机号</translation>
    </message>
    <message>
        <source>Nothing was changed. Put the numbers in one column and the names in another, then choose it again.</source>
        <translation>什么都没有改动。请把手机号放在一列、姓名放在另一列，再重新选择。</translation>
    </message>
    <message>
        <source>The file cannot be imported</source>
        <translation>文件无法导入</translation>
    </message>
    <message>
        <source>Nothing was changed. Check that it is the right file, and that it opens elsewhere.</source>
        <translation>什么都没有改动。请确认选对了文件，并且文件能用别的程序打开。</translation>
    </message>
    <message>
        <source>The system&apos;s password store is not available</source>
        <translation>系统凭据库不可用</translation>
    </message>
    <message>
        <source>The password is not remembered and will be asked for again. To have it remembered, unlock the store and sign in again.</source>
        <translation>密码没有保存，下次需要重新输入。如需保存，请解锁凭据库后重新登录。</translation>
    </message>
    <message>
        <source>The settings cannot be read or written</source>
        <translation>设置无法读写</translation>
    </message>
    <message>
        <source>What was chosen holds until MWDesk is closed. Check that the disk has room and can be written to, then choose again.</source>
        <translation>所选设置在关闭 MWDesk 前有效。请检查磁盘空间和写入权限后重新选择。</translation>
    </message>
    <message>
        <source>Something unexpected happened</source>
        <translation>发生意外情况</translation>
    </message>
    <message>
        <source>It may not have been carried out. Copy the diagnosis and report it.</source>
        <translation>操作可能没有完成。请复制诊断并反馈。</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>what happened, and the sentences after it</comment>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h %2</source>
        <translation>%1 时 %2 分</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 时</translation>
    </message>
    <message>
        <source>MMM d</source>
        <comment>date pattern of Qt, without the year</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>MMM d, yyyy</source>
        <comment>date pattern of Qt, with the year</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>en_US</source>
        <comment>name of the locale that writes month and weekday</comment>
        <translation>zh_CN</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 条</translation>
    </message>
    <message>
        <source>%1 messages</source>
        <translation>%1 条</translation>
    </message>
    <message>
        <source>1 new message</source>
        <translation>1 条新消息</translation>
    </message>
    <message>
        <source>%1 new messages</source>
        <translation>%1 条新消息</translation>
    </message>
    <message>
        <source>%1 unread</source>
        <translation>未读 %1 条</translation>
    </message>
    <message>
        <source>%1 waiting, longest %2</source>
        <translation>%1 人等待，最久 %2</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已回复</translation>
    </message>
    <message>
        <source>Draft: </source>
        <translation>草稿：</translation>
    </message>
    <message>
        <source>Us</source>
        <translation>我方</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>waiting %1</source>
        <translation>已等 %1</translation>
    </message>
    <message>
        <source>Jump to the newest message (End)</source>
        <translation>跳到最新消息 (End)</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>复制内容</translation>
    </message>
    <message>
        <source>Show all %1 characters</source>
        <translation>显示全部 %1 字</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>label and value</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>写好</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>收到</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>最近变化</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between parts read aloud</comment>
        <translation>，</translation>
    </message>
</context>
</TS>
