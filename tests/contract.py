# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""What tls-ladder-cli promises of its JSON: every key, its type, and that the fields cover every byte."""
import re

OUTCOMES = {'established', 'alert', 'alert_likely', 'reset_by_client', 'reset_by_server', 'closed_by_client',
            'closed_by_server', 'no_server_hello', 'one_sided', 'unreadable', 'incomplete'}
ECH_OPENINGS = {'opened', 'other_key', 'no_config', 'unsupported', 'unsound'}
ECH = {'not_offered', 'unknown', 'grease_like', 'rejected', 'accepted'}
STEP_TYPES = {'handshake', 'change_cipher_spec', 'alert', 'application_data', 'heartbeat', 'ack', 'prelude', 'tls12_cid',
              'version_negotiation', 'retry', 'connection_close'}
QUIC_PACKETS = {'initial', '0-rtt', 'handshake', '1-rtt', 'retry', 'version_negotiation'}
FAULTS = {'truncated', 'trailing', 'too_many', 'too_deep', 'invalid'}
HEX = re.compile(r'([0-9a-f]{2})*')
NAME = re.compile(r'[A-Za-z][A-Za-z0-9_-]*( [A-Z]+)*|\[[0-9]+\]')  # in a certificate also 'OCTET STRING', '[0]'
SECOND = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ')
TIME = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z')


class Broken(Exception):
    """The JSON is not as promised: says where."""


def need(condition, where, value=''):
    if not condition:
        raise Broken(f'{where}: {value!r:.200}')


def is_int(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_text(value):
    return isinstance(value, str) and all(ord(c) >= 0x20 and not 0x7f <= ord(c) <= 0x9f for c in value)


def check_keys(value, keys, where, optional=()):
    need(isinstance(value, dict), where, value)
    need(set(keys) <= set(value) <= set(keys) | set(optional), where + ' keys', sorted(set(value) ^ set(keys)))


def check_text(value, where, nullable=False):
    need(is_text(value) or (nullable and value is None), where, value)


def check_named(value, where, nullable=True, largest=0xffff):
    if value is None:
        need(nullable, where, value)
        return
    check_keys(value, ('code', 'name'), where)
    need(is_int(value['code']) and 0 <= value['code'] <= largest, where, value)
    check_text(value['name'], where, nullable=True)


def check_endpoint(value, where):
    check_keys(value, ('address', 'port'), where)
    check_text(value['address'], where)
    need(is_int(value['port']) and 0 <= value['port'] <= 0xffff, where, value)


def check_field(field, begin, end, where, ranges):
    where += '/' + str(field.get('name'))
    check_keys(field, ('name', 'offset', 'length', 'text'), where, ('prefix', 'value', 'fault', 'fields', 'opened'))
    need(isinstance(field['name'], str) and NAME.fullmatch(field['name']), where + ' name', field['name'])
    check_text(field['text'], where + ' text', nullable=True)
    need(field.get('fault') is None or field['fault'] in FAULTS, where + ' fault', field.get('fault'))
    prefix = field.get('prefix', 0)
    need('prefix' not in field or prefix > 0, where + ' prefix', prefix)
    first, last = field['offset'], field['offset'] + field['length']
    need(begin <= first <= last <= end, where + ' bytes', (begin, first, last, end))
    if field.get('fields'):
        need('value' not in field and 'opened' not in field, where + ' value or opened beside children')
        ranges.append((first, first + prefix))
        for child in field['fields']:
            check_field(child, first + prefix, last, where, ranges)
        return
    need('fields' not in field, where + ' empty fields')
    if 'opened' in field:
        check_opened(field['opened'], where + ' opened')
    ranges.append((first, last))
    value = field['value']
    if value is None:  # claimed by the message, and not in the capture
        need(field.get('fault') == 'truncated', where + ' value', value)
        return
    need(is_int(value) or (isinstance(value, str) and HEX.fullmatch(value)), where + ' value', value)
    if isinstance(value, str):
        need(len(value) == 2 * (field['length'] - prefix), where + ' hex', value)
    else:
        need(value < 256 ** field['length'], where + ' number', value)


def check_opened(opened, where):
    """What a field holds, decompressed or decrypted, has bytes of its own, and its fields cover them."""
    check_keys(opened, ('length', 'fields'), where)
    need(is_int(opened['length']) and opened['length'] > 0 and opened['fields'], where, opened)
    ranges = []
    for field in opened['fields']:
        check_field(field, 0, opened['length'], where, ranges)
    check_coverage(ranges, opened['length'], where)


def check_coverage(ranges, length, where):
    at = 0
    for begin, end in ranges:
        need(begin == at, where + f' byte {at} of {length}', (begin, end))
        at = end
    need(at == length, where + f' byte {at} of {length}')


def check_step(step, number, n_packets, with_fields, where):
    keys = ('step', 'from', 'type', 'message', 'sealed', 'decrypted', 'time', 'packets', 'length', 'alert')
    check_keys(step, keys + (('fields',) if with_fields else ()), where,
               ('records', 'truncated', 'text', 'retransmission', 'quic_packet', 'error'))
    need(step['step'] == number, where, step['step'])
    need(step['from'] in ('client', 'server'), where, step['from'])
    need(step['type'] in STEP_TYPES, where, step['type'])
    need(isinstance(step['sealed'], bool) and isinstance(step['decrypted'], bool), where)
    need(not (step['sealed'] and step['decrypted']), where + ' sealed and decrypted')
    need(isinstance(step['time'], float), where, step['time'])
    need(all(is_int(p) and 1 <= p <= n_packets for p in step['packets']), where + ' packets', step['packets'])
    need(len(set(step['packets'])) == len(step['packets']) > 0, where + ' packets', step['packets'])
    need(is_int(step['length']) and step['length'] >= 0, where, step['length'])
    if step['type'] == 'handshake' and not step['sealed']:
        check_named(step['message'], where + ' message', nullable=False)
    else:
        need(step['message'] is None, where + ' message', step['message'])
    if step['type'] == 'alert' and not step['sealed']:
        check_keys(step['alert'], ('level', 'description'), where + ' alert')
        check_named(step['alert']['level'], where + ' alert', nullable=False)
        check_named(step['alert']['description'], where + ' alert', nullable=False)
    else:
        need(step['alert'] is None, where + ' alert', step['alert'])
    need(step.get('quic_packet') in QUIC_PACKETS | {None}, where + ' quic_packet', step.get('quic_packet'))
    if step['type'] == 'connection_close':
        check_named(step['error'], where + ' error', nullable=False, largest=2 ** 62 - 1)
    else:
        need('error' not in step, where + ' error')
    if step['type'] == 'prelude':
        check_text(step['text'], where + ' text')
    if not with_fields:
        return
    ranges = []
    for field in step['fields']:
        check_field(field, 0, step['length'], where, ranges)
    if step['type'] == 'handshake' and not step['sealed'] and not step.get('truncated'):
        check_coverage(ranges, step['length'], where)


def check_certificate(certificate, where):
    check_keys(certificate, ('subject', 'issuer', 'serial', 'not_before', 'not_after', 'names', 'key',
                             'signature_algorithm', 'ca', 'sha256', 'fault'), where)
    need(re.fullmatch(r'[0-9a-f]{64}', certificate['sha256']), where, certificate['sha256'])
    if certificate['fault'] is not None:
        check_text(certificate['fault'], where)
        return
    for key in ('subject', 'issuer', 'signature_algorithm'):
        check_text(certificate[key], where + ' ' + key, nullable=True)
    need(certificate['serial'] is None or re.fullmatch('([0-9a-f]{2})+', certificate['serial']), where, certificate['serial'])
    for key in ('not_before', 'not_after'):
        need(certificate[key] is None or SECOND.fullmatch(certificate[key]), where, certificate[key])
    need(all(is_text(n) and ':' in n for n in certificate['names'] or []), where, certificate['names'])
    need(isinstance(certificate['ca'], bool), where, certificate['ca'])
    if certificate['key'] is None:
        return
    check_keys(certificate['key'], ('algorithm', 'bits', 'curve'), where)
    check_text(certificate['key']['algorithm'], where)
    need(certificate['key']['bits'] is None or is_int(certificate['key']['bits']), where)
    check_text(certificate['key']['curve'], where, nullable=True)


def check_conversation(conversation, n_packets, with_fields=False):
    """Raises Broken when the conversation, an object read from one line, is not as promised."""
    where = f'conversation {conversation.get("conversation")}'
    check_keys(conversation, (
        'conversation', 'transport', 'protocol', 'upgraded_from', 'client', 'server', 'start', 'version', 'cipher_suite',
        'group', 'server_name', 'alpn', 'resumed', 'outcome', 'outcome_text', 'ja3', 'ja3s', 'ja4', 'steps',
        'certificates', 'findings'), where, ('stopped_by', 'ech', 'ech_opening', 'inner_server_name') + (('quic_version',) if conversation['protocol'] == 'quic' else ()))
    need(is_int(conversation['conversation']) and conversation['conversation'] >= 1, where)
    need(conversation['transport'] in ('tcp', 'udp'), where, conversation['transport'])
    need(conversation['protocol'] in ('tls', 'dtls', 'quic'), where, conversation['protocol'])
    check_text(conversation['upgraded_from'], where, nullable=True)
    check_endpoint(conversation['client'], where + ' client')
    check_endpoint(conversation['server'], where + ' server')
    need(TIME.fullmatch(conversation['start']), where, conversation['start'])
    for key in ('version', 'cipher_suite', 'group'):
        check_named(conversation[key], where + ' ' + key)
    if conversation['protocol'] == 'quic':
        check_named(conversation['quic_version'], where + ' quic_version', nullable=False, largest=0xffffffff)
        need(conversation['transport'] == 'udp', where, conversation['transport'])
    for key in ('server_name', 'alpn'):
        check_text(conversation[key], where + ' ' + key, nullable=True)
    need(conversation['resumed'] in (True, False, None), where, conversation['resumed'])
    need(conversation.get('ech_opening') in ECH_OPENINGS | {None}, where + ' ech_opening', conversation.get('ech_opening'))
    check_text(conversation.get('inner_server_name'), where + ' inner_server_name', nullable=True)
    need(conversation.get('ech') in ECH | {None}, where + ' ech', conversation.get('ech'))
    need(conversation['outcome'] in OUTCOMES, where, conversation['outcome'])
    check_text(conversation['outcome_text'], where + ' outcome_text')
    need(conversation['outcome_text'].endswith('.'), where + ' outcome_text', conversation['outcome_text'])
    for key in ('ja3', 'ja3s'):
        value = conversation[key]
        need(value is None or re.fullmatch(r'[0-9a-f]{32}', value), where + ' ' + key, value)
    value = conversation['ja4']
    need(value is None or re.fullmatch(r'[tqd][0-9sd][0-9][di]\d{4}[0-9A-Za-z]{2}(_[0-9a-f]{12}){2}', value), where + ' ja4', value)
    for number, step in enumerate(conversation['steps'], 1):
        check_step(step, number, n_packets, with_fields, f'{where} step {number}')
    check_keys(conversation['certificates'], ('server', 'client'), where + ' certificates')
    for side in ('server', 'client'):
        for certificate in conversation['certificates'][side]:
            check_certificate(certificate, f'{where} certificate of the {side}')
    for finding in conversation['findings']:
        check_keys(finding, ('id', 'severity', 'step', 'text'), where + ' finding')
        need(re.fullmatch(r'[a-z0-9-]+', finding['id']), where, finding['id'])
        need(finding['severity'] in ('error', 'warning', 'note'), where, finding['severity'])
        need(finding['step'] is None or 1 <= finding['step'] <= len(conversation['steps']), where, finding['step'])
        check_text(finding['text'], where + ' finding')
