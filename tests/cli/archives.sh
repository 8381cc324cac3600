#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Archives and documents: all mail in them is read, the rest is named, nothing is written.
. "${top_srcdir:-.}/tests/lib.sh"

command -v jq >/dev/null || skip "jq is not there"
command -v python3 >/dev/null || skip "python3 is not there"
"$mailwhy" --version | grep -q 'zip' || skip "built without libarchive"

cd "$scratch" || exit 1
python3 - "$srcdir/samples" <<'END'
import bz2, html, io, lzma, sys, tarfile, zipfile
read = lambda name: open(f'{sys.argv[1]}/{name}', 'rb').read()
one, two = read('dkim-unsigned.eml'), read('gmail-all-pass.eml')
def pack(members, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w', method) as archive:
        for name, data in members: archive.writestr(name, data)
    return file.getvalue()
def save(name, data): open(name, 'wb').write(data)
box = b''.join(b'From a@b.example Mon Nov  9 11:02:10 2026\n' + mail + b'\n' for mail in (one, two))
save('two.zip', pack([('a.eml', one), ('sub/b.eml', two), ('c.pdf', b'%PDF-1.4'), ('../d.eml', one)]))
save('nested.zip', pack([('in.zip', pack([('a.eml', one)]))]))
save('folder.zip', pack([('Mails/', b''), ('Mails/a.eml', one), ('Mails/b.eml', two), ('__MACOSX/Mails/._a.eml', b'\0\5\26\7')]))
save('takeout.zip', pack([('Takeout/Mail/All.mbox', box)]))
deep = pack([('a.eml', one)])
for i in range(8): deep = pack([('in.zip', deep)])
save('deep.zip', deep)
save('nothing.zip', pack([('a.pdf', b'%PDF-1.4')]))
save('cut.zip', pack([('a.eml', one), ('b.eml', two)])[:-1500])
save('bomb.zip', pack([('bomb.eml', b'From: a@b.example\n\n' + bytes(600 << 20)), ('a.eml', one)]))
save('dense.zip', pack([('dense.eml', b'From: a@b.example\n\n' + bytes(16 << 20)), ('a.eml', one)]))
damaged = pack([(f'{i}.eml', one) for i in range(7)] + [('two.eml', two)], zipfile.ZIP_STORED)
save('damaged.zip', damaged.replace(one, one.replace(b'From:', b'Frox:')))
save('many.zip', pack([(f'{i}.eml', b'From: a@b.example\n\n') for i in range(10000)]))
tar = io.BytesIO()
with tarfile.open(fileobj=tar, mode='w') as archive:
    for name, mail in (('a.eml', one), ('b.eml', two)):
        info = tarfile.TarInfo(name); info.size = len(mail); archive.addfile(info, io.BytesIO(mail))
save('t.tar', tar.getvalue()); save('t.tar.xz', lzma.compress(tar.getvalue())); save('a.eml.bz2', bz2.compress(one))
mail, folder = tarfile.TarInfo('a.eml'), tarfile.TarInfo('folder'); mail.size = len(one); folder.type = tarfile.DIRTYPE
mail = mail.tobuf() + one + bytes(-len(one) % 512)
save('most.tar', mail + folder.tobuf() * 65534 + mail + folder.tobuf() + mail + bytes(1024))
head = one.split(b'\n\n')[0].decode().split('\n')
word = ''.join('<w:p><w:r><w:t>' + html.escape(line).replace('\t', '</w:t><w:tab/><w:t>') + '</w:t></w:r></w:p>' for line in head)
save('a.docx', pack([('[Content_Types].xml', '<T/>'), ('word/document.xml', '<w:document>' + word + '</w:document>')]))
entities = '<!ENTITY a0 "aaaaaaaa">' + ''.join(f'<!ENTITY a{i + 1} "&a{i};&a{i};">' for i in range(40))
save('bomb.docx', pack([('[Content_Types].xml', '<T/>'), ('word/document.xml', f'<!DOCTYPE x [{entities}]><w:p>&a40;</w:p>')]))
text = ''.join('<text:p>' + html.escape(line).replace('\t', '<text:tab/>') + '</text:p>' for line in head)
save('a.odt', pack([('mimetype', 'application/vnd.oasis.opendocument.text'), ('content.xml', text)], zipfile.ZIP_STORED))
END
ls -R . >before

# said FILE: name and status of each case, then the exit status.
said () {
  "$mailwhy" -f jsonl "$1" >out 2>errors
  status=$?
  jq -r '.source.name + " " + .verdict.status' out | paste -s -d ';' - | tr '\n' ' '
  echo "$status"
}

# expect WANTED FILE TITLE
expect () {
  got=$(said "$2")
  [ "$1" = "$got" ] || printf '# wanted %s\n# got    %s\n' "$1" "$got"
  [ "$1" = "$got" ]
  point "$3"
}

expect 'two.zip: a.eml fail;two.zip: sub/b.eml pass;two.zip: ../d.eml fail 1' two.zip 'all mail in a zip'
grep -q 'c.pdf is not mail' errors
point 'and what is no mail is named'
expect 'folder.zip: Mails/a.eml fail;folder.zip: Mails/b.eml pass 1' folder.zip 'a folder in a zip, as macOS packs it'
expect 'nested.zip: in.zip: a.eml fail 1' nested.zip 'a zip in a zip'
expect ' 2' deep.zip 'to a depth'
expect 'takeout.zip: Takeout/Mail/All.mbox fail;takeout.zip: Takeout/Mail/All.mbox pass 1' takeout.zip 'a mailbox in a zip'
expect 't.tar: a.eml fail;t.tar: b.eml pass 1' t.tar 'tar'
expect 'most.tar: a.eml fail;most.tar: a.eml fail 2' most.tar 'as many members as are read'
grep -c 'holds more files than are read' errors | grep -qx 1
point 'and once that there are more'
expect 't.tar.xz: a.eml fail;t.tar.xz: b.eml pass 1' t.tar.xz 'tar, compressed'
expect 'a.eml.bz2 fail 1' a.eml.bz2 'one mail, compressed'
expect ' 2' nothing.zip 'no mail in it'
expect 'cut.zip: a.eml fail;cut.zip: b.eml unknown 2' cut.zip 'what stands before a damage is answered'
expect 'bomb.zip: bomb.eml unknown;bomb.zip: a.eml fail 2' bomb.zip 'a bomb is named, the rest is read'
expect 'dense.zip: dense.eml unknown;dense.zip: a.eml fail 1' dense.zip 'what packs well is none while it is small'
said damaged.zip | grep -q 'damaged.zip: two.eml pass'
point 'files that are damaged do not keep others from being read'
"$mailwhy" -f jsonl many.zip 2>/dev/null | wc -l | grep -qx ' *10000'
point 'ten thousand members'
expect 'a.docx fail 1' a.docx 'a header in a document'
expect 'a.odt fail 1' a.odt 'and in an open one'
expect 'bomb.docx unknown 1' bomb.docx 'entities do not expand'
"$mailwhy" -f json bomb.docx | jq -e '.source.file == "docx" and .findings[0].id == "file-document"' >/dev/null
point 'a document without a header is named'
rm -f out errors
ls -R . >after
sed '/^before$/d;/^after$/d' before >b2 && sed '/^before$/d;/^after$/d' after >a2 && cmp -s a2 b2
point 'nothing is written'
finish
