/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/received.h"

#include "base/bytes.h"
#include "syntax/date.h"
#include "syntax/ip-address.h"

#define MAX_TOKENS 48  /* of a field, kept while it is read; a longer one is read twice */
#define MAX_ADDRESS 64 /* bytes of an address in text form, with scheme and zone */

/* --- words ---------------------------------------------------------------------------------- */

typedef enum { TOKEN_WORD, TOKEN_COMMENT, TOKEN_SEMICOLON } TokenKind;

typedef struct {
  TokenKind kind;
  Span text; /* of a comment without the outer parentheses; from a semicolon on, all the rest */
} Token;

typedef struct {
  Span rest;
  bool comment_cut;
} Lexer;

static bool
is_space (char c) {
  return (guchar)c <= ' ' && (is_wsp (c) || c == '\r' || c == '\n');
}

/* There are as many bytes. */
static void
advance (Lexer *lexer, gsize n) {
  lexer->rest = span_of (lexer->rest.data + n, lexer->rest.len - n);
}

/* Bytes that mean something in a word, in a comment, between the words of a comment; the others are
 * passed quickly, being most. */
enum { IN_WORD = 1, IN_COMMENT = 2, BETWEEN_WORDS = 4 };
static const guint8 special[256] = {[' '] = IN_WORD | BETWEEN_WORDS,
                                    ['\t'] = IN_WORD | BETWEEN_WORDS,
                                    ['\r'] = IN_WORD | BETWEEN_WORDS,
                                    ['\n'] = IN_WORD | BETWEEN_WORDS,
                                    [';'] = IN_WORD | BETWEEN_WORDS,
                                    ['"'] = IN_WORD | BETWEEN_WORDS,
                                    ['('] = IN_WORD | IN_COMMENT | BETWEEN_WORDS,
                                    [')'] = IN_COMMENT | BETWEEN_WORDS,
                                    ['\\'] = IN_COMMENT,
                                    [','] = BETWEEN_WORDS,
                                    ['<'] = BETWEEN_WORDS,
                                    ['>'] = BETWEEN_WORDS,
                                    ['\0'] = BETWEEN_WORDS};

/* What may be a special byte: of a word, and of a comment, whose parentheses differ in one bit. */
static guint64
mark_in_word (guint64 eight) {
  return bytes_below (eight, '(' + 1) | bytes_equal (eight, ';');
}

static guint64
mark_in_comment (guint64 eight) {
  return bytes_equal (eight & ~BYTES_EACH (1), '(') | bytes_equal (eight, '\\');
}

/* Where the next special byte of the class is from `at` on, or the end. */
static inline gsize
next_special (Span text, gsize at, guint8 class, guint64 (*mark) (guint64 eight)) {
  while (at + 8 <= text.len) {
    guint64 marks = mark (bytes_load (text.data + at));
    at += marks ? bytes_first (marks) : 8;
    if (marks && special[(guchar)text.data[at]] & class)
      return at;
    at += marks != 0;
  }
  while (at < text.len && !(special[(guchar)text.data[at]] & class))
    at++;
  return at;
}

/* RFC 5322 §3.2.2: length of the comment, its parentheses included; 0 when it does not end. */
static gsize
comment_length (Span text) {
  gsize depth = 0;
  for (gsize i = 0; (i = next_special (text, i, IN_COMMENT, mark_in_comment)) < text.len; i++) {
    char c = text.data[i];
    if (c == '\\')
      i++;
    else if (c == '(')
      depth++;
    else if (c == ')' && --depth == 0)
      return i + 1;
  }
  return 0;
}

/* A comment without end stops before the last ';', so that the date survives. */
static void
read_comment (Lexer *lexer, Token *ret) {
  gsize length = comment_length (lexer->rest);
  bool cut = length == 0;
  if (cut) {
    gssize semicolon = span_last_index (lexer->rest, ';');
    length = semicolon < 0 ? lexer->rest.len : (gsize)semicolon;
    lexer->comment_cut = true;
  }
  *ret = (Token){TOKEN_COMMENT, span_of (lexer->rest.data + 1, length - (cut ? 1 : 2))};
  advance (lexer, length);
}

/* RFC 5322 §3.2.4: index behind the closing quote, or `at + 1` when there is none: no other quote
 * follows then, so that no byte is searched for one twice. */
static gsize
skip_quoted (Span rest, gsize at) {
  for (gsize i = at + 1; i < rest.len; i++) {
    if (rest.data[i] == '\\')
      i++;
    else if (rest.data[i] == '"')
      return i + 1;
  }
  return at + 1;
}

/* A quoted string begins the word or the address in angle brackets; elsewhere a quote is a stray
 * one. */
static void
read_word (Lexer *lexer, Token *ret) {
  Span rest = lexer->rest;
  gsize len = 0;
  while ((len = next_special (rest, len, IN_WORD, mark_in_word)) < rest.len &&
         rest.data[len] == '"') {
    bool quoted = len == 0 || rest.data[len - 1] == '<';
    len = quoted ? skip_quoted (rest, len) : len + 1;
  }
  *ret = (Token){TOKEN_WORD, span_of (rest.data, len)};
  advance (lexer, len);
}

/* False at the end. */
static inline bool
next_token (Lexer *lexer, Token *ret) {
  while (lexer->rest.len > 0 && is_space (lexer->rest.data[0]))
    advance (lexer, 1);
  if (lexer->rest.len == 0)
    return false;
  char first = lexer->rest.data[0];
  if (first == '(')
    read_comment (lexer, ret);
  else if (first != ';')
    read_word (lexer, ret);
  else {
    *ret = (Token){TOKEN_SEMICOLON, lexer->rest};
    advance (lexer, 1);
  }
  return true;
}

/* --- names and addresses -------------------------------------------------------------------- */

typedef enum {
  CLAUSE_NONE,
  CLAUSE_FROM,
  CLAUSE_BY,
  CLAUSE_VIA,
  CLAUSE_WITH,
  CLAUSE_ID,
  CLAUSE_FOR,
} Clause;

typedef struct {
  Arena *arena;
  Received *received;
  Clause clause;
  guint words;    /* of the clause so far */
  guint comments; /* of the clause so far */
  guint seen;     /* bits: clauses met */
  Span literal;   /* an address in brackets in the place of the HELO name */
  bool prose;     /* the from clause is a phrase ("mail pickup service"), not a name */
  bool tls;       /* encryption was named */
} Reader;

/* RFC 5321 §4.1.2 sub-domain, with the '_' of real hosts and RFC 6531 §3.3's UTF-8; what an address
 * is made of as well is marked apart. */
enum { IN_NAME = 1, IN_NUMBER = 2 };
static const guint8 name_char[256] = {['0' ... '9'] = IN_NAME | IN_NUMBER,
                                      ['.'] = IN_NAME | IN_NUMBER,
                                      ['-'] = IN_NAME,
                                      ['_'] = IN_NAME,
                                      ['A' ... 'Z'] = IN_NAME,
                                      ['a' ... 'z'] = IN_NAME,
                                      [0x80 ... 0xff] = IN_NAME};

static bool
is_name_char (char c) {
  return name_char[(guchar)c] != 0;
}

static bool
is_unknown (Span word) {
  return span_equal_nocase (word, SPAN ("unknown")) ||
         span_equal_nocase (word, SPAN ("unverified"));
}

/* A host name, and not the word for having none nor an address. */
static bool
is_name (Span word) {
  guint8 common = IN_NAME | IN_NUMBER;
  for (gsize i = 0; i < word.len; i++) {
    guint8 class = name_char[(guchar)word.data[i]];
    if (class == 0)
      return false;
    common &= class;
  }
  return !(common & IN_NUMBER) && !is_unknown (word);
}

/* "user@host" of RFC 1413, and the trailing dot of a name that was looked up. */
static Span
host_of (Span word) {
  word = span_skip (word, (gsize)(span_last_index (word, '@') + 1));
  if (word.len > 0 && word.data[word.len - 1] == '.')
    word.len--;
  return is_name (word) ? word : SPAN_NULL;
}

/* Most words are names: "[", "IPv6:", a digit of base 16 or ':' begin an address. */
static bool
may_begin_address (char c) {
  return g_ascii_isxdigit (c) || c == ':' || c == '[' || c == 'I' || c == 'i' || (guchar)c <= ' ';
}

/* "192.0.2.1:25", "fe80::1%eth0": without port, without zone. */
static bool
read_address (Span text, Arena *arena, Span *ret) {
  *ret = SPAN_NULL;
  if (text.len == 0 || !may_begin_address (text.data[0]))
    return false;
  if (ip_address_normalize (text, arena, ret))
    return true;
  gssize colon = span_index (text, ':');
  return colon > 0 && colon == span_last_index (text, ':') &&
         ip_address_normalize (span_first (text, (gsize)colon), arena, ret);
}

/* Most words are names or nothing. */
static bool
may_hold_address (Span word) {
  static const guint8 in_address[256] = {['.'] = 1, [':'] = 1};
  return word.len > 2 && bytes_classes (word.data, word.len, in_address);
}

/* Splits "name[192.0.2.1]:25", "[IPv6:2001:db8::1]", "192.0.2.1", "user@192.0.2.1". The user is the
 * client's to choose, brackets and all ("[127.0.0.1]@192.0.2.1"). */
static bool
split_address (Span word, Arena *arena, Span *ret_name, Span *ret_address) {
  gssize open = span_last_index (word, '[');
  if (open >= 0 && open > span_last_index (word, ']') - MAX_ADDRESS &&
      span_last_index (word, '@') < span_last_index (word, ']')) {
    Span inside = span_skip (word, (gsize)open + 1);
    gssize close = span_index (inside, ']');
    *ret_name = span_first (word, (gsize)open);
    return close > 0 && read_address (span_first (inside, (gsize)close), arena, ret_address);
  }
  *ret_name = SPAN_NULL;
  return read_address (span_skip (word, (gsize)(span_last_index (word, '@') + 1)), arena,
                       ret_address);
}

/* --- the client ----------------------------------------------------------------------------- */

static guint64
mark_between_words (guint64 eight) {
  return bytes_below (eight, ',' + 1) | bytes_equal (eight, ';') |
         bytes_equal (eight & ~BYTES_EACH (2), '<');
}

static Span
next_comment_word (Span *rest) {
  gsize start = 0, end;
  while (start < rest->len && special[(guchar)rest->data[start]] & BETWEEN_WORDS)
    start++;
  end = next_special (*rest, start, BETWEEN_WORDS, mark_between_words);
  Span word = span_first (span_skip (*rest, start), end - start);
  *rest = span_skip (*rest, end);
  return word;
}

/* "HELO x" and "EHLO x" of qmail and others: the word that announces the name. */
static bool
announces_helo (Span word) {
  return span_equal_nocase (word, SPAN ("HELO")) || span_equal_nocase (word, SPAN ("EHLO"));
}

/* "helo=x" of Exim. */
static bool
takes_helo (Reader *reader, Span word) {
  if (!span_starts_with_nocase (word, SPAN ("helo=")) &&
      !span_starts_with_nocase (word, SPAN ("ehlo=")))
    return false;
  if (word.len > 5)
    reader->received->helo = span_skip (word, 5);
  return true;
}

/* Sendmail's words for a reverse name that does not resolve back to the address: "may be forged".
 */
static bool
says_forged (Span word, Span rest) {
  return word.len >= 3 && span_starts_with_nocase (rest, SPAN (" be forged")) &&
         span_ends_with_nocase (word, SPAN ("may"));
}

/* A comment that names two clients ("[10.0.0.1] [203.0.113.5]"), or two comments that do: of one of
 * them the client may be the author. */
static void
take_client (Reader *reader, Span name, Span address) {
  Received *received = reader->received;
  if (!span_is_null (received->address) && !span_equal (received->address, address)) {
    received->doubtful = true;
    return;
  }
  received->address = address;
  if (is_unknown (name))
    received->reverse_unknown = true;
  name = host_of (name);
  if (!span_is_null (name))
    received->reverse_name = name;
}

/* The client stands first in its comment, or behind its name: "[192.0.2.1]", "name [192.0.2.1]",
 * "name[192.0.2.1]", "user@192.0.2.1". Behind other words ("Client CN", "Authenticated sender:",
 * "ident=") an address is what somebody said of himself. */
static bool
stands_at_client (Reader *reader, guint n, Span word, Span previous) {
  Span name, address;
  if (n != 1 || word.data[0] != '[')
    return n == 0;
  return is_unknown (previous) || !span_is_null (host_of (previous)) ||
         split_address (previous, reader->arena, &name, &address);
}

/* A comment of the from clause: "(name [192.0.2.1])", "(HELO x)", "([192.0.2.1] helo=x ident=y)",
 * "(user@192.0.2.1)". What follows HELO is the client's, with all its blanks. */
static void
read_client (Reader *reader, Span comment) {
  Span word, previous = SPAN_NULL, name, address;
  bool helo = false;
  for (guint n = 0; (word = next_comment_word (&comment)).len > 0; n++) {
    if (says_forged (word, comment))
      reader->received->reverse_unknown = true;
    if (n == 0 && span_starts_with_nocase (word, SPAN ("envelope-")))
      return;
    if (helo) {
      reader->received->helo = word;
      return;
    }
    if (!takes_helo (reader, word) && stands_at_client (reader, n, word, previous) &&
        may_hold_address (word) && split_address (word, reader->arena, &name, &address))
      take_client (reader, name.len > 0 ? name : previous, address);
    helo = n == 0 && announces_helo (word);
    previous = word;
  }
}

/* "from [192.0.2.1]": in brackets it may be the client's address. A comment that names another
 * outranks it, since then this one was the HELO argument. */
static void
read_from_word (Reader *reader, Span word) {
  Span name, address;
  bool bracketed = span_index (word, '[') >= 0;
  if (bracketed && reader->comments == 0 && split_address (word, reader->arena, &name, &address))
    reader->literal = address;
  else if (reader->words > 0 && reader->comments == 0)
    reader->prose = true;
  if (reader->words == 0)
    reader->received->from = word;
}

/* --- encryption ----------------------------------------------------------------------------- */

/* The version behind "TLS" or "SSL": "1_3", "v1.2". 0 when none stands there. */
static gsize
version_length (Span text) {
  gsize i = 3;
  if (i < text.len && g_ascii_tolower (text.data[i]) == 'v')
    i++;
  if (i >= text.len || !g_ascii_isdigit (text.data[i]))
    return 0;
  while (i < text.len &&
         (g_ascii_isdigit (text.data[i]) || text.data[i] == '.' || text.data[i] == '_'))
    i++;
  return i < text.len && is_name_char (text.data[i]) ? 0 : i;
}

static void
read_tls_at (Reader *reader, Span text) {
  if (!span_starts_with_nocase (text, SPAN ("TLS")) &&
      !span_starts_with_nocase (text, SPAN ("SSL")))
    return;
  gsize len = version_length (text);
  if (len == 0)
    return;
  reader->tls = true;
  if (span_is_null (reader->received->tls_version))
    reader->received->tls_version = span_first (text, len);
}

/* "cipher=NONE" and an empty cipher say that there was none. */
static void
read_cipher_at (Reader *reader, Span text) {
  if (!span_starts_with_nocase (text, SPAN ("cipher=")))
    return;
  Span cipher = span_skip (text, strlen ("cipher="));
  if (cipher.len > 0 && g_ascii_isalnum (cipher.data[0]) &&
      !span_starts_with_nocase (cipher, SPAN ("NONE")))
    reader->tls = true;
}

/* "(TLS)" alone, or what else says so without a version. */
static void
read_words_of_tls (Reader *reader, Span text) {
  static const Span words[] = {SPAN ("using TLS"), SPAN ("STARTTLS"), SPAN ("/TLS/"),
                               SPAN ("TLS_")};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_find_nocase (text, words[i]) >= 0)
      reader->tls = true;
  if (span_equal_nocase (span_trim (text), SPAN ("TLS")))
    reader->tls = true;
}

static bool
is_tls_or_ssl (const char *text) {
  char first = text[0] | 0x20, second = text[1] | 0x20, third = text[2] | 0x20;
  return (first == 't' && second == 'l' && third == 's') ||
         (first == 's' && second == 's' && third == 'l');
}

/* All that is looked for holds "TLS", "SSL" or the '=' of "cipher=", most texts none of them; of
 * the three letters one stands at each third byte. */
static bool
may_name_tls (Span text) {
  static const bool letter[256] = {
      ['T'] = true, ['L'] = true, ['S'] = true, ['t'] = true, ['l'] = true, ['s'] = true};
  if (text.len > 7 && span_index (text, '=') >= 0)
    return true;
  for (gsize i = 2; i < text.len; i += 3) {
    if (!letter[(guchar)text.data[i]])
      continue;
    for (gsize start = i - 2; start <= i && start + 3 <= text.len; start++)
      if (is_tls_or_ssl (text.data + start))
        return true;
  }
  return false;
}

static bool
is_settled (const Reader *reader) {
  return reader->tls && !span_is_null (reader->received->tls_version);
}

/* A comment anywhere, or a word of the with clause. */
static void
read_tls (Reader *reader, Span text) {
  if (is_settled (reader) || !may_name_tls (text))
    return;
  for (gsize i = 0; i < text.len && !is_settled (reader); i++) {
    char c = text.data[i] | 0x20;
    if ((c != 't' && c != 's' && c != 'c') || (i > 0 && g_ascii_isalnum (text.data[i - 1])))
      continue;
    Span here = span_skip (text, i);
    if (c == 'c')
      read_cipher_at (reader, here);
    else
      read_tls_at (reader, here);
  }
  if (!reader->tls)
    read_words_of_tls (reader, text);
}

static bool
is_one_of (Span word, const Span *words, gsize n) {
  for (gsize i = 0; i < n; i++)
    if (span_equal_nocase (word, words[i]))
      return true;
  return false;
}

/* RFC 3848, RFC 6531 §4.3: the protocol types; an S is for encryption. */
static Flag
protocol_tls (Span with) {
  static const Span plain[] = {
      SPAN ("SMTP"),  SPAN ("ESMTP"),    SPAN ("ESMTPA"),    SPAN ("ASMTP"),    SPAN ("LMTP"),
      SPAN ("LMTPA"), SPAN ("UTF8SMTP"), SPAN ("UTF8SMTPA"), SPAN ("UTF8LMTP"), SPAN ("UTF8LMTPA")};
  static const Span secure[] = {SPAN ("SMTPS"),      SPAN ("SMTPSA"),     SPAN ("ESMTPS"),
                                SPAN ("ESMTPSA"),    SPAN ("LMTPS"),      SPAN ("LMTPSA"),
                                SPAN ("UTF8SMTPS"),  SPAN ("UTF8SMTPSA"), SPAN ("UTF8LMTPS"),
                                SPAN ("UTF8LMTPSA"), SPAN ("HTTPS")};
  gsize len = 0;
  while (len < with.len && g_ascii_isalnum (with.data[len]))
    len++;
  Span word = span_first (with, len);
  if (is_one_of (word, secure, G_N_ELEMENTS (secure)))
    return FLAG_TRUE;
  return is_one_of (word, plain, G_N_ELEMENTS (plain)) ? FLAG_FALSE : FLAG_UNKNOWN;
}

/* --- clauses -------------------------------------------------------------------------------- */

/* The length tells most words apart that are none. */
static Clause
clause_of (Span word) {
  switch (word.len) {
  case 2:
    return span_equal_nocase (word, SPAN ("by"))   ? CLAUSE_BY
           : span_equal_nocase (word, SPAN ("id")) ? CLAUSE_ID
                                                   : CLAUSE_NONE;
  case 3:
    return span_equal_nocase (word, SPAN ("for"))   ? CLAUSE_FOR
           : span_equal_nocase (word, SPAN ("via")) ? CLAUSE_VIA
                                                    : CLAUSE_NONE;
  case 4:
    return span_equal_nocase (word, SPAN ("from"))   ? CLAUSE_FROM
           : span_equal_nocase (word, SPAN ("with")) ? CLAUSE_WITH
                                                     : CLAUSE_NONE;
  default:
    return CLAUSE_NONE;
  }
}

/* A clause met again says nothing new: the first stands. */
static bool
begins_clause (Reader *reader, Span word) {
  Clause clause = clause_of (word);
  if (clause == CLAUSE_NONE)
    return false;
  reader->clause = reader->seen & (1u << clause) ? CLAUSE_NONE : clause;
  if (reader->clause == CLAUSE_NONE && (clause == CLAUSE_FROM || clause == CLAUSE_BY))
    reader->received->doubtful = true;
  reader->seen |= 1u << clause;
  reader->words = reader->comments = 0;
  return true;
}

/* RFC 5321 §4.4: For = Path / Mailbox. */
static Span
without_angles (Span word) {
  if (!span_starts_with (word, SPAN ("<")))
    return word;
  word = span_skip (word, 1);
  gssize close = span_last_index (word, '>');
  return close < 0 ? word : span_first (word, (gsize)close);
}

/* Products write phrases here ("Microsoft SMTP Server"): all words up to the first comment. */
static void
read_with_word (Reader *reader, Span word) {
  Received *received = reader->received;
  read_tls (reader, word);
  if (reader->words == 0)
    received->with = word;
  else if (reader->comments == 0)
    received->with = span_between (received->with.data, word.data + word.len);
}

static void
read_clause_word (Reader *reader, Span word) {
  bool first = reader->words == 0;
  if (reader->clause == CLAUSE_FROM)
    read_from_word (reader, word);
  else if (reader->clause == CLAUSE_WITH)
    read_with_word (reader, word);
  else if (reader->clause == CLAUSE_BY && first)
    reader->received->by = word;
  else if (reader->clause == CLAUSE_ID && first)
    reader->received->id = word;
  else if (reader->clause == CLAUSE_FOR && first)
    reader->received->for_ = without_angles (word);
  reader->words++;
}

/* Sendmail and qmail put it before everything else, Postfix behind the name of its own. */
static bool
tells_user (const Reader *reader, Span comment) {
  comment = span_trim (comment);
  if (reader->seen == 0)
    return span_starts_with_nocase (comment, SPAN ("from ")) ||
           span_find_nocase (comment, SPAN ("invoked by uid ")) >= 0;
  return reader->clause == CLAUSE_BY && span_find_nocase (comment, SPAN ("from userid ")) >= 0;
}

/* Before `by` a comment is the client's, even behind "via x": that may be part of its HELO name. */
static void
read_comment_of_clause (Reader *reader, Span comment) {
  bool before_by = reader->seen & 1u << CLAUSE_FROM && !(reader->seen & 1u << CLAUSE_BY);
  if (reader->clause == CLAUSE_FROM || before_by) {
    read_client (reader, comment);
    reader->received->client_told |=
        !span_equal_nocase (span_trim (comment), SPAN ("localhost")) &&
        !span_equal_nocase (span_trim (comment), SPAN ("localhost.localdomain"));
  }
  if (reader->clause == CLAUSE_BY && reader->words == 1 && reader->comments == 0)
    reader->received->software = comment;
  reader->received->by_user |= tells_user (reader, comment);
  read_tls (reader, comment);
  reader->comments++;
}

static void
read_token (Reader *reader, const Token *token) {
  if (token->kind == TOKEN_COMMENT)
    read_comment_of_clause (reader, token->text);
  else if (token->kind == TOKEN_WORD && !begins_clause (reader, token->text))
    read_clause_word (reader, token->text);
}

static void
read_clauses (Reader *reader, Span text) {
  Lexer lexer = {.rest = text};
  for (Token token; next_token (&lexer, &token);)
    read_token (reader, &token);
}

/* --- the whole ------------------------------------------------------------------------------ */

/* Folds in a phrase become one space. */
static Span
collapse (Arena *arena, Span phrase) {
  if (span_index (phrase, '\n') < 0)
    return phrase;
  char *copy = arena_take (arena, phrase.len + 1);
  gsize len = 0;
  for (gsize i = 0; i < phrase.len; i++)
    if (!is_space (phrase.data[i]))
      copy[len++] = phrase.data[i];
    else if (len > 0 && copy[len - 1] != ' ')
      copy[len++] = ' ';
  return span_of (copy, len);
}

/* Where a comment tells the HELO name apart, the from word is the name looked up; else it is the
 * HELO argument. Mail handed over locally has neither. */
static void
settle_names (Reader *reader) {
  Received *received = reader->received;
  received->by_user |= span_starts_with_nocase (received->with, SPAN ("local"));
  /* "from 192.0.2.1 (EHLO x)": with the HELO name told apart, an address in its place is the one
   * the server saw. */
  bool told = !span_is_null (received->helo);
  if (span_is_null (received->address) && told)
    read_address (received->from, reader->arena, &received->address);
  if (span_is_null (received->address) && !span_is_null (reader->literal)) {
    received->address = reader->literal;
    received->doubtful = received->doubtful || (!told && !ip_address_is_public (reader->literal));
  }
  if (!is_name (received->from) || reader->prose ||
      span_equal_nocase (received->with, SPAN ("local")))
    return;
  if (span_is_null (received->helo))
    received->helo = received->from;
  else if (span_is_null (received->reverse_name))
    received->reverse_name = host_of (received->from);
}

static void
settle_tls (Reader *reader) {
  reader->received->tls = reader->tls ? FLAG_TRUE : protocol_tls (reader->received->with);
}

/* The tokens before the last ';', so that the words need not be found twice. */
typedef struct {
  Token tokens[MAX_TOKENS];
  guint n;      /* of all met; those past the end of `tokens` are not kept */
  guint before; /* how many stand before the last ';' */
  gssize at;    /* of the last ';' that is in no comment; -1: none */
  bool cut;     /* a comment had no end */
} Words;

/* RFC 5322 §3.6.7: the date stands behind the last ';' that is in no comment. */
static void
find_words (Span value, Words *ret) {
  Lexer lexer = {.rest = value};
  ret->n = ret->before = 0;
  ret->at = -1;
  Token spare;
  for (;; ret->n++) {
    Token *token = ret->n < MAX_TOKENS ? &ret->tokens[ret->n] : &spare;
    if (!next_token (&lexer, token))
      break;
    if (token->kind != TOKEN_SEMICOLON)
      continue;
    ret->at = token->text.data - value.data;
    ret->before = ret->n;
  }
  ret->cut = lexer.comment_cut;
}

/* Where a comment has no end, what ends it depends on what stands behind. */
static void
read_words (Reader *reader, const Words *words, Span text) {
  if (words->at < 0 || words->cut || words->before > MAX_TOKENS) {
    read_clauses (reader, text);
    return;
  }
  for (guint i = 0; i < words->before; i++)
    read_token (reader, &words->tokens[i]);
}

/* Where a date may begin when no ';' stands before it: a line of its own, or the day before the
 * last ','. */
static gssize
find_loose_date (Span whole, Date *ret) {
  gssize newline = span_last_index (whole, '\n');
  if (newline >= 0 && date_parse (span_skip (whole, (gsize)newline), ret))
    return newline;
  gssize day = span_last_index (whole, ',') - (gssize)strlen ("Mon");
  if (day >= 0 && date_parse (span_skip (whole, (gsize)day), ret))
    return day;
  *ret = (Date){0};
  return -1;
}

/* Returns what stands before the date. */
static Span
read_date (Received *received, Span value, gssize semicolon) {
  if (semicolon >= 0) {
    received->date_text = span_trim (span_skip (value, (gsize)semicolon + 1));
    date_parse (received->date_text, &received->date);
    return span_first (value, (gsize)semicolon);
  }
  Span whole = span_trim (value);
  gssize at = find_loose_date (whole, &received->date);
  received->date_text = received->date.raw;
  return at < 0 ? whole : span_first (whole, (gsize)at);
}

static void
note_defects (const Received *received, Span value, bool comment_cut, Defects *defects) {
  if (comment_cut)
    defect_add (defects, "received-comment-unterminated", value, "a comment has no end");
  if (span_is_empty (received->date_text))
    defect_add (defects, "received-date-missing", value, "no date (RFC 5321 section 4.4)");
  else if (!received->date.set)
    defect_add (defects, "received-date", received->date_text, "what stands behind ';' is no date");
}

bool
received_parse (Span value, Arena *arena, Received *ret, Defects *defects) {
  *ret = (Received){0};
  Reader reader = {.arena = arena, .received = ret};
  Words words;
  find_words (value, &words);
  read_words (&reader, &words, read_date (ret, value, words.at));
  ret->with = collapse (arena, ret->with);
  settle_names (&reader);
  settle_tls (&reader);
  note_defects (ret, value, words.cut, defects);
  return !span_is_null (ret->from) || !span_is_null (ret->by) || ret->date.set;
}
