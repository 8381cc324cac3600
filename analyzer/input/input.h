/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is given on the command line, as messages: files, standard input, folders; mailboxes or
 * single messages; compressed or not. */
#pragma once
#include "input/chunk.h"

typedef enum {
  INPUT_AUTO,    /* by content */
  INPUT_MESSAGE, /* one message, whatever it looks like */
  INPUT_PASTE,   /* headers pasted from somewhere */
  INPUT_MBOX,
  INPUT_LOG, /* a mail server's: each line that tells of a delivery is a message of its own */
} InputKind;

/* False when `word` names none. */
bool input_kind_parse (const char *word, InputKind *ret);

typedef struct {
  bool (*chunk) (
      Chunk *chunk,
      gpointer data); /* takes `chunk`, which has a message at least; false stops the reading */
  void (*trouble) (
      const char *text,
      gpointer data); /* one line, names the input, not escaped: what could not be read, and why */
  void (*not_mail) (const char *path, gpointer data); /* a file of a folder that was left out */
  /* Before each file, and behind it; no chunk is of two files then. False: it is known already and
   * is not read. Members of archives are not asked for. NULL: nobody wants to know. */
  bool (*begins) (const char *path, gpointer data);
  bool (*ends) (gpointer data);    /* false stops the reading */
  bool (*stopped) (gpointer data); /* asked when a signal interrupts the reading; may be NULL */
  gpointer data;
} InputHandler;

/* Reads inputs one after the other, with never more than a few chunks of them in memory. */
typedef struct InputReader InputReader;
/* `handler` must outlive it. */
InputReader *input_reader_new (InputKind kind, const InputHandler *handler);
void input_reader_free (InputReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InputReader, input_reader_free)

/* Reads a file, a folder with all mail in it, or ("-") standard input. A file that was named is
 * always read as mail. Of the files in a folder that is not a Maildir, INPUT_AUTO reads those that
 * begin as mail does or are named *.eml. An empty file is one empty message; an empty mailbox is
 * none. LIMIT_MESSAGE bytes of a message are kept, or LIMIT_MAILBOX_MESSAGE in mailboxes and
 * folders. Messages come in order, the last ones with input_reader_finish (). False when the
 * handler stopped it. */
bool input_reader_read (InputReader *reader, const char *path);
/* Hands over what is left. To be called once, at the end. */
bool input_reader_finish (InputReader *reader);
