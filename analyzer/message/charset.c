/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "message/charset.h"

#include <dlfcn.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/limits.h"

#define NAME_MAX_LEN 40

/* As canonical_name () writes them, in the order of strcmp (). What mail is written in, by the
 * IANA's names and those in use, and the codesets of locales. */
/* clang-format off */
static const char *const allowed[] = {
    "646", "88591", "885915", "885916", "88592", "88599",
    "ansix341968", "armscii8", "ascii",
    "big5", "big5hkscs", "big5tw",
    "cp1133", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp1258", "cp437", "cp737", "cp775", "cp850", "cp852", "cp855", "cp857", "cp858", "cp860",
    "cp861", "cp862", "cp863", "cp864", "cp865", "cp866", "cp869", "cp874", "cp932", "cp936",
    "cp949", "cp950", "csbig5", "cseuckr", "cseucpkdfmtjapanese", "csiso2022jp", "csiso2022kr",
    "cskoi8r", "csshiftjis", "csunicode", "cswindows31j",
    "euccn", "eucjp", "eucjpms", "euckr", "euctw",
    "gb18030", "gb2312", "gb231280", "gbk", "georgianacademy", "georgianps",
    "ibm437", "ibm850", "ibm852", "ibm855", "ibm857", "ibm860", "ibm861", "ibm862", "ibm863",
    "ibm864", "ibm865", "ibm866", "ibm869",
    "iso10646", "iso106461", "iso106461utf8", "iso1064611993", "iso106461ucs2", "iso106461ucs4",
    "iso2022cn", "iso2022jp", "iso2022jp1", "iso2022jp2", "iso2022kr", "iso88591", "iso885910",
    "iso885911", "iso885913", "iso885914", "iso885915", "iso885916", "iso88592", "iso88593",
    "iso88594", "iso88595", "iso88596", "iso88597", "iso88598", "iso88598i", "iso88599",
    "isoceltic", "isoir100", "isoir6",
    "johab",
    "koi8", "koi8r", "koi8ru", "koi8t", "koi8u", "ksc5601", "ksc56011987", "ksc56011989",
    "l1", "latin1", "latin10", "latin2", "latin3", "latin4", "latin5", "latin6", "latin7",
    "latin8", "latin9",
    "mac", "maccyrillic", "macintosh", "macroman", "mscp932", "mskanji",
    "pt154", "ptcp154", "rk1048",
    "shiftjis", "shiftjisx0213", "sjis",
    "tcvn", "tcvn5712", "tcvn57121", "tis620", "tis6200", "tis62025290",
    "ucs2", "ucs2be", "ucs2le", "ucs4", "ucs4be", "ucs4le", "uhc", "unicode", "unicode11utf7",
    "unicode11utf8", "unicodebig", "unicodelittle", "us", "usascii", "utf16", "utf16be", "utf16le",
    "utf32", "utf32be", "utf32le", "utf7", "utf8",
    "viscii",
    "winbaltrim", "windows1250", "windows1251", "windows1252", "windows1253",
    "windows1254", "windows1255", "windows1256", "windows1257", "windows1258", "windows31j",
    "windows874", "windows936", "windows949",
    "xcp1250", "xcp1251", "xcp1252", "xeucjp", "xgbk", "xmaccyrillic", "xmacroman", "xsjis",
    "xxbig5",
};
/* clang-format on */

/* False when it is no name of a charset at all. */
static bool
canonical_name (const char *name, char ret[NAME_MAX_LEN + 1]) {
  gsize n = 0;
  for (; *name; name++) {
    if (*name == '-' || *name == '_' || *name == '.' || *name == ':')
      continue;
    if (!g_ascii_isalnum (*name) || n == NAME_MAX_LEN)
      return false;
    ret[n++] = g_ascii_tolower (*name);
  }
  ret[n] = '\0';
  return n > 0;
}

bool
charset_is_allowed (const char *name) {
  char canonical[NAME_MAX_LEN + 1];
  if (name == NULL || !canonical_name (name, canonical))
    return false;
  for (gsize i = 0; i < G_N_ELEMENTS (allowed); i++)
    if (strcmp (allowed[i], canonical) == 0)
      return true;
  return false;
}

/* ---- before iconv is asked --------------------------------------------------------------------
 */

static _Thread_local char refused[LIMIT_EXCERPT];

void
charset_begin (void) {
  refused[0] = '\0';
}

void
charset_note_refused (Defects *defects) {
  if (refused[0])
    defect_add (defects, "charset-refused", SPAN_NULL,
                "Text in the charset \"%s\" was not converted: it is none that mail is written in.",
                refused);
}

/* What the name has that is no letter may be anything. */
static void
keep_refused (const char *name) {
  gsize n = 0;
  if (refused[0])
    return;
  for (; name[n] && n + 1 < sizeof refused; n++)
    refused[n] = g_ascii_isgraph (name[n]) ? name[n] : '?';
  refused[n] = '\0';
}

typedef iconv_t (*OpenFunc) (const char *to, const char *from);

iconv_t
iconv_open (const char *to, const char *from) {
  static gsize next;
  if (g_once_init_enter (&next))
    g_once_init_leave (&next, (gsize)dlsym (RTLD_NEXT, "iconv_open"));
  const char *wrong = !charset_is_allowed (from) ? from : !charset_is_allowed (to) ? to : NULL;
  if (wrong == NULL && next)
    return ((OpenFunc)next) (to, from);
  if (wrong)
    keep_refused (wrong);
  errno = EINVAL;
  return (iconv_t)-1;
}
