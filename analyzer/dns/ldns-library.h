/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ldns. */
#pragma once
#include <ldns/ldns.h>

#include "base/lazy-library.h"

#ifdef LAZY_LDNS

/* clang-format off */
#define LDNS_FUNCTIONS(F) \
  F (ldns_dname_cat) \
  F (ldns_dname_compare) \
  F (ldns_dname_new_frm_data) \
  F (ldns_dname_new_frm_str) \
  F (ldns_pkt2wire) \
  F (ldns_pkt_answer) \
  F (ldns_pkt_answerfrom) \
  F (ldns_pkt_free) \
  F (ldns_pkt_get_rcode) \
  F (ldns_pkt_id) \
  F (ldns_pkt_qr) \
  F (ldns_pkt_question) \
  F (ldns_pkt_set_random_id) \
  F (ldns_pkt_tc) \
  F (ldns_rdf2native_int16) \
  F (ldns_rdf2native_sockaddr_storage) \
  F (ldns_rdf_data) \
  F (ldns_rdf_deep_free) \
  F (ldns_rdf_new_frm_str) \
  F (ldns_rdf_size) \
  F (ldns_resolver_deep_free) \
  F (ldns_resolver_nameserver_count) \
  F (ldns_resolver_new) \
  F (ldns_resolver_new_frm_file) \
  F (ldns_resolver_port) \
  F (ldns_resolver_prepare_query_pkt) \
  F (ldns_resolver_push_nameserver) \
  F (ldns_resolver_send_pkt) \
  F (ldns_resolver_set_edns_udp_size) \
  F (ldns_resolver_set_fallback) \
  F (ldns_resolver_set_nameserver_rtt) \
  F (ldns_resolver_set_port) \
  F (ldns_resolver_set_recursive) \
  F (ldns_resolver_set_retrans) \
  F (ldns_resolver_set_retry) \
  F (ldns_resolver_set_timeout) \
  F (ldns_rr_free) \
  F (ldns_rr_get_class) \
  F (ldns_rr_get_type) \
  F (ldns_rr_list_rr) \
  F (ldns_rr_list_rr_count) \
  F (ldns_rr_new_frm_str) \
  F (ldns_rr_new_question_frm_str) \
  F (ldns_rr_owner) \
  F (ldns_rr_rd_count) \
  F (ldns_rr_rdf) \
  F (ldns_rr_ttl) \
  F (ldns_wire2pkt)
/* clang-format on */

LAZY_LIBRARY (ldns, LDNS_FUNCTIONS)

#define ldns_dname_cat ldns_functions.ldns_dname_cat_
#define ldns_dname_compare ldns_functions.ldns_dname_compare_
#define ldns_dname_new_frm_data ldns_functions.ldns_dname_new_frm_data_
#define ldns_dname_new_frm_str ldns_functions.ldns_dname_new_frm_str_
#define ldns_pkt2wire ldns_functions.ldns_pkt2wire_
#define ldns_pkt_answer ldns_functions.ldns_pkt_answer_
#define ldns_pkt_answerfrom ldns_functions.ldns_pkt_answerfrom_
#define ldns_pkt_free ldns_functions.ldns_pkt_free_
#define ldns_pkt_get_rcode ldns_functions.ldns_pkt_get_rcode_
#define ldns_pkt_id ldns_functions.ldns_pkt_id_
#define ldns_pkt_qr ldns_functions.ldns_pkt_qr_
#define ldns_pkt_question ldns_functions.ldns_pkt_question_
#define ldns_pkt_set_random_id ldns_functions.ldns_pkt_set_random_id_
#define ldns_pkt_tc ldns_functions.ldns_pkt_tc_
#define ldns_rdf2native_int16 ldns_functions.ldns_rdf2native_int16_
#define ldns_rdf2native_sockaddr_storage ldns_functions.ldns_rdf2native_sockaddr_storage_
#define ldns_rdf_data ldns_functions.ldns_rdf_data_
#define ldns_rdf_deep_free ldns_functions.ldns_rdf_deep_free_
#define ldns_rdf_new_frm_str ldns_functions.ldns_rdf_new_frm_str_
#define ldns_rdf_size ldns_functions.ldns_rdf_size_
#define ldns_resolver_deep_free ldns_functions.ldns_resolver_deep_free_
#define ldns_resolver_nameserver_count ldns_functions.ldns_resolver_nameserver_count_
#define ldns_resolver_new ldns_functions.ldns_resolver_new_
#define ldns_resolver_new_frm_file ldns_functions.ldns_resolver_new_frm_file_
#define ldns_resolver_port ldns_functions.ldns_resolver_port_
#define ldns_resolver_prepare_query_pkt ldns_functions.ldns_resolver_prepare_query_pkt_
#define ldns_resolver_push_nameserver ldns_functions.ldns_resolver_push_nameserver_
#define ldns_resolver_send_pkt ldns_functions.ldns_resolver_send_pkt_
#define ldns_resolver_set_edns_udp_size ldns_functions.ldns_resolver_set_edns_udp_size_
#define ldns_resolver_set_fallback ldns_functions.ldns_resolver_set_fallback_
#define ldns_resolver_set_nameserver_rtt ldns_functions.ldns_resolver_set_nameserver_rtt_
#define ldns_resolver_set_port ldns_functions.ldns_resolver_set_port_
#define ldns_resolver_set_recursive ldns_functions.ldns_resolver_set_recursive_
#define ldns_resolver_set_retrans ldns_functions.ldns_resolver_set_retrans_
#define ldns_resolver_set_retry ldns_functions.ldns_resolver_set_retry_
#define ldns_resolver_set_timeout ldns_functions.ldns_resolver_set_timeout_
#define ldns_rr_free ldns_functions.ldns_rr_free_
#define ldns_rr_get_class ldns_functions.ldns_rr_get_class_
#define ldns_rr_get_type ldns_functions.ldns_rr_get_type_
#define ldns_rr_list_rr ldns_functions.ldns_rr_list_rr_
#define ldns_rr_list_rr_count ldns_functions.ldns_rr_list_rr_count_
#define ldns_rr_new_frm_str ldns_functions.ldns_rr_new_frm_str_
#define ldns_rr_new_question_frm_str ldns_functions.ldns_rr_new_question_frm_str_
#define ldns_rr_owner ldns_functions.ldns_rr_owner_
#define ldns_rr_rd_count ldns_functions.ldns_rr_rd_count_
#define ldns_rr_rdf ldns_functions.ldns_rr_rdf_
#define ldns_rr_ttl ldns_functions.ldns_rr_ttl_
#define ldns_wire2pkt ldns_functions.ldns_wire2pkt_

#else
LINKED_LIBRARY (ldns)
#endif
