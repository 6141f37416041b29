#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""Make the tables of the registries from their CSV files.

usage: generate.py OUTPUT.c REGISTRY_CONSTANT=FILE.csv...

Each CSV has the columns code, name, recommended, reference; that of the extensions also messages, in which of them
they may stand (IANA's column "TLS 1.3"). The output has, for each registry, its entries in the order of their codes,
and an index by pages of 256 codes, so that a look-up is two array accesses. What the name of a cipher suite says
(RFC 5246 appendix C, RFC 9846 appendix B.4) is taken apart here too, once, at build time.
"""
import csv
import sys

CIPHER_SUITES = 'TL_REGISTRY_CIPHER_SUITE'
PAGE = 256
LAST_INDEXED = 0xffff

# <KX>_<AUTH> of TLS_<KX>_<AUTH>_WITH_…: how the premaster secret is made, who is authenticated how.
KEY_EXCHANGES = {
    'NULL': ('NULL', 'NULL'),
    'RSA': ('RSA', 'RSA'),
    'DH_RSA': ('DH', 'RSA'),
    'DH_DSS': ('DH', 'DSS'),
    'DHE_RSA': ('DHE', 'RSA'),
    'DHE_DSS': ('DHE', 'DSS'),
    'DH_anon': ('DH_ANON', 'anon'),
    'ECDH_RSA': ('ECDH', 'RSA'),
    'ECDH_ECDSA': ('ECDH', 'ECDSA'),
    'ECDHE_RSA': ('ECDHE', 'RSA'),
    'ECDHE_ECDSA': ('ECDHE', 'ECDSA'),
    'ECDH_anon': ('ECDH_ANON', 'anon'),
    'PSK': ('PSK', 'PSK'),
    'RSA_PSK': ('RSA_PSK', 'RSA'),
    'DHE_PSK': ('DHE_PSK', 'PSK'),
    'PSK_DHE': ('DHE_PSK', 'PSK'),  # RFC 6655 writes two of them so
    'ECDHE_PSK': ('ECDHE_PSK', 'PSK'),
    'SRP_SHA': ('SRP', 'SRP'),
    'SRP_SHA_RSA': ('SRP_SIGNED', 'RSA'),
    'SRP_SHA_DSS': ('SRP_SIGNED', 'DSS'),
    'KRB5': ('KRB5', 'KRB5'),
    'ECCPWD': ('ECCPWD', 'ECCPWD'),
    'ECJPAKE': ('ECJPAKE', 'ECJPAKE'),
    'GOSTR341112_256': ('GOST', 'GOST'),
    'GOSTR341001': ('GOST', 'GOST'),
    'GOSTR341094': ('GOST', 'GOST'),
    # of Netscape, before there was TLS
    'RSA_FIPS': ('RSA', 'RSA'),
    'RSA_OLDFIPS': ('RSA', 'RSA'),
}

# The same for the suites of TLCP (GB/T 38636-2020), which are named <KX>_<cipher>.
TLCP_KEY_EXCHANGES = {'ECC': ('SM2', 'SM2'), 'ECDHE': ('SM2DHE', 'SM2'), 'RSA': ('RSA', 'RSA')}

# What stands between WITH and the hash, for people.
CIPHERS = {
    'NULL': 'NULL',
    'RC4_40': 'RC4-40',
    'RC4_128': 'RC4-128',
    'RC4_56': 'RC4-56',
    'RC2_CBC_40': 'RC2-40-CBC',
    'RC2_CBC_56': 'RC2-56-CBC',
    'IDEA_CBC': 'IDEA-CBC',
    'DES40_CBC': 'DES-40-CBC',
    'DES_CBC_40': 'DES-40-CBC',
    'DES_CBC': 'DES-CBC',
    '3DES_EDE_CBC': '3DES-CBC',
    'SEED_CBC': 'SEED-CBC',
    'CHACHA20_POLY1305': 'ChaCha20-Poly1305',
    'AEGIS_128L': 'AEGIS-128L',
    'AEGIS_256': 'AEGIS-256',
    'ASCONAEAD128': 'Ascon-AEAD128',
    '28147_CNT': 'GOST-28147-CNT',
    'KUZNYECHIK_CTR': 'Kuznyechik-CTR',
    'MAGMA_CTR': 'Magma-CTR',
    'KUZNYECHIK_MGM_L': 'Kuznyechik-MGM-L',
    'KUZNYECHIK_MGM_S': 'Kuznyechik-MGM-S',
    'MAGMA_MGM_L': 'Magma-MGM-L',
    'MAGMA_MGM_S': 'Magma-MGM-S',
    # RFC 9150: TLS 1.3 without encryption
    'SHA256': 'NULL',
    'SHA384': 'NULL',
}
for name, sizes in (('AES', (128, 256)), ('CAMELLIA', (128, 256)), ('ARIA', (128, 256)), ('SM4', (None,))):
    for size in sizes:
        for mode in ('CBC', 'GCM', 'CCM', 'CCM_8'):
            words = [name] + ([str(size)] if size else []) + [mode]
            shown = {'CAMELLIA': 'Camellia'}.get(name, name)
            CIPHERS['_'.join(words)] = '-'.join([shown] + words[1:]).replace('_', '-')

# The cipher kinds of SSLv2, all with RSA and MD5 (draft-hickman-netscape-ssl-00 section 5.6.1).
SSLV2_CIPHERS = {
    'RC4_128': 'RC4-128',
    'RC4_128_EXPORT40': 'RC4-40',
    'RC2_128_CBC': 'RC2-128-CBC',
    'RC2_128_CBC_EXPORT40': 'RC2-40-CBC',
    'IDEA_128_CBC': 'IDEA-CBC',
    'DES_64_CBC': 'DES-CBC',
    'DES_192_EDE3_CBC': '3DES-CBC',
}

HASHES = {'MD5': 'MD5', 'SHA': 'SHA1', 'SHA256': 'SHA256', 'SHA384': 'SHA384', 'SHA512': 'SHA512', 'SM3': 'SM3',
          'ASCONHASH256': 'Ascon-Hash256', 'IMIT': 'GOST-28147-IMIT', 'OMAC': 'OMAC', 'NULL': 'NULL',
          'RMD': 'RIPEMD160', 'GOSTR3411': 'GOST-R-34.11'}

STREEBOG = 'Streebog-256'  # GOST R 34.11-2012, the hash in the name of the suites of RFC 9367


def split_hash(words):
    """AES_128_GCM_SHA256 → (AES_128_GCM, SHA256); AES_128_CCM has SHA256 without saying so (RFC 6655 section 3)."""
    if '_MGM_' in words:
        return words, STREEBOG
    cipher, _, last = words.rpartition('_')
    if last in HASHES and cipher:
        return cipher, HASHES[last]
    return words, 'SHA256'


def is_aead(cipher):
    return any(mode in cipher for mode in ('GCM', 'CCM', 'POLY1305', 'AEGIS', 'ASCONAEAD', 'MGM'))


def suite_info(name):
    """(key exchange, authentication, cipher, hash, aead) of a suite; None for a signalling value, which is no suite."""
    if name.endswith('_SCSV'):
        return None
    if name.startswith('SSL_CK_'):
        return 'RSA', 'RSA', SSLV2_CIPHERS[name.removeprefix('SSL_CK_').removesuffix('_WITH_MD5')], 'MD5', False
    words = name.removeprefix('TLS_').removeprefix('SSL_').removesuffix('_OLD')
    if words == name:
        before, _, after = name.partition('_')
        cipher, digest = split_hash(after)
        return *TLCP_KEY_EXCHANGES[before], CIPHERS[cipher], digest, is_aead(cipher)
    if '_WITH_' not in words or '_MGM_' in words:  # TLS 1.3, RFC 9367 too
        cipher, digest = split_hash(words.split('_WITH_')[-1])
        return 'TLS13', None, CIPHERS[cipher], digest, is_aead(cipher)
    before, after = words.split('_WITH_')
    exchange, authentication = KEY_EXCHANGES[before.removesuffix('_EXPORT').removesuffix('_EXPORT1024')]
    cipher, digest = split_hash(after)
    return exchange, authentication, CIPHERS[cipher], digest, is_aead(cipher)


def c_string(text):
    if text is None:
        return 'NULL'
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


# The messages that carry extensions, as IANA abbreviates them (RFC 9846 section 4.3); "-": none of TLS 1.3, so that only
# a ClientHello may have it, which is read before the version is known.
MESSAGES = {'CH': 'CLIENT_HELLO', 'SH': 'SERVER_HELLO', 'HRR': 'HELLO_RETRY_REQUEST', 'EE': 'ENCRYPTED_EXTENSIONS',
            'CT': 'CERTIFICATE', 'CR': 'CERTIFICATE_REQUEST', 'NST': 'NEW_SESSION_TICKET', '-': 'CLIENT_HELLO'}


def messages_of(row):
    return ' | '.join('TL_IN_' + MESSAGES[word] for word in row.get('messages', '').split()) or '0'


def read(path):
    with open(path, newline='', encoding='utf-8') as file:
        rows = [(int(row['code'], 0), row['name'], row['recommended'], row['reference'], messages_of(row))
                for row in csv.DictReader(file)]
    codes = [row[0] for row in rows]
    if codes != sorted(set(codes)):
        sys.exit(f'{path}: the codes are not in order, or one stands twice')
    for code, name, recommended, _, _ in rows:
        if not name or recommended not in ('', 'Y', 'N', 'D'):
            sys.exit(f'{path}: the line of {code} is damaged')
    return rows


def index_of(rows):
    """Page numbers by the high byte of a code, and the pages: entry number + 1 by the low byte. Page 0 is empty."""
    numbers, pages = [0] * PAGE, [[0] * PAGE]
    for entry, row in enumerate(rows, 1):
        high, low = divmod(row[0], PAGE)
        if row[0] > LAST_INDEXED:
            continue
        if numbers[high] == 0:
            numbers[high] = len(pages)
            pages.append([0] * PAGE)
        pages[numbers[high]][low] = entry
    return numbers, pages


def write_numbers(out, numbers):
    for start in range(0, len(numbers), 32):
        out.write('  ' + ', '.join(str(number) for number in numbers[start:start + 32]) + ',\n')


def write_registry(out, constant, rows):
    symbol = constant.removeprefix('TL_REGISTRY_').lower()
    out.write(f'\nstatic const TlRegistryEntry {symbol}_entries[] = {{\n')
    for code, name, recommended, reference, messages in rows:
        out.write(f'  {{ 0x{code:x}, {c_string(name)}, {c_string(recommended)}, {c_string(reference)}, {messages} }},\n')
    numbers, pages = index_of(rows)
    out.write(f'}};\nstatic const guint8 {symbol}_page_numbers[{PAGE}] = {{\n')
    write_numbers(out, numbers)
    out.write(f'}};\nstatic const guint16 {symbol}_pages[] = {{\n')
    for page in pages:
        write_numbers(out, page)
    out.write('};\n')
    return f'  [{constant}] = {{ {symbol}_entries, {len(rows)}, {symbol}_page_numbers, {symbol}_pages }},\n'


def write_suite_infos(out, rows):
    out.write('\n/* In the order of the entries. */\nconst TlCipherSuiteInfo tl_cipher_suite_infos[] = {\n')
    for _, name, *_ in rows:
        exchange, authentication, cipher, digest, aead = suite_info(name) or ('UNKNOWN', None, None, None, False)
        out.write(f'  {{ TL_KEY_EXCHANGE_{exchange}, {c_string(authentication)}, {c_string(cipher)}, '
                  f'{c_string(digest)}, {str(aead).lower()} }}, /* {name} */\n')
    out.write('};\n')


def main():
    output, arguments = sys.argv[1], sys.argv[2:]
    with open(output, 'w', encoding='utf-8') as out:
        out.write('/* Made by generate.py from the CSV files beside it. */\n#include "registries/registries-data.h"\n')
        lines = []
        for argument in arguments:
            constant, path = argument.split('=', 1)
            rows = read(path)
            lines.append(write_registry(out, constant, rows))
            if constant == CIPHER_SUITES:
                write_suite_infos(out, rows)
        out.write('\nconst TlRegistryTable tl_registry_tables[TL_N_REGISTRIES] = {\n' + ''.join(lines) + '};\n')


if __name__ == '__main__':
    main()
