<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AccountDesk</name>
    <message numerus="yes">
        <source>%n message(s) not sent yet stay here and go out after the next sign-in, from the account then used.</source>
        <translation>
            <numerusform>%n message not sent yet stays here and goes out after the next sign-in, from the account then used.</numerusform>
            <numerusform>%n messages not sent yet stay here and go out after the next sign-in, from the account then used.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CannedPopup</name>
    <message numerus="yes">
        <source>%n fit(s) “{query}”</source>
        <comment>canned replies</comment>
        <translation>
            <numerusform>%n fits “{query}”</numerusform>
            <numerusform>%n fit “{query}”</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CannedRepliesDialog</name>
    <message numerus="yes">
        <source>%n reply(s)</source>
        <comment>canned replies</comment>
        <translation>
            <numerusform>%n reply</numerusform>
            <numerusform>%n replies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more row(s)</source>
        <comment>left out of an import</comment>
        <translation>
            <numerusform>and %n more row</numerusform>
            <numerusform>and %n more rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reply(s) added</source>
        <comment>canned replies</comment>
        <translation>
            <numerusform>%n reply added</numerusform>
            <numerusform>%n replies added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) left out</source>
        <translation>
            <numerusform>%n row left out</numerusform>
            <numerusform>%n rows left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reply(s) written</source>
        <comment>canned replies</comment>
        <translation>
            <numerusform>%n reply written</numerusform>
            <numerusform>%n replies written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n msg</source>
        <comment>counter beside the send button</comment>
        <translation>
            <numerusform>%n msg</numerusform>
            <numerusform>%n msg</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n marked character(s) cannot go by SMS</source>
        <translation>
            <numerusform>%n marked character cannot go by SMS</numerusform>
            <numerusform>%n marked characters cannot go by SMS</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionBanner</name>
    <message numerus="yes">
        <source>%n waiting message(s) are going out.</source>
        <translation>
            <numerusform>%n waiting message is going out.</numerusform>
            <numerusform>%n waiting messages are going out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait and go out after a top-up.</source>
        <translation>
            <numerusform>%n message waits and goes out after a top-up.</numerusform>
            <numerusform>%n messages wait and go out after a top-up.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait and go out by themselves.</source>
        <translation>
            <numerusform>%n message waits and goes out by itself.</numerusform>
            <numerusform>%n messages wait and go out by themselves.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionForm</name>
    <message numerus="yes">
        <source>%n message(s) waiting to be sent will go out from this account.</source>
        <translation>
            <numerusform>%n message waiting to be sent will go out from this account.</numerusform>
            <numerusform>%n messages waiting to be sent will go out from this account.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counter</name>
    <message numerus="yes">
        <source>%n msg</source>
        <comment>counter beside the send button</comment>
        <translation>
            <numerusform>%n msg</numerusform>
            <numerusform>%n msgs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataDesk</name>
    <message numerus="yes">
        <source>%n message(s) or change(s) could not be stored yet and would be lost.</source>
        <translation>
            <numerusform>%n message or change could not be stored yet and would be lost.</numerusform>
            <numerusform>%n messages or changes could not be stored yet and would be lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message numerus="yes">
        <source>%n message(s) here, </source>
        <comment>hits in a conversation</comment>
        <translation>
            <numerusform>%n message here, </numerusform>
            <numerusform>%n messages here, </numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HintRow</name>
    <message numerus="yes">
        <source>%n place(s) still to be filled in: {blank}; then it can be sent</source>
        <translation>
            <numerusform>%n place still to be filled in: {blank}; then it can be sent</numerusform>
            <numerusform>%n places still to be filled in: {blank}; then it can be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %n more place(s)</source>
        <translation>
            <numerusform>; %n more place</numerusform>
            <numerusform>; %n more places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportNamesDialog</name>
    <message numerus="yes">
        <source>%n new name(s)</source>
        <translation>
            <numerusform>%n new name</numerusform>
            <numerusform>%n new names</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) replaced</source>
        <translation>
            <numerusform>%n name replaced</numerusform>
            <numerusform>%n names replaced</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) unchanged</source>
        <translation>
            <numerusform>%n name unchanged</numerusform>
            <numerusform>%n names unchanged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) left out</source>
        <translation>
            <numerusform>%n row left out</numerusform>
            <numerusform>%n rows left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n name(s)</source>
        <translation>
            <numerusform>Import %n name</numerusform>
            <numerusform>Import %n names</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) imported</source>
        <translation>
            <numerusform>%n name imported</numerusform>
            <numerusform>%n names imported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListPane</name>
    <message numerus="yes">
        <source>%n customer(s) answered today</source>
        <translation>
            <numerusform>%n customer answered today</numerusform>
            <numerusform>%n customers answered today</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n message(s) or change(s) are not stored yet.</source>
        <translation>
            <numerusform>%n message or change is not stored yet.</numerusform>
            <numerusform>%n messages or changes are not stored yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message numerus="yes">
        <source>Copy %n message(s)</source>
        <translation>
            <numerusform>Copy %n message</numerusform>
            <numerusform>Copy %n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message numerus="yes">
        <source>%n more note(s)</source>
        <translation>
            <numerusform>%n more note</numerusform>
            <numerusform>%n more notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SplitStrip</name>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send as %n message(s)</source>
        <translation>
            <numerusform>Send as %n message</numerusform>
            <numerusform>Send as %n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%n waiting to be sent</source>
        <translation>
            <numerusform>%n waiting to be sent</numerusform>
            <numerusform>%n waiting to be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disconnected, next try in %n s</source>
        <translation>
            <numerusform>Disconnected, next try in %n s</numerusform>
            <numerusform>Disconnected, next try in %n s</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ThreadDesk</name>
    <message numerus="yes">
        <source>%n message(s) copied, with time and sender.</source>
        <translation>
            <numerusform>%n message copied, with time and sender.</numerusform>
            <numerusform>%n messages copied, with time and sender.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TroublePage</name>
    <message numerus="yes">
        <source>No report: last %n days</source>
        <translation>
            <numerusform>No report: last %n day</numerusform>
            <numerusform>No report: last %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UsagePage</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
</TS>
