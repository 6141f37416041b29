#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""Make the table of object identifiers from its CSV file.

usage: oids.py OIDS.csv OUTPUT.c

The CSV has the columns oid and name, in the order of the numbers; the output is in that of strcmp(), to be searched by
halves.
"""
import csv
import re
import sys

HEAD = '''/* Made by oids.py of oids.csv. */
#include "x509/oid-data.h"

const TlOidName tl_oid_names[] = {
'''


def read(path):
    with open(path, newline='', encoding='ascii') as file:
        rows = list(csv.DictReader(file))
    names = {row['oid']: row['name'] for row in rows}
    numbers = [[int(arc) for arc in row['oid'].split('.')] for row in rows]
    for row in rows:
        if not re.fullmatch(r'[0-2](\.\d+)+', row['oid']) or not re.fullmatch(r'[\x20-\x7e]+', row['name']):
            sys.exit(f'{path}: not an object identifier with its name: {row}')
    if len(names) != len(rows) or numbers != sorted(numbers):
        sys.exit(f'{path}: not in the order of the numbers, or one stands twice')
    return names


def main(source, output):
    names = read(source)
    with open(output, 'w', encoding='ascii') as file:
        file.write(HEAD)
        for oid in sorted(names):
            file.write(f'  {{ "{oid}", "{names[oid]}" }},\n')
        file.write('};\n\nconst gsize tl_n_oid_names = G_N_ELEMENTS (tl_oid_names);\n')


if __name__ == '__main__':
    main(*sys.argv[1:])
