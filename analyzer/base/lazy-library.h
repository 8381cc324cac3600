/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A library that few inputs need is loaded when the first of them comes. Most of a start is the
 * dynamic linker's work, and two thirds of that were libarchive, libgsf, ldns and libcrypto with
 * what these need in turn. A header of each, e.g. input/archive-library.h, includes the library's
 * own, lists the functions that are called, and lets their names mean members of a table. Before
 * the first call its X_library_load () is to be asked. Without configure's names of the libraries
 * (--disable-lazy-libraries, sanitizers) they are linked as usual, and are there. */
#pragma once
#include <glib.h>
#include <stdbool.h>

#define LAZY_MEMBER(name) __typeof__ (name) *name##_;
#define LAZY_NAME(name) #name,

/* In the header: the table, and bool library_library_load (void), false when the library is not
 * there, or is another one. Threads may call it at the same time. */
#define LAZY_LIBRARY(library, FUNCTIONS)                                             \
  extern struct library##_functions { FUNCTIONS (LAZY_MEMBER) } library##_functions; \
  bool library##_library_load (void);
#define LINKED_LIBRARY(library)                      \
  static inline bool library##_library_load (void) { \
    return true;                                     \
  }

/* In one source file. */
#define LAZY_LIBRARY_DEFINE(library, FUNCTIONS, soname)                     \
  struct library##_functions library##_functions;                           \
  bool library##_library_load (void) {                                      \
    static const char *const names[] = {FUNCTIONS (LAZY_NAME) NULL};        \
    static gsize state;                                                     \
    return lazy_library_load (soname, names, &library##_functions, &state); \
  }

/* `table` has a pointer for each name, in their order; `state` is 0 before the first call. */
bool lazy_library_load (const char *soname, const char *const *names, void *table, gsize *state);
