/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All rules, compiled. Immutable after loading, so every worker shares one. */
#pragma once
#include "engine/rule-source.h"
#include "evidence/gather.h"
#include "engine/template.h"
#include "engine/words.h"

/* RULE_RECEIVER … */
#define KIND(KIND, Struct, name, common) RULE_##KIND,
typedef enum {
#include "engine/kinds.def"
} RuleKind;
#define KIND(KIND, Struct, name, common) +1
enum {
  RULE_KINDS = 0
#include "engine/kinds.def"
};

/* What all kinds have. */
typedef struct Rule Rule;
struct Rule {
  RuleKind kind;
  Span id;
  const char *file;
  guint line;
  guint layer;                    /* index of the source: later ones are read over earlier ones */
  Span text;                      /* the stanza as written */
  Vec examples, counter_examples; /* of StanzaField */
  Vec see;                        /* of Span */
  Vec formerly;                   /* of Span */
  Vec replaces;                   /* of Span: ids of lower layers it takes the place of */
  Vec links; /* of Rule *: those its Instead-Of or Before names, and those they name, to the end */
  guint number; /* its place among the rules of its kind */
};

/* A header field with a name of its writer's choice. */
typedef struct {
  Span name; /* one '*' in it stands for any text, or none */
  GatewayField kind;
} OwnField;

typedef struct {
  Rule rule;
  Span title;              /* for people; the id when not given */
  ConditionNode *known_by; /* NULL: only by its id */
  Span writes;             /* "above", "below", "behind", "end", null */
  Span writes_several;     /* "yes": its results are several fields; null */
  Span return_path;        /* "behind": it puts the Return-Path behind its results; null */
  Vec always_writes;       /* of Span: methods */
  Vec external_hosts;      /* of Span: domains always outside it */
  Vec internal_hosts;      /* of Span: domains of its own besides its organisation */
  Vec inside;              /* of Span: its hosts that take mail from hosts of its own only */
  Vec bare_hosts; /* of Span: beginnings of its hosts' names, where it leaves out the domain */
  Vec own_fields; /* of OwnField */
  Vec copies_by;  /* of Span: its hosts that take in copies of mail it has delivered */
  Vec mailboxes;  /* of Span: domains in which it gives anybody an address: no customer publishes
                     records there */
} Receiver;

typedef struct {
  const FieldInfo *field;
  Fact fact; /* the constant to set, unless `value` is there */
  Template value;
} Assignment;

typedef struct {
  const FieldInfo *field; /* NULL: the group has no name */
} CaptureField;

typedef struct {
  Rule rule;
  Vec receivers;       /* of Span: ids; none: any */
  RecordSet set;       /* the records it reads */
  RecordSet adds;      /* the list it adds a record to for each one it fits, which captures and
                          assignments fill; record NULL: they complete the record read */
  const FieldInfo *in; /* of the record: what Pattern is asked of; NULL without */
  Span own_field;      /* it reads header fields of that name only; null: a list */
  const Pattern *pattern;
  Vec captures;        /* of CaptureField, by group number */
  ConditionNode *when; /* NULL without */
  Vec assignments;     /* of Assignment */
  Vec instead_of;      /* of Span: ids */
} Reading;

typedef struct {
  Rule rule;
  Vec receivers;          /* of Span: ids; none: any */
  Span reply_code;        /* "550"; null: any */
  Span status;            /* "5.7.26"; null: any */
  const Pattern *pattern; /* NULL: reply and receiver say it all */
  Vec captures;           /* of CaptureField: fields of Bounce */
  Span means;             /* category */
  Vec before;             /* of Span: ids of the stanzas it goes before */
  Span alone;             /* "yes": its words are a refusal without a reply beside them; null */
} BounceRule;

typedef struct {
  Span language; /* null: English */
  Template text;
} Text;

/* The finding's words, TEXT_TITLE …; each a Vec of Text, English first. */
#define TEXT(KIND, NAME, name, flags) TEXT_##NAME,
typedef enum {
#include "engine/kinds.def"
} TextKind;
#define TEXT(KIND, NAME, name, flags) +1
enum {
  TEXT_KINDS = 0
#include "engine/kinds.def"
};

typedef struct {
  bool of_sender; /* the sender profile's records, of `type` or all */
  Template name, value;
  Span type;
} RecordTemplate;

#define APPLIES_TO_MESSAGE 1u
#define APPLIES_TO_ORIGINAL 2u
#define APPLIES_TO_BOUNCE 4u
#define APPLIES_TO_SETUP 8u
#define APPLIES_TO_TLS 16u

typedef struct {
  Rule rule;
  Span severity, proof, fix_by;
  Span same_as; /* id under which it is told: another stanza's, with other grounds; null: its own */
  Vec breaks;   /* of Span: fields of the verdict it explains */
  Span repairs; /* what is different once it is repaired: "dkim" verifies for the author's domain,
                   "spf" passes, "alignment" is relaxed, the "record" can be read, "from" names the
                   domain that passed; null: nothing that changes the answer by itself */
  Span first;   /* "yes": its remedy stands before those of others; null else */
  Span last; /* "yes": its remedy stands behind those of others, whatever is left out; null else */
  guint applies_to; /* APPLIES_TO_… */
  bool for_each;
  RecordSet set; /* with for_each */
  ConditionNode *when;
  guint64 words; /* result words `when` asks for, a bit each by their place in fields.def; 0: any */
  Vec texts[TEXT_KINDS];
  Vec records;    /* of RecordTemplate */
  Vec instead_of; /* of Span: ids as written */
} FindingRule;

/* A kind of mail that the platform sends by servers of its own. */
typedef struct {
  Span name;
  Span basis; /* "documented" by the platform, or "assumed" */
  ConditionNode *when;
} SenderStream;

typedef struct {
  Rule rule;
  Span title;
  ConditionNode *known_by;
  ConditionNode *proved_by; /* by what a stranger cannot write; NULL: never */
  Vec records;              /* of RecordTemplate; bare names are fields of sender_profile */
  Vec signing_domains, selectors, return_paths, spf_includes; /* of Span */
  Vec streams;                                                /* of SenderStream */
  Span support;          /* what only the platform can do; null without */
  bool is_default;       /* the one meant where none is named */
  Vec institution_notes; /* of Text: what to put in the place of an unknown {institution} */
} SenderRule;

/* What large receivers ask of bulk senders. Without conditions one message cannot show it. */
typedef struct {
  Rule rule;
  Vec asked_by; /* of Span */
  Vec title, met_text, not_met_text,
      unknown_text;             /* of Text; each empty where it has nothing to say */
  ConditionNode *met, *not_met; /* NULL: never; both true: not met */
} RequirementRule;

/* What a reply says besides the words of its findings: PHRASE_GREETING … */
#define PHRASE(KIND, NAME, name) PHRASE_##NAME,
typedef enum {
#include "engine/kinds.def"
} Phrase;
#define PHRASE(KIND, NAME, name) +1
enum {
  PHRASES = 0
#include "engine/kinds.def"
};

/* Its id is the language: "fr", or "fr-CH" for a variant, which has what differs from "fr" only. */
typedef struct {
  Rule rule;
  Span title;          /* its name in itself */
  Span complete;       /* "yes": a text that it lacks is a fault; null: it is being written */
  Vec no_break_before; /* of Span: signs before which a blank does not break a line */
  Vec no_break_after;  /* of Span: and after which it does not */
  Vec spelling; /* of Span: of a variant, what it writes otherwise, each with what it writes */
  Span phrases[PHRASES];
} LanguageRule;

/* Words of mail programs, in one language, or of people who blank things out. */
typedef struct {
  Rule rule;
  Vec captions;   /* of Span: what a program puts above a mail it quotes, before the colon */
  Vec authors;    /* of Span: those of them that stand for From */
  Vec redactions; /* of Span: what stands for a value that was taken out */
  Span program;   /* which mail program writes the signs */
  Vec signs;      /* of Span: how lines begin that it writes */
  Vec notices;    /* of Span: what mail systems alone say where they tell of a refusal */
} PasteRule;

/* A finding's or requirement's texts, or a sender's Institution, in another language. It belongs to
 * the definition it was read with or over: one that takes that one's place is not what was
 * translated. */
typedef struct {
  Rule rule; /* its id is "finding.fr" */
  Span of;   /* id of the finding, requirement or sender */
  Span language;
  Vec fields; /* of StanzaField: the texts as written; none when they are not asked for */
} TranslationRule;

typedef struct {
  WordCode code;
  Template text;
  guint line;
} WordText;

/* What the program says itself. */
typedef struct {
  Rule rule;
  Span language; /* null: English */
  Vec texts;     /* of WordText */
} WordsRule;

/* A message that examples of its layer, and those of higher ones when it is the lowest, take by its
 * name. */
typedef struct {
  Rule rule;
  Span text;
} MessageRule;

/* Reads the sources, the first being the lowest layer. Always gives a set of what could be used;
 * `errors` has the complaints (files named as the source names them, in the errors' own arena). */
RuleSet *ruleset_load (const RuleSource *const *sources, guint n, RuleErrors *errors);
void ruleset_free (RuleSet *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RuleSet, ruleset_free)

/* Each list in the order of its ids. */
const Vec *ruleset_receivers (const RuleSet *rules); /* of const Receiver * */
const Vec *ruleset_readings (const RuleSet *rules);  /* of const Reading * */
const Vec *ruleset_bounces (const RuleSet *rules);   /* of const BounceRule * */
const Vec *ruleset_findings (const RuleSet *rules);  /* of const FindingRule * */
const Vec *ruleset_senders (const RuleSet *rules);   /* of const SenderRule * */
/* A domain in which a provider gives anybody an address, or one below it. */
bool ruleset_gives_mailboxes (const RuleSet *rules, Span domain);
const Vec *ruleset_requirements (const RuleSet *rules); /* of const RequirementRule * */
const Vec *ruleset_languages (const RuleSet *rules);    /* of const LanguageRule * */
const Vec *ruleset_pastes (const RuleSet *rules);       /* of const PasteRule * */
/* What "fr_CH.UTF-8" or "fr-CH" names: "fr-CH" where it is written, else "fr"; English for "C".
 * NULL for a language that nothing is written in. */
const LanguageRule *ruleset_language (const RuleSet *rules, const char *locale);
/* The words of a language; of English when it is NULL or has none. */
const Words *ruleset_words (const RuleSet *rules, const char *language);
/* The text in that language, else in the one it is a variant of, else in English; NULL when there
 * is none. `texts` are of Text, `language` may be NULL. */
const Template *texts_find (const Vec *texts, const char *language);
/* Whether `rule` silences `other`, or goes before it. Both of one kind. */
bool rule_goes_before (const Rule *rule, const Rule *other);
/* All rules of a kind, of const Rule *. */
const Vec *ruleset_of_kind (const RuleSet *rules, RuleKind kind);
/* What some receiver or reading says a field of that name holds. */
GatewayField ruleset_own_field (const RuleSet *rules, Span name);
/* Letter case aside. */
bool own_field_is (Span pattern, Span name);
/* By id or former id; NULL when there is none. */
const Rule *ruleset_find (const RuleSet *rules, RuleKind kind, Span id);
const PatternTable *ruleset_patterns (const RuleSet *rules);
const char *rule_kind_name (RuleKind kind);

typedef struct {
  Vec rules; /* of const Rule * */
} RuleList;

/* The findings that look at a record of one list (or, for list NULL, at none), for one kind of
 * evidence. */
typedef struct {
  guint applies_to;
  RecordSet set;           /* record NULL: no For-Each */
  const FieldInfo *result; /* the record's result word; NULL without */
  guint n_words;
  Vec by_word; /* of RuleList: n_words + 1 lists of const FindingRule *; the last for any other
                  word, or none */
} FindingBucket;
const Vec *ruleset_buckets (const RuleSet *rules); /* of FindingBucket */

/* The receiver a host belongs to: the one whose Known-By is true with `receiver` standing for the
 * final receiver; `kase` may be NULL. When there are several, the first by id. NULL when none is
 * known. */
const Receiver *ruleset_receiver_known (const RuleSet *rules, RuleWorker *worker, const Case *kase,
                                        const ReceiverRecord *receiver);
/* The same when only the name of the host is known, as it stands in the message. NULL when it is
 * not a host name. */
const Receiver *ruleset_receiver_of_host (const RuleSet *rules, RuleWorker *worker, Span host,
                                          Arena *arena);
