# SPDX-License-Identifier: LGPL-2.1-or-later
unit_tests += tests/unit/test-base tests/unit/test-vocabulary
unit_tests += tests/unit/test-json-record tests/unit/test-json-writer tests/unit/test-report-text \
	tests/unit/test-schema tests/unit/test-sink
tests_unit_test_json_record_SOURCES = tests/unit/test-json-record.c tests/unit/sample-case.h
tests_unit_test_report_text_SOURCES = tests/unit/test-report-text.c tests/unit/sample-case.h \
	$(support)
tests_unit_test_schema_SOURCES = tests/unit/test-schema.c tests/unit/sample-case.h
unit_tests += tests/unit/test-bounce-names tests/unit/test-delivery-event tests/unit/test-mail-log tests/unit/test-refused tests/unit/test-refused-texts
tests_unit_test_refused_SOURCES = tests/unit/test-refused.c $(support)
tests_unit_test_refused_texts_SOURCES = tests/unit/test-refused-texts.c $(support)
EXTRA_DIST += tests/refusals/texts.txt
unit_tests += tests/unit/test-authentication-results tests/unit/test-domain \
	tests/unit/test-ip-address tests/unit/test-received-spf tests/unit/test-spam-status
# The whole chain on one text.
support = tests/unit/support.c tests/unit/support.h
unit_tests += tests/unit/test-border-rows tests/unit/test-origin-rows tests/unit/test-trust-rows tests/unit/test-verdict-rows tests/unit/test-weak
tests_unit_test_verdict_rows_SOURCES = tests/unit/test-verdict-rows.c tests/unit/table-rows.h $(support)
tests_unit_test_weak_SOURCES = tests/unit/test-weak.c $(support)
tests_unit_test_origin_rows_SOURCES = tests/unit/test-origin-rows.c tests/unit/rule-text.h tests/unit/table-rows.h
tests_unit_test_border_rows_SOURCES = tests/unit/test-border-rows.c tests/unit/rule-text.h tests/unit/table-rows.h
unit_tests += tests/unit/test-sentence
tests_unit_test_sentence_SOURCES = tests/unit/test-sentence.c $(support)
unit_tests += tests/unit/test-gather-results tests/unit/test-cause tests/unit/test-alignment tests/unit/test-sender
tests_unit_test_gather_results_SOURCES = tests/unit/test-gather-results.c $(support)
tests_unit_test_sender_SOURCES = tests/unit/test-sender.c tests/unit/rule-text.h
tests_unit_test_cause_SOURCES = tests/unit/test-cause.c tests/unit/rule-text.h
tests_unit_test_trust_rows_SOURCES = tests/unit/test-trust-rows.c tests/unit/rule-text.h
unit_tests += tests/unit/test-summary tests/unit/test-trust tests/unit/test-verdict
tests_unit_test_trust_SOURCES = tests/unit/test-trust.c $(support)
tests_unit_test_verdict_SOURCES = tests/unit/test-verdict.c $(support)
unit_tests += tests/unit/test-whole-message tests/unit/test-captions tests/unit/test-refusal-paste tests/unit/test-paste tests/unit/test-paste-pages tests/unit/test-paste-properties
unit_tests += tests/unit/test-paste-blocks tests/unit/test-paste-lines tests/unit/test-paste-values tests/unit/test-paste-words
tests_unit_test_paste_blocks_SOURCES = tests/unit/test-paste-blocks.c tests/unit/paste-rows.h
tests_unit_test_paste_lines_SOURCES = tests/unit/test-paste-lines.c tests/unit/paste-rows.h
tests_unit_test_paste_values_SOURCES = tests/unit/test-paste-values.c tests/unit/paste-rows.h
tests_unit_test_paste_words_SOURCES = tests/unit/test-paste-words.c tests/unit/paste-rows.h
tests_unit_test_captions_SOURCES = tests/unit/test-captions.c $(support)
tests_unit_test_paste_pages_SOURCES = tests/unit/test-paste-pages.c $(support)
unit_tests += tests/unit/test-angle-address tests/unit/test-field-block tests/unit/test-field-names tests/unit/test-tag-list \
	tests/unit/test-date \
	tests/unit/test-received tests/unit/test-dkim-signature tests/unit/test-arc
unit_tests += tests/unit/test-spf-evaluate tests/unit/test-spf-policy tests/unit/test-source-now
unit_tests += tests/unit/test-attached tests/unit/test-body-hash tests/unit/test-document tests/unit/test-outlook
unit_tests += tests/destruction/test-destruction
tests_destruction_test_destruction_SOURCES = tests/destruction/test-destruction.c \
	tests/destruction/damages.c tests/destruction/damages.h $(support)
unit_tests += tests/unit/test-stanza tests/unit/test-condition tests/unit/test-template \
	tests/unit/test-rule-set tests/unit/test-prefilter tests/unit/test-words
tests_unit_test_condition_SOURCES = tests/unit/test-condition.c tests/unit/rule-text.h
unit_tests += tests/unit/test-command
tests_unit_test_command_SOURCES = tests/unit/test-command.c tests/unit/rule-text.h
tests_unit_test_template_SOURCES = tests/unit/test-template.c tests/unit/rule-text.h
tests_unit_test_rule_set_SOURCES = tests/unit/test-rule-set.c tests/unit/rule-text.h
unit_tests += tests/unit/test-rule-rows tests/unit/test-rule-limits tests/unit/test-condition-words
unit_tests += tests/unit/test-condition-range
tests_unit_test_condition_range_SOURCES = tests/unit/test-condition-range.c tests/unit/rule-text.h
tests_unit_test_condition_words_SOURCES = tests/unit/test-condition-words.c tests/unit/rule-text.h
tests_unit_test_rule_limits_SOURCES = tests/unit/test-rule-limits.c tests/unit/rule-text.h
tests_unit_test_rule_rows_SOURCES = tests/unit/test-rule-rows.c tests/unit/rule-text.h
unit_tests += tests/unit/test-language-form
tests_unit_test_language_form_SOURCES = tests/unit/test-language-form.c tests/unit/rule-text.h
tests_unit_test_words_SOURCES = tests/unit/test-words.c tests/unit/rule-text.h
tests_unit_test_summary_SOURCES = tests/unit/test-summary.c $(support)
tests_unit_test_prefilter_SOURCES = tests/unit/test-prefilter.c tests/unit/rule-text.h
unit_tests += tests/unit/test-forgeries
tests_unit_test_forgeries_SOURCES = tests/unit/test-forgeries.c $(support)
unit_tests += tests/unit/test-dkim-verify
EXTRA_DIST += tests/unit/guarded.h tests/unit/sign-dkimpy.py tests/unit/sign-mail-dkim.pl
unit_tests += tests/unit/test-rule-message
tests_unit_test_rule_message_SOURCES = tests/unit/test-rule-message.c tests/unit/rule-text.h

unit_tests += tests/unit/test-rule-check
tests_unit_test_rule_check_SOURCES = tests/unit/test-rule-check.c tests/unit/rule-text.h
unit_tests += tests/unit/test-dmarc-discover
unit_tests += tests/unit/test-setup
tests_unit_test_setup_SOURCES = tests/unit/test-setup.c tests/unit/dns-faults.h
unit_tests += tests/unit/test-pasted-records tests/unit/test-paste-zone tests/unit/test-dns-zone tests/unit/test-dns-lies tests/unit/test-dns-live
tests_unit_test_dns_live_SOURCES = tests/unit/test-dns-live.c tests/unit/dns-faults.h
# The page the test keeps.
EXTRA_DIST += docs/receivers.md
unit_tests += tests/unit/test-receivers
tests_unit_test_receivers_SOURCES = tests/unit/test-receivers.c $(support)
unit_tests += tests/unit/test-mbox tests/unit/test-input tests/unit/test-readers
tests_unit_test_readers_SOURCES = tests/unit/test-readers.c $(support)
unit_tests += tests/unit/test-proof
unit_tests += tests/unit/test-path tests/unit/test-from
tests_unit_test_from_SOURCES = tests/unit/test-from.c $(support)
tests_unit_test_path_SOURCES = tests/unit/test-path.c $(support)
unit_tests += tests/unit/test-parts tests/unit/test-delivery-status tests/unit/test-feedback-report \
	tests/unit/test-loose-bounce tests/unit/test-gather-bounce
tests_unit_test_gather_bounce_SOURCES = tests/unit/test-gather-bounce.c $(support)
unit_tests += tests/unit/test-aggregate-report tests/unit/test-unpack tests/unit/test-tls-report tests/unit/test-xml-repair
unit_tests += tests/unit/test-ses-notification
tests_unit_test_ses_notification_SOURCES = tests/unit/test-ses-notification.c $(support)
unit_tests += tests/unit/test-advice tests/unit/test-remedies tests/unit/test-receipt tests/unit/test-letters tests/unit/test-redact tests/unit/test-reply \
	tests/unit/test-base-table
tests_unit_test_advice_SOURCES = tests/unit/test-advice.c $(support)
tests_unit_test_remedies_SOURCES = tests/unit/test-remedies.c $(support)
tests_unit_test_letters_SOURCES = tests/unit/test-letters.c $(support)
tests_unit_test_receipt_SOURCES = tests/unit/test-receipt.c $(support)
tests_unit_test_redact_SOURCES = tests/unit/test-redact.c $(support)
tests_unit_test_reply_SOURCES = tests/unit/test-reply.c $(support)
tests_unit_test_base_table_SOURCES = tests/unit/test-base-table.c $(support)
unit_tests += tests/unit/test-repair
unit_tests += tests/unit/test-charset
unit_tests += tests/unit/test-guard
tests_unit_test_guard_SOURCES = tests/unit/test-guard.c analyzer/serve/guard.c analyzer/serve/guard.h
unit_tests += tests/unit/test-rule-tables
tests_unit_test_rule_tables_SOURCES = tests/unit/test-rule-tables.c
tests_unit_test_rule_tables_LDADD = libshipped.a $(LDADD)
unit_tests += tests/unit/test-lookalike tests/unit/test-original tests/unit/test-headline \
	tests/unit/test-sentence-bounce tests/unit/test-trust-places tests/unit/test-trust-beside \
	tests/unit/test-verdict-dmarc tests/unit/test-refusal-text tests/unit/test-publish \
	tests/unit/test-pointers tests/unit/test-language
tests_unit_test_language_SOURCES = tests/unit/test-language.c tests/unit/rule-text.h
tests_unit_test_publish_SOURCES = tests/unit/test-publish.c tests/unit/rule-text.h
tests_unit_test_verdict_dmarc_SOURCES = tests/unit/test-verdict-dmarc.c $(support)
tests_unit_test_trust_beside_SOURCES = tests/unit/test-trust-beside.c tests/unit/judge-bench.h tests/unit/rule-text.h
tests_unit_test_trust_places_SOURCES = tests/unit/test-trust-places.c tests/unit/judge-bench.h tests/unit/rule-text.h
tests_unit_test_sentence_bounce_SOURCES = tests/unit/test-sentence-bounce.c $(support)
unit_tests += tests/unit/test-steps
tests_unit_test_steps_SOURCES = tests/unit/test-steps.c $(support)
tests_unit_test_headline_SOURCES = tests/unit/test-headline.c tests/unit/rule-text.h $(support)
tests_unit_test_original_SOURCES = tests/unit/test-original.c $(support)
unit_tests += tests/unit/test-report-find
unit_tests += tests/unit/test-finding-memory tests/unit/test-apply-rows
tests_unit_test_apply_rows_SOURCES = tests/unit/test-apply-rows.c tests/unit/rule-text.h
tests_unit_test_finding_memory_SOURCES = tests/unit/test-finding-memory.c tests/unit/rule-text.h
unit_tests += tests/unit/test-bounce-memory
tests_unit_test_bounce_memory_SOURCES = tests/unit/test-bounce-memory.c tests/unit/rule-text.h
unit_tests += tests/unit/test-light
tests_unit_test_light_SOURCES = tests/unit/test-light.c $(support)
